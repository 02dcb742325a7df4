import type { EndpointSyntax, ParsedEndpoint } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';

/**
 * Binds to the first endpoint of those that an endpoint leaves to choose from, as a range of ports does, that is free.
 *
 * @param given How the caller wrote it.
 * @param bind Binds to one of them.
 * @throws What `bind` throws; `EADDRINUSE` when all are taken.
 */
export async function bindFreePort(
  syntax: EndpointSyntax,
  endpoint: ParsedEndpoint,
  given: string,
  bind: (endpoint: ParsedEndpoint) => Promise<string>,
): Promise<string> {
  const candidates = syntax.candidates(endpoint);
  if (candidates === undefined) return bind(endpoint);
  let taken: unknown;
  for (const candidate of candidates) {
    try {
      return await bind(candidate);
    } catch (error) {
      if (!isTaken(error)) throw error;
      taken = error;
    }
  }
  throw allTaken(given, taken);
}

/** The same, done when it returns. */
export function bindFreePortSync(
  syntax: EndpointSyntax,
  endpoint: ParsedEndpoint,
  given: string,
  bind: (endpoint: ParsedEndpoint) => string,
): string {
  const candidates = syntax.candidates(endpoint);
  if (candidates === undefined) return bind(endpoint);
  let taken: unknown;
  for (const candidate of candidates) {
    try {
      return bind(candidate);
    } catch (error) {
      if (!isTaken(error)) throw error;
      taken = error;
    }
  }
  throw allTaken(given, taken);
}

function isTaken(error: unknown): boolean {
  return error instanceof ZMQError && error.code === 'EADDRINUSE';
}

function allTaken(given: string, cause: unknown): ZMQError {
  return new ZMQError('EADDRINUSE', `Cannot bind ${given}: every port of the range is taken. Give a wider range.`, {
    endpoint: given,
    cause,
  });
}

import type { BindEndpoint } from '../endpoint/index.js';
import { candidatePorts } from '../endpoint/index.js';
import { ZMQError } from '../errors/zmq-error.js';

/**
 * Binds to the first port of an endpoint's choice that is free.
 *
 * @param bind Binds to an endpoint of one port.
 * @throws What `bind` throws; `EADDRINUSE` when every port of a range is taken.
 */
export async function bindFreePort(
  endpoint: BindEndpoint,
  text: string,
  bind: (endpoint: BindEndpoint) => Promise<string>,
): Promise<string> {
  if (endpoint.protocol !== 'tcp' || endpoint.port.kind === 'fixed' || endpoint.port.kind === 'any') {
    return bind(endpoint);
  }
  let taken: unknown;
  for (const number of candidatePorts(endpoint.port)) {
    try {
      return await bind({ ...endpoint, port: { kind: 'fixed', number } });
    } catch (error) {
      if (!(error instanceof ZMQError) || error.code !== 'EADDRINUSE') throw error;
      taken = error;
    }
  }
  throw new ZMQError('EADDRINUSE', `Cannot bind ${text}: every port of the range is taken. Give a wider range.`, {
    endpoint: text,
    cause: taken,
  });
}

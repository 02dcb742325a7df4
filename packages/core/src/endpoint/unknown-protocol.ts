import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { EndpointProtocol } from './types.js';

/** Transports of libzmq that are not here. Nobody who writes `tipc` meant `ipc`. */
const ELSEWHERE = new Set(['udp', 'pgm', 'epgm', 'norm', 'tipc', 'vmci', 'vsock', 'hyperv', 'ws', 'wss']);

/**
 * The error for a protocol that is none of {@link ENDPOINT_PROTOCOLS}, with the one that was probably meant.
 *
 * @example
 * ```ts
 * throw unknownProtocol('tpc', 'tpc://localhost:5555'); // … did you mean "tcp://"?
 * ```
 */
export function unknownProtocol(protocol: string, text: string): ZMQError {
  const meant = closest(protocol);
  const hint = ELSEWHERE.has(protocol)
    ? ` ${protocol} is a transport of libzmq that this library does not support.`
    : meant === undefined
      ? ''
      : ` Did you mean "${meant}://"?`;
  return new ZMQError(
    'EPROTONOSUPPORT',
    `Unknown protocol ${describe(protocol)} in endpoint ${describe(text)}; known protocols are ${ENDPOINT_PROTOCOLS.join(', ')}.${hint}`,
    { endpoint: text },
  );
}

/**
 * The protocols there are.
 *
 * @example
 * ```ts
 * import { ENDPOINT_PROTOCOLS } from '@zeromq-ts/core/spi';
 *
 * console.log(ENDPOINT_PROTOCOLS.join()); // tcp,ipc,inproc
 * ```
 */
export const ENDPOINT_PROTOCOLS: readonly EndpointProtocol[] = ['tcp', 'ipc', 'inproc'];

function closest(written: string): EndpointProtocol | undefined {
  if (written.length > 8) return undefined;
  const lower = written.toLowerCase();
  const sorted = [...lower].sort().join();
  // `icp` is one letter from `tcp` too, but letters in the wrong order are the likelier slip.
  return (
    ENDPOINT_PROTOCOLS.find((protocol) => [...protocol].sort().join() === sorted) ??
    ENDPOINT_PROTOCOLS.find((protocol) => distance(lower, protocol) <= protocol.length / 3)
  );
}

/** Levenshtein's: how many letters to add, drop or change. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const changed = (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

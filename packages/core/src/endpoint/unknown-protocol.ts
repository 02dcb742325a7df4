import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

/** Transports of libzmq that are not supported. They are not taken for misspellings: `tipc` does not mean `ipc`. */
const ELSEWHERE = new Set(['udp', 'pgm', 'epgm', 'norm', 'tipc', 'vmci', 'vsock', 'hyperv']);

/** Those that a package of this repository brings. */
const WEB_SOCKET = new Set(['ws', 'wss']);

/**
 * The error for a protocol that is not known, with the one that was probably meant.
 *
 * @example
 * ```ts
 * throw unknownProtocol('tpc', 'tpc://localhost:5555', ['tcp', 'ipc', 'inproc']); // … did you mean "tcp://"?
 * ```
 */
export function unknownProtocol(protocol: string, text: string, protocols: readonly string[]): ZMQError {
  const meant = closest(protocol, protocols);
  const hint = WEB_SOCKET.has(protocol)
    ? ` ${protocol}:// comes with the package @zeromq-ts/websocket: install it and import it once.`
    : ELSEWHERE.has(protocol)
      ? ` ${protocol} is a transport of libzmq that this library does not support.`
      : meant === undefined
        ? ''
        : ` Did you mean "${meant}://"?`;
  return new ZMQError(
    'EPROTONOSUPPORT',
    `Unknown protocol ${showValue(protocol)} in endpoint ${showValue(text)}; known protocols are ${protocols.join(', ')}.${hint}`,
    { endpoint: text },
  );
}

function closest(written: string, protocols: readonly string[]): string | undefined {
  if (written.length > 8) return undefined;
  const lower = written.toLowerCase();
  const sorted = [...lower].sort().join();
  // `icp` is one letter from `tcp` too, but letters in the wrong order are the likelier slip.
  return (
    protocols.find((protocol) => [...protocol].sort().join() === sorted) ??
    protocols.find((protocol) => distance(lower, protocol) <= protocol.length / 3)
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

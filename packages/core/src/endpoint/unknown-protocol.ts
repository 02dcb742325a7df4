import { nearestName } from '../errors/nearest-name.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

/** Transports of libzmq that are not supported. They are not taken for misspellings: `tipc` does not mean `ipc`. */
const ELSEWHERE = new Set(['udp', 'pgm', 'epgm', 'norm', 'tipc', 'vmci', 'vsock', 'hyperv']);

/** Unknown to engines without them alone, as that of browsers. */
const OF_NODE = new Set(['tcp', 'ipc']);

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
  if (OF_NODE.has(protocol)) {
    return new ZMQError(
      'EPROTONOSUPPORT',
      `The engine here does not carry ${protocol}:// (in ${showValue(text)}); it carries ${protocols.join(', ')}.`,
      { endpoint: text },
    );
  }
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
  const sorted = [...written.toLowerCase()].sort().join();
  // `icp` is one letter from `tcp` too, but letters in the wrong order are the likelier slip.
  return (
    protocols.find((protocol) => [...protocol].sort().join() === sorted) ??
    nearestName(written, protocols) ??
    protocols.find((protocol) => written.length > 1 && protocol.startsWith(written.toLowerCase()))
  );
}

import { decodeText, ZMQError } from '@zeromq-ts/core/spi';

/** The error of a message that a ROUTER with `mandatory` has no peer for. */
export function noSuchPeer(id: string | Uint8Array): ZMQError {
  return new ZMQError(
    'EHOSTUNREACH',
    `No peer has the routing id ${shown(id)}: it has not connected yet, or has left. Send to the routing id that came ` +
      'as frame 0 of a message received, or without { mandatory: true } to have such messages dropped.',
  );
}

/** The error of a message that a ROUTER with `mandatory` has no room for. */
export function queueFull(id: string | Uint8Array): ZMQError {
  return new ZMQError(
    'EAGAIN',
    `The queue of the peer ${shown(id)} is full. Send to it again later, or raise sendHighWaterMark.`,
  );
}

/** The error of a `connect` with a routing id that another peer has. */
export function idInUse(id: Uint8Array): ZMQError {
  return new ZMQError('EINVAL', `Another peer has the routing id ${shown(id)}. Choose another id for this endpoint.`);
}

/** A routing id as text where it is text, otherwise as hex. */
function shown(id: string | Uint8Array): string {
  const text = typeof id === 'string' ? id : decodeText(id);
  if (/^[\x20-\x7e]+$/.test(text)) return JSON.stringify(text);
  if (typeof id === 'string') return JSON.stringify(id);
  return `<${Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`;
}

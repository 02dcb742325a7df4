import type { PeerInfo } from '../events/events.js';

/** Says from which peer a message came. */
export type MessageOrigin = () => PeerInfo | undefined;

/** The origin of a message that was not received. */
export const NOT_RECEIVED = makeOrigin(undefined);

const origins = new WeakMap<PeerInfo, MessageOrigin>();
// The peer asked for last: messages come in chunks of one peer, and a lookup for each would cost as much as the message.
let lastPeer: PeerInfo | undefined;
let lastOrigin = NOT_RECEIVED;

/** The origin of the messages of a peer: one function for all of them. */
export function originOf(peer: PeerInfo): MessageOrigin {
  return peer === lastPeer ? lastOrigin : lookUp(peer);
}

function lookUp(peer: PeerInfo): MessageOrigin {
  let origin = origins.get(peer);
  if (origin === undefined) {
    origin = makeOrigin(peer);
    origins.set(peer, origin);
  }
  lastPeer = peer;
  lastOrigin = origin;
  return origin;
}

/** The name of the function is part of the text of the `DataCloneError`. */
function makeOrigin(peer: PeerInfo | undefined): MessageOrigin {
  return function messagesCannotBeClonedButTheirFramesCan() {
    return peer;
  };
}

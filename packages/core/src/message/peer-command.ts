/**
 * What one socket tells another between its messages (RFC 37, "Commands"), in order with them: SUBSCRIBE, CANCEL. It has
 * one way through all seams, whatever its name; the routing of the receiving socket knows what it means.
 */
export interface PeerCommand {
  /** 1 to 255 characters of ASCII. */
  readonly name: string;
  /** Not modified after creation. */
  readonly data: Uint8Array;
}

/** The name of a command by which a socket subscribes to a topic, the data (RFC 37, "SUBSCRIBE"). */
export const SUBSCRIBE = 'SUBSCRIBE';
/** The name of a command that ends a subscription (RFC 37, "CANCEL"). */
export const CANCEL = 'CANCEL';

/**
 * The name of a command by which a SUB or XSUB asks for a sign that its subscriptions have arrived; the data is a number
 * of 4 bytes, big-endian. It is not part of RFC 37: peers that do not know it ignore it.
 */
export const CONFIRM = 'CONFIRM';
/** The name of the answer to it, with the same data. */
export const CONFIRMED = 'CONFIRMED';

/** Subscribes to a topic. */
export function subscribeCommand(topic: Uint8Array): PeerCommand {
  return { name: SUBSCRIBE, data: topic };
}

/** Ends a subscription to a topic. */
export function cancelCommand(topic: Uint8Array): PeerCommand {
  return { name: CANCEL, data: topic };
}

/** Marks messages, so that each copy and each release of this package knows the messages of all others. */
export const MESSAGE_BRAND = Symbol.for('@zeromq-ts/core/Message');

/**
 * What every copy of this package knows of a `Message`. To the compiler it is what has the tag of a message: a symbol of
 * this package would be another one in the types of each copy.
 */
export interface AnyMessage {
  readonly [Symbol.toStringTag]: 'Message';
  readonly frames: readonly Uint8Array[];
}

export function isMessage(value: unknown): value is AnyMessage {
  return typeof value === 'object' && value !== null && MESSAGE_BRAND in value;
}

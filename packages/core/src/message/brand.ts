/** Marks messages, so that each copy and each release of this package knows the messages of all others. */
export const MESSAGE_BRAND: unique symbol = Symbol.for('@zeromq-ts/core/Message') as never;

/** What every copy of this package knows of a `Message`. */
export interface AnyMessage {
  readonly [MESSAGE_BRAND]: true;
  readonly frames: readonly Uint8Array[];
}

export function isMessage(value: unknown): value is AnyMessage {
  return typeof value === 'object' && value !== null && MESSAGE_BRAND in value;
}

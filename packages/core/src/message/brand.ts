/** Marks messages, so that one copy of this package knows the messages of another. */
export const MESSAGE_BRAND: unique symbol = Symbol.for('@zeromq-ts/core/Message') as never;

/**
 * The method by which a message gives its frames where they lie. They may be parts of a block that other messages lie in,
 * too: they are for reading and for passing on, and never come into the hands of the application.
 */
export const FRAMES_IN_PLACE: unique symbol = Symbol('framesInPlace') as never;

/** What every copy of this package knows of a `Message`. */
export interface AnyMessage {
  readonly [MESSAGE_BRAND]: true;
  readonly frames: readonly Uint8Array[];
  /** Another copy of this package has a symbol of its own for it. */
  [FRAMES_IN_PLACE]?(): readonly Uint8Array[];
}

/** The frames of a message where they lie, if this copy of the package has made it. */
export function framesInPlace(message: AnyMessage): readonly Uint8Array[] {
  return message[FRAMES_IN_PLACE]?.() ?? message.frames;
}

export function isMessage(value: unknown): value is AnyMessage {
  return typeof value === 'object' && value !== null && MESSAGE_BRAND in value;
}

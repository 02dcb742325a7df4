/** The first byte of a message of a measurement says what it is; messages of other programs begin otherwise. */
export const KINDS = { measured: 0xb0, warmUp: 0xb1, end: 0xb2, unnumbered: 0xb3 } as const;

/** What has room for the number of the message and the number of the sender. */
export const NUMBERED_BYTES = 7;
/** Larger messages are sent by reference, and are not made for each number. */
const FRESH_UP_TO_BYTES = 4096;
/** Of large messages, one in this number is numbered. */
const NUMBER_EVERY = 64;

/** Makes the messages of a sender: of one size, numbered where they have room for it. */
export class Payloads {
  readonly #size: number;
  readonly #sender: number;
  readonly #rest: readonly Uint8Array[];
  readonly #plain: Readonly<Record<'measured' | 'warmUp', Uint8Array>>;

  constructor(size: number, frames: number, sender: number) {
    this.#size = size;
    this.#sender = sender;
    this.#rest = Array.from({ length: frames - 1 }, () => Buffer.alloc(size, 97));
    this.#plain = { measured: plain(size, KINDS.unnumbered), warmUp: plain(size, KINDS.warmUp) };
  }

  /** A message before the measurement. */
  warmUp(): Uint8Array | readonly Uint8Array[] {
    return this.#withRest(this.#plain.warmUp);
  }

  /** The message with this number, from 0. */
  measured(number: number): Uint8Array | readonly Uint8Array[] {
    if (this.#size < NUMBERED_BYTES || (this.#size > FRESH_UP_TO_BYTES && number % NUMBER_EVERY !== 0)) {
      return this.#withRest(this.#plain.measured);
    }
    return this.#withRest(numbered(this.#size, KINDS.measured, number, this.#sender));
  }

  /** Says how many were sent. */
  end(count: number): Uint8Array {
    return numbered(NUMBERED_BYTES, KINDS.end, count, this.#sender);
  }

  #withRest(first: Uint8Array): Uint8Array | readonly Uint8Array[] {
    return this.#rest.length === 0 ? first : [first, ...this.#rest];
  }
}

function plain(size: number, kind: number): Buffer {
  const bytes = Buffer.alloc(size, 97);
  if (size > 0) bytes[0] = kind;
  return bytes;
}

function numbered(size: number, kind: number, number: number, sender: number): Buffer {
  const bytes = size <= 64 ? Buffer.allocUnsafe(size) : Buffer.alloc(size, 97);
  bytes[0] = kind;
  bytes.writeUInt32LE(number >>> 0, 1);
  bytes.writeUInt16LE(sender, 5);
  return bytes;
}

/** What a message is, and its number if it has one. */
export interface ReadPayload {
  readonly kind: number;
  readonly number: number | undefined;
  readonly sender: number;
}

/** Reads the first frame of a message. */
export function readPayload(frame: Uint8Array): ReadPayload {
  const kind = frame[0] ?? KINDS.unnumbered;
  if (frame.length < NUMBERED_BYTES || (kind !== KINDS.measured && kind !== KINDS.end)) {
    return { kind, number: undefined, sender: 0 };
  }
  const view = Buffer.from(frame.buffer, frame.byteOffset, NUMBERED_BYTES);
  return { kind, number: view.readUInt32LE(1), sender: view.readUInt16LE(5) };
}

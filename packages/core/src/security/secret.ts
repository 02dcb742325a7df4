/** Secret bytes, which do not appear when an object with them is printed, nor as text or JSON. */
export class Secret {
  readonly #bytes: Uint8Array;

  /** @param bytes Not copied. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  reveal(): Uint8Array {
    return this.#bytes;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[secret]';
  }
}

/** Octets that are to be seen nowhere: neither by printing what holds them, nor as text, nor as JSON. */
export class Secret {
  readonly #octets: Uint8Array;

  /** @param octets Not copied. */
  constructor(octets: Uint8Array) {
    this.#octets = octets;
  }

  reveal(): Uint8Array {
    return this.#octets;
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

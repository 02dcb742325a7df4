/** Reads numbers of bytes from chunks of any size. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** This number of bytes; fewer at the end. */
  async read(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = count;
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next();
        if (next.done === true) break;
        this.#rest = next.value;
      }
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
  }

  /** The bytes that are there next, however many; `undefined` at the end. */
  async readAny(): Promise<Buffer | undefined> {
    const { length } = this.#rest;
    if (length > 0) return this.read(length);
    const next = await this.#chunks.next();
    return next.done === true ? undefined : next.value;
  }

  /** Releases the source. */
  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** Reads an iterable one input at a time, so that its reader can look at other things while it waits. */
export class InputReader<Input> {
  readonly #iterator: AsyncIterator<Input>;
  readonly #settled: () => void;
  #reading = false;
  #over = false;
  #read: { readonly value: Input } | { readonly error: unknown } | undefined;

  /** @param settled Called when there is an input to take, or there are no more. */
  constructor(inputs: Iterable<Input> | AsyncIterable<Input>, settled: () => void) {
    const { [Symbol.asyncIterator]: asynchronous } = inputs as Partial<AsyncIterable<Input>>;
    this.#iterator = asynchronous?.call(inputs) ?? awaited(inputs as Iterable<Input>);
    this.#settled = settled;
  }

  /** Whether all inputs were taken. */
  get over(): boolean {
    return this.#over && this.#read === undefined;
  }

  /** Asks for the next input, unless that was done, or there is one to take. */
  read(): void {
    if (this.#reading || this.#over || this.#read !== undefined) return;
    this.#reading = true;
    void this.#next();
  }

  /** @returns the input that was read, if there is one. @throws What the iterable has thrown. */
  take(): { readonly value: Input } | undefined {
    const read = this.#read;
    this.#read = undefined;
    if (read !== undefined && 'error' in read) throw read.error;
    return read;
  }

  /** Leaves the iterable. Does not wait for an input that may never come. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    const left = Promise.resolve(this.#iterator.return?.());
    if (this.#reading) left.catch(() => {});
    else await left;
  }

  async #next(): Promise<void> {
    try {
      const { done, value } = await this.#iterator.next();
      if (done === true) this.#over = true;
      else this.#read = { value };
    } catch (error) {
      this.#over = true;
      this.#read = { error };
    }
    this.#reading = false;
    this.#settled();
  }
}

/** An iterable's inputs, or what its promises resolve with. */
async function* awaited<Input>(inputs: Iterable<Input>): AsyncGenerator<Input, void, void> {
  yield* inputs;
}

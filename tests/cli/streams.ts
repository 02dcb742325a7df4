import { type Readable, Writable } from 'node:stream';

/** A reader of stdout that takes nothing more before it is told to. */
export class SlowReader extends Writable {
  readonly #written: string[] = [];
  #next: (() => void) | undefined;
  #onBlocked: (() => void) | undefined;

  constructor() {
    super({ highWaterMark: 1 });
  }

  /** What was written so far, as lines. */
  get lines(): readonly string[] {
    return this.#written.join('').split('\n').slice(0, -1);
  }

  /** Resolves when something was written that it has not read. */
  async blocked(): Promise<void> {
    if (this.#next !== undefined) return;
    await new Promise<void>((resolve) => {
      this.#onBlocked = resolve;
    });
  }

  /** Takes what was written. */
  read(): void {
    const next = this.#next;
    this.#next = undefined;
    next?.();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    if (chunk.length === 0) {
      done();
      return;
    }
    this.#written.push(chunk.toString());
    this.#next = done;
    this.#onBlocked?.();
  }
}

/** The text of a stream, to wait for what it says. */
export class Said {
  #text = '';
  readonly #listeners = new Set<() => void>();

  constructor(stream: Readable) {
    stream.on('data', (chunk: Buffer) => {
      this.#text += chunk.toString();
      for (const listener of this.#listeners) listener();
    });
  }

  /** Resolves when it matches. */
  match(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = pattern.exec(this.#text);
        if (found === null) return;
        this.#listeners.delete(look);
        resolve(found);
      };
      this.#listeners.add(look);
      look();
    });
  }
}

import { setImmediate } from '@zeromq-ts/core/spi';
import type { CommandIO } from '../io.js';
import { written } from './written.js';

/** From how many bytes on the output is written without waiting for the end of the turn. */
const FLUSH_AT_BYTES = 65_536;

/**
 * stdout. What is written in one turn of the event loop goes out in one write; while the reader is slow, `write` returns a
 * promise to wait for, so that nothing is buffered without bound. When the reader has closed it, `signal` of the command is
 * aborted, and the command ends with 0.
 */
export class Output {
  readonly #stdout: CommandIO['stdout'];
  readonly #signal: AbortSignal;
  #chunks: Uint8Array[] = [];
  #bytes = 0;
  #isScheduled = false;
  #blocked: Promise<void> | undefined;

  constructor({ stdout, signal }: Pick<CommandIO, 'stdout' | 'signal'>) {
    this.#stdout = stdout;
    this.#signal = signal;
  }

  /** While the reader is slow: resolves when there is room again. What can be left out is not written until then. */
  get blocked(): Promise<void> | undefined {
    return this.#blocked;
  }

  /** Writes text (UTF-8) or bytes. @returns A promise to wait for before more is written; `undefined` to go on at once. */
  write(chunk: string | Uint8Array): Promise<void> | undefined {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    this.#chunks.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes >= FLUSH_AT_BYTES) this.#flush();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(() => {
        this.#isScheduled = false;
        this.#flush();
      });
    }
    return this.#blocked;
  }

  /** Resolves when everything is handed to the system, or the reader is gone. */
  async end(): Promise<void> {
    this.#flush();
    await written(this.#stdout);
  }

  #flush(): void {
    if (this.#chunks.length === 0) return;
    const all = this.#chunks.length === 1 ? (this.#chunks[0] as Uint8Array) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#bytes = 0;
    if (this.#stdout.destroyed || this.#stdout.write(all) || this.#blocked !== undefined) return;
    this.#blocked = writable(this.#stdout, this.#signal).finally(() => {
      this.#blocked = undefined;
    });
  }
}

/** Resolves when a stream takes more, has failed, or the command is to end. */
async function writable(stream: CommandIO['stdout'], signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      for (const name of ['drain', 'error', 'close']) stream.off(name, done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    for (const name of ['drain', 'error', 'close']) stream.on(name, done);
    signal.addEventListener('abort', done);
    if (signal.aborted || stream.destroyed) done();
  });
}

import { open, type FileHandle } from 'node:fs/promises';
import type { WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { jsonLine } from '../output/json-line.js';
import { frameToJSON } from '../messages/json-message.js';
import { isoTime, microseconds } from '../messages/received.js';
import { Output } from '../output/output.js';

/** The file of `--tee`: a line of JSON for each message. New files are for their owner alone, and replace none. */
export class Tee {
  readonly #stream: WriteStream;
  readonly #output: Output;
  /** Before the first failure: it is not unhandled until {@link end} waits for it. */
  readonly #finished: Promise<Error | undefined>;
  #failure: Error | undefined;
  #count = 0;

  private constructor(file: FileHandle, signal: AbortSignal) {
    this.#stream = file.createWriteStream();
    this.#output = new Output({ stdout: this.#stream, signal });
    this.#finished = finished(this.#stream).then(
      () => undefined,
      (error: Error) => (this.#failure = error),
    );
  }

  /** @throws The error of the system when the file is there, or cannot be made. */
  static async open(path: string, signal: AbortSignal): Promise<Tee> {
    return new Tee(await open(path, 'wx', 0o600), signal);
  }

  /** Writes a message. @returns A promise to wait for before the next; `undefined` to go on at once. */
  write(frames: readonly Uint8Array[]): Promise<void> | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    this.#count += 1;
    const line = { n: this.#count, t: isoTime(microseconds()), frames: frames.map((frame) => frameToJSON(frame)) };
    return this.#output.write(`${jsonLine(line)}\n`);
  }

  /** Resolves when everything is in the file. @throws The error of the system when that has failed. */
  async end(): Promise<void> {
    await this.#output.end();
    this.#stream.end();
    const error = await this.#finished;
    if (error !== undefined) throw error;
  }
}

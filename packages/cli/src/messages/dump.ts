import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Message } from '@zeromq-ts/core';
import type { Flags } from '../grammar/parsed.js';
import { framesToJSON } from './json-message.js';

/** Writes each message to a file of `--dump`: its name is its number and never anything of its content. */
export class Dump {
  readonly #directory: string;
  readonly #most: number;
  #count = 0;

  private constructor(directory: string, most: number) {
    this.#directory = directory;
    this.#most = most;
  }

  /** `undefined` without `--dump`. */
  static async from(flags: Flags): Promise<Dump | undefined> {
    const directory = flags.text('dump');
    if (directory === undefined) return undefined;
    await mkdir(directory, { recursive: true });
    return new Dump(directory, flags.number('max-files') ?? Infinity);
  }

  /** Whether `--max-files` is reached. */
  get isFull(): boolean {
    return this.#count >= this.#most;
  }

  /** Writes `000001.bin`, and the frames to `000001.json` if there are more than one. Files that exist are kept: an error. */
  async write(message: Message): Promise<void> {
    this.#count += 1;
    const name = join(this.#directory, String(this.#count).padStart(6, '0'));
    await writeNew(`${name}.bin`, Buffer.concat([...message]));
    if (message.length > 1) await writeNew(`${name}.json`, `${JSON.stringify({ frames: framesToJSON(message) })}\n`);
  }
}

async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
  } finally {
    await file.close();
  }
}

import { CommandError } from '../errors/command-error.js';
import type { InputMessage } from './input-message.js';

/** What a message can have (RFC 23 has no limit; the engine has). */
const MAX_FRAMES = 262_144;

const LENGTH_BYTES = 4;

/** Reads what {@link lengthPrefixed} writes: the number of frames, then each with its length, as 32-bit big-endian integers. */
export async function* readLengthPrefixed(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): AsyncGenerator<InputMessage, void, undefined> {
  const reader = new ByteReader(chunks);
  for (let number = 1; await reader.more(); number++) {
    const where = `message ${number} of the input`;
    const count = await reader.integer(where);
    if (count === 0 || count > MAX_FRAMES) {
      throw new CommandError('failed', `The number of frames of ${where} is ${count}: it is 1 to ${MAX_FRAMES}.`);
    }
    const frames: Uint8Array[] = [];
    let left = most;
    for (let index = 0; index < count; index++) {
      const length = await reader.integer(where);
      // Before anything is allocated.
      if (length > left)
        throw new CommandError('failed', `${sentence(where)} has more than ${most} bytes: raise --max-input-size.`, {
          code: 'EMSGSIZE',
        });
      left -= length;
      frames.push(await reader.bytes(length, where));
    }
    yield { frames };
  }
}

/** Frames with their lengths. */
export function lengthPrefixed(frames: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(LENGTH_BYTES);
  head.writeUInt32BE(frames.length);
  const all: Uint8Array[] = [head];
  for (const frame of frames) {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32BE(frame.length);
    all.push(length, frame);
  }
  return Buffer.concat(all);
}

/** Takes bytes out of chunks in portions of any size. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #current: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** Whether there is another byte. */
  async more(): Promise<boolean> {
    while (this.#current.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return false;
      this.#current = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    return true;
  }

  async integer(where: string): Promise<number> {
    return (await this.bytes(LENGTH_BYTES, where)).readUInt32BE();
  }

  async bytes(length: number, where: string): Promise<Buffer> {
    const taken: Buffer[] = [];
    let left = length;
    while (left > 0) {
      if (!(await this.more())) {
        throw new CommandError('failed', `The input ends within ${where}: ${left} of ${length} bytes are missing.`);
      }
      const part = this.#current.subarray(0, left);
      this.#current = this.#current.subarray(part.length);
      taken.push(part);
      left -= part.length;
    }
    return taken.length === 1 ? (taken[0] as Buffer) : Buffer.concat(taken);
  }
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

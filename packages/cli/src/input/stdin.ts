import { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

/** The chunks of stdin, up to its end, or until the command ends. */
export async function* stdinChunks({
  stdin,
  signal,
}: Pick<CommandIO, 'stdin' | 'signal'>): AsyncGenerator<Buffer, void, undefined> {
  const stop = (): void => {
    stdin.destroy();
  };
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    for await (const chunk of stdin) yield typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer);
  } catch (error) {
    // `destroy` ends the iteration with an error.
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/**
 * All of stdin, of at most `--max-input-size` bytes.
 *
 * @throws CommandError with exit code 1 when it is longer; the reason of the signal when the command ends before it has.
 */
export async function wholeStdin(io: CommandIO, flags: Flags): Promise<Buffer> {
  const all = await wholeOf(stdinChunks(io), flags.number('max-input-size') ?? DEFAULT_MAX_INPUT_BYTES);
  // A part of it is not what was meant.
  io.signal.throwIfAborted();
  return all;
}

/** Of commands without `--max-input-size`. */
const DEFAULT_MAX_INPUT_BYTES = 16 * 1024 * 1024;

/** Chunks as one. @throws CommandError with exit code 1 when they are longer than `most` bytes. */
export async function wholeOf(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const all: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most)
      throw new CommandError('failed', `The input is longer than ${most} bytes: raise --max-input-size.`, {
        code: 'EMSGSIZE',
      });
    all.push(chunk);
  }
  return Buffer.concat(all);
}

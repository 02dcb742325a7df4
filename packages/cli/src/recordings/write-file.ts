import { stat } from 'node:fs/promises';
import { RecordingFiles } from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { safeJSON } from '../output/json-line.js';
import { Output } from '../output/output.js';
import { recordingFailure } from './recording-failure.js';

/**
 * Writes chunks to the file of `--output`, or to stdout. A new file is for its owner alone, and replaces none without
 * `--force`; it never replaces one that is read.
 *
 * @param inputs The files that the chunks are made of.
 * @param isText Whether each chunk is whole lines of text, which can be made safe for a terminal.
 */
export async function writeFile(
  chunks: AsyncIterable<Uint8Array>,
  { inputs, isText }: { readonly inputs: readonly string[]; readonly isText: boolean },
  flags: Flags,
  io: CommandIO,
): Promise<void> {
  const path = flags.text('output') ?? '-';
  if (path === '-') return toOutput(chunks, isText, flags, io);
  await refuseInput(path, inputs);
  const file = new RecordingFiles(path, { overwrite: flags.boolean('force') });
  await file.open(1).catch((error: unknown) => {
    throw recordingFailure(path, error);
  });
  try {
    for await (const chunk of chunks) {
      io.signal.throwIfAborted();
      await file.write(chunk).catch((error: unknown) => {
        throw recordingFailure(path, error);
      });
    }
  } finally {
    await file.close();
  }
}

/** @throws UsageError when what is to be written is one of the files that are read. */
async function refuseInput(path: string, inputs: readonly string[]): Promise<void> {
  const output = await stat(path).catch(() => undefined);
  if (output === undefined) return;
  for (const input of inputs) {
    const read = await stat(input).catch(() => undefined);
    if (read?.ino === output.ino && read.dev === output.dev) {
      throw new UsageError(`${path} is read: give --output another file.`);
    }
  }
}

async function toOutput(
  chunks: AsyncIterable<Uint8Array>,
  isText: boolean,
  flags: Flags,
  io: CommandIO,
): Promise<void> {
  const isTerminal = io.stdout.isTTY === true && !flags.boolean('force');
  if (isTerminal && !isText) throw new UsageError('This format is not for a terminal: give --output FILE.');
  const output = new Output(io);
  for await (const chunk of chunks) {
    if (io.signal.aborted) return;
    await output.write(isTerminal ? safeJSON(Buffer.from(chunk).toString()) : chunk);
  }
  await output.end();
}

import { RecordingFiles } from '@zeromq-ts/recording';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Output } from '../output/output.js';
import { recordingFailure } from './recording-failure.js';

/** Writes chunks to the file of `--output`, or to stdout. A new file is for its owner alone, and replaces none without `--force`. */
export async function writeFile(chunks: AsyncIterable<Uint8Array>, flags: Flags, io: CommandIO): Promise<void> {
  const path = flags.text('output') ?? '-';
  if (path === '-') return toOutput(chunks, io);
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

async function toOutput(chunks: AsyncIterable<Uint8Array>, io: CommandIO): Promise<void> {
  const output = new Output(io);
  for await (const chunk of chunks) {
    if (io.signal.aborted) return;
    await output.write(chunk);
  }
  await output.end();
}

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type HeaderEntry, readRecording, type ReadRecordingOptions, type RecordingEntry } from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { stdinChunks } from '../input/stdin.js';
import type { Report } from '../output/report.js';
import { nameOf, recordingFailure } from './recording-failure.js';

/** Files with recordings, in the order in which they were recorded. */
export interface OpenedRecordings {
  /** The headers that the files begin with. Of stdin and pipes, none: they can be read once. */
  readonly headers: readonly HeaderEntry[];
  /** The files that can be read once. */
  readonly readOnce: readonly string[];
  /** The entries of all files, read again at each call. Only one file is open at a time. */
  entries(): AsyncGenerator<RecordingEntry, void, undefined>;
  /** The same, of each file apart. */
  each(): readonly AsyncGenerator<RecordingEntry, void, undefined>[];
}

/** How `--strict`, `--max-expand` and `--max-line` have recordings read. */
function readOptions(flags: Flags, signal: AbortSignal): ReadRecordingOptions {
  const bytes = flags.number('max-expand');
  return {
    signal,
    strict: flags.boolean('strict'),
    maxLineBytes: flags.number('max-line'),
    // What may be as large as that may be small when it is compressed.
    maxExpand: bytes === undefined ? undefined : { bytes, ratio: Infinity },
  };
}

/**
 * Opens recordings: files, pipes, or `-` for stdin. Those of one recording that rotates are put into the order of their numbers,
 * and different ones into that of their beginning.
 *
 * @throws CommandError (exit code 1) for a file that cannot be read or is no recording.
 */
export async function openRecordings(
  files: readonly string[],
  flags: Flags,
  io: CommandIO,
  report: Report,
): Promise<OpenedRecordings> {
  const options = readOptions(flags, io.signal);
  if (files.includes('-') && files.length > 1) {
    throw new UsageError('- stands for stdin, and is the only recording then.');
  }
  const found: { readonly file: string; readonly header: HeaderEntry | undefined }[] = [];
  const readOnce: string[] = [];
  for (const file of files) {
    const isOnce = await isReadOnce(file);
    if (isOnce) readOnce.push(file);
    found.push({ file, header: isOnce ? undefined : await headerOf(file, options) });
  }
  const source = (file: string): AsyncIterable<Uint8Array> => (file === '-' ? stdinChunks(io) : createReadStream(file));
  const ordered = found.toSorted((a, b) => orderOf(a.header, b.header));

  async function* entriesOf(file: string): AsyncGenerator<RecordingEntry, void, undefined> {
    try {
      for await (const entry of readRecording(source(file), options)) {
        if (entry.kind === 'cut-off') report.warn(`${nameOf(file)} is cut off after line ${entry.line}`, { file });
        yield entry;
      }
    } catch (error) {
      throw recordingFailure(file, error);
    }
  }

  return {
    readOnce,
    headers: ordered.flatMap(({ header }) => (header === undefined ? [] : [header])),
    async *entries() {
      for (const { file } of ordered) yield* entriesOf(file);
    },
    each: () => ordered.map(({ file }) => entriesOf(file)),
  };
}

/** Whether a file is a pipe or a device, such as `<(…)` of a shell is: what is read of it is gone. stdin is one. */
async function isReadOnce(file: string): Promise<boolean> {
  if (file === '-') return true;
  // What cannot be looked at is read, to say why.
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && (found.isFIFO() || found.isCharacterDevice());
}

async function headerOf(file: string, options: ReadRecordingOptions): Promise<HeaderEntry> {
  const stream = createReadStream(file);
  try {
    for await (const entry of readRecording(stream, { ...options, strict: false })) return entry as HeaderEntry;
  } catch (error) {
    throw recordingFailure(file, error);
  } finally {
    stream.destroy();
  }
  throw new Error('A recording that can be read has a header.');
}

function orderOf(a: HeaderEntry | undefined, b: HeaderEntry | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return a.startedAt - b.startedAt || (a.seq ?? 0) - (b.seq ?? 0);
}

import {
  RecordingFiles,
  type RecordingHeaderInput,
  type RecordingOutput,
  type RecordingSummary,
  RecordingWriter,
} from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { Output } from '../output/output.js';
import type { Report } from '../output/report.js';
import { VERSION } from '../version.js';
import { recordingFailure } from './recording-failure.js';

/** Begins the recording. */
export function beginRecording(
  output: RecordingOutput,
  header: RecordingHeaderInput,
  onFull: 'drop' | 'block',
  flags: Flags,
): RecordingWriter {
  return new RecordingWriter(
    output,
    { ...header, tool: `zmq ${VERSION}` },
    {
      onFull: (flags.text('on-full') as 'drop' | 'block' | undefined) ?? onFull,
      maxQueuedBytes: flags.number('max-queue'),
      flushInterval: flags.number('flush'),
      maxBytes: flags.number('max-size'),
      maxAge: flags.number('max-age'),
    },
  );
}

/** What `--output` says. @throws UsageError for flags that do not go together. */
export function outputFor(flags: Flags, io: CommandIO): RecordingOutput {
  const rotates = flags.number('max-age') !== undefined || flags.number('max-size') !== undefined;
  const path = flags.text('output') ?? '-';
  if (path !== '-') {
    return new RecordingFiles(path, {
      overwrite: flags.boolean('force'),
      append: flags.boolean('append'),
      numbered: rotates,
      maxFiles: flags.number('max-files'),
    });
  }
  if (rotates || flags.boolean('append'))
    throw new UsageError('--max-size, --max-age and --append need --output FILE.');
  // JSON has characters that a terminal takes for instructions.
  if (io.stdout.isTTY === true && !flags.boolean('force')) {
    throw new UsageError('A recording is not for a terminal: give --output FILE. To look at messages, use zmq sub.');
  }
  return new StandardOutput(io);
}

/** stdout, which stays open. */
class StandardOutput implements RecordingOutput {
  readonly #output: Output;
  partBytes = 0;

  constructor(io: CommandIO) {
    this.#output = new Output(io);
  }

  async open(): Promise<void> {}

  async write(lines: Uint8Array): Promise<void> {
    this.partBytes += lines.length;
    await this.#output.write(lines);
  }

  close(): Promise<void> {
    return this.#output.end();
  }
}

/** Opens an output before messages are taken. @throws CommandError with the name of what cannot be written. */
export async function openOutput(output: RecordingOutput, flags: Flags): Promise<void> {
  await output.open(1).catch((error: unknown) => {
    throw writingFailure(flags, error);
  });
}

/** What ends a recording, with the name of the file that could not be written. */
export function writingFailure(flags: Flags, error: unknown): unknown {
  const path = flags.text('output') ?? '-';
  return recordingFailure(path === '-' ? 'stdout' : path, error);
}

/** Says what has been recorded. */
export function reportRecorded(summary: RecordingSummary, report: Report): void {
  const { count, bytes, dropped, droppedEvents, files, reason } = summary;
  const parts = files === 1 ? '' : ` in ${files} files`;
  const events = droppedEvents === 0 ? '' : ` and ${droppedEvents} ${droppedEvents === 1 ? 'event' : 'events'}`;
  report.info(`recorded ${count} messages (${bytes} bytes)${parts}, dropped ${dropped}${events}`, 'summary', {
    count,
    bytes,
    dropped,
    droppedEvents,
    files,
    reason,
  });
}

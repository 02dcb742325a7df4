import { type ConversionFormat, convertRecording } from '@zeromq-ts/recording';
import { UsageError } from '../../errors/command-error.js';
import { exitCode } from '../../exit-codes.js';
import type { Flags, Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { Report } from '../../output/report.js';
import { openRecordings } from '../../recordings/open-recordings.js';
import { writeFile } from '../../recordings/write-file.js';

const SUFFIX = /\.(csv|mcap|jsonl)(?:\.gz|\.zst)?$/u;

export async function run({ flags, words }: Parsed, io: CommandIO): Promise<number> {
  const format = formatOf(flags);
  const recordings = await openRecordings(words, flags, io, new Report(flags, io));
  await writeFile(
    convertRecording(recordings.entries(), format),
    { inputs: words, isText: format === 'csv' || format === 'jsonl' },
    flags,
    io,
  );
  return exitCode('done');
}

function formatOf(flags: Flags): ConversionFormat {
  const format = flags.text('to') ?? SUFFIX.exec(flags.text('output') ?? '')?.[1];
  if (format === undefined) {
    throw new UsageError('To what? Give --to csv, length, mcap or jsonl, or an --output that ends in .csv or .mcap.');
  }
  return format as ConversionFormat;
}

import { convertRecording, cutRecording } from '@zeromq-ts/recording';
import { exitCode } from '../../exit-codes.js';
import type { Parsed } from '../../grammar/parsed.js';
import type { CommandIO } from '../../io.js';
import { Report } from '../../output/report.js';
import { openRecordings } from '../../recordings/open-recordings.js';
import { rangeOf } from '../../recordings/range.js';
import { writeFile } from '../../recordings/write-file.js';

export async function run({ flags, words }: Parsed, io: CommandIO): Promise<number> {
  const range = rangeOf(flags);
  const recordings = await openRecordings(words, flags, io, new Report(flags, io));
  await writeFile(
    convertRecording(cutRecording(recordings.entries(), range), 'jsonl'),
    { inputs: words, isText: true },
    flags,
    io,
  );
  return exitCode('done');
}

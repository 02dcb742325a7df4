import type { MessageEntry, RecordingTime } from '@zeromq-ts/recording';
import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import { parseDuration } from '../grammar/values.js';

/** Which messages of a recording are meant. */
export interface Range {
  readonly from: RecordingTime | undefined;
  readonly to: RecordingTime | undefined;
  readonly match: ((message: MessageEntry) => boolean) | undefined;
}

/** What `--from`, `--to` and `--subscribe` say. */
export function rangeOf(flags: Flags): Range {
  const topics = flags.list('subscribe').map((topic) => Buffer.from(topic));
  return {
    from: timeOf(flags, 'from'),
    to: timeOf(flags, 'to'),
    match: topics.length === 0 ? undefined : ({ frames }) => topics.some((topic) => beginsWith(frames[0], topic)),
  };
}

function timeOf(flags: Flags, name: string): RecordingTime | undefined {
  const text = flags.text(name);
  if (text === undefined) return undefined;
  if (/^\d{4}-/u.test(text)) {
    if (/(?:Z|[+-]\d\d:?\d\d)$/u.test(text) && !Number.isNaN(Date.parse(text))) return text;
    throw new UsageError(`--${name} is a time with a zone, such as 2026-11-26T07:10:14Z, not "${text}".`);
  }
  return parseDuration(text, `--${name}`);
}

function beginsWith(frame: Uint8Array | undefined, topic: Uint8Array): boolean {
  return frame !== undefined && Buffer.compare(frame.subarray(0, topic.length), topic) === 0;
}

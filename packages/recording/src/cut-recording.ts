import type { EndEntry, EventEntry, HeaderEntry, MessageEntry, RecordingEntry } from './entries.js';
import { entriesOf, type RecordingSource } from './entry-source.js';
import type { ReadRecordingOptions } from './read-recording.js';
import { type RecordingTime, timeRange } from './time-range.js';

/** Options of {@link cutRecording}. */
export interface CutRecordingOptions {
  /** Where to begin. Default: at the beginning. */
  readonly from?: RecordingTime | undefined;
  /** Where to end, this time excluded. Default: at the end. */
  readonly to?: RecordingTime | undefined;
  /** Which messages are kept. Default: all. */
  readonly match?: ((message: MessageEntry) => boolean) | undefined;
  /** Limits of the reader. */
  readonly read?: ReadRecordingOptions | undefined;
}

/**
 * A part of a recording, in constant memory: its messages and events in a range of time, with their times as they were.
 * Those without a time go with the message before them. Every part has an end that says how many there are.
 *
 * @throws RecordingError for a malformed recording; ZMQError `EINVAL` for a time that is none. As rejections of the iterator.
 *
 * @example
 * ```ts
 * import { cutRecording, formatEntry } from '@zeromq-ts/recording';
 *
 * const recording = [
 *   '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"SUB","endpoints":[]}\n',
 *   '{"t":1000,"f":["first"]}\n{"t":2000,"f":["second"]}\n',
 * ];
 * for await (const entry of cutRecording(recording, { from: 1.5 })) {
 *   if (entry.kind === 'message') console.log(formatEntry(entry).trim()); // {"t":2000,"f":["second"]}
 * }
 * ```
 */
export async function* cutRecording(
  source: RecordingSource,
  options: CutRecordingOptions = {},
): AsyncGenerator<RecordingEntry, void, undefined> {
  const range = timeRange(options.from, options.to);
  let part: Part | undefined;
  let time = 0;
  for await (const entry of entriesOf(source, options.read)) {
    if (entry.kind === 'header') {
      if (part !== undefined) yield part.end('cut');
      part = new Part(entry);
      time = 0;
      yield entry;
      continue;
    }
    if (part === undefined || entry.kind === 'cut-off') continue;
    if (entry.kind === 'end') {
      yield part.end(entry.reason, entry);
      part = undefined;
      continue;
    }
    time = entry.time ?? time;
    if (!range.has(time, part.header.startedAt)) continue;
    if (entry.kind === 'message' && options.match?.(entry) === false) continue;
    part.add(entry);
    yield entry;
  }
  if (part !== undefined) yield part.end('cut off');
}

/** A part that is written: counts what is in it. */
export class Part {
  readonly header: HeaderEntry;
  #count = 0;
  #bytes = 0;
  #time: number | undefined;

  constructor(header: HeaderEntry) {
    this.header = header;
  }

  add(entry: MessageEntry | EventEntry): void {
    this.#time = entry.time ?? this.#time;
    if (entry.kind !== 'message') return;
    this.#count++;
    for (const frame of entry.frames) this.#bytes += frame.length;
  }

  /** @param lost What its recorder had no room for. */
  end(reason: string, lost: Pick<EndEntry, 'dropped' | 'droppedEvents'> = { dropped: 0 }): EndEntry {
    const { dropped, droppedEvents } = lost;
    return { kind: 'end', time: this.#time, count: this.#count, dropped, droppedEvents, bytes: this.#bytes, reason };
  }
}

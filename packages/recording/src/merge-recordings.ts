import { Part } from './cut-recording.js';
import type { EventEntry, HeaderEntry, MessageEntry, RecordingEntry } from './entries.js';
import { entriesOf, type RecordingSource } from './entry-source.js';
import type { ReadRecordingOptions } from './read-recording.js';

/** One of the recordings that are merged: its next entry, with its time since 1970. */
interface Stream {
  readonly entries: AsyncGenerator<RecordingEntry, void, undefined>;
  readonly number: number;
  header: HeaderEntry;
  next: MessageEntry | EventEntry | undefined;
  /** Microseconds since 1970; what has no time goes with what is before it. */
  time: number;
  /** What its recorder had no room for, as its ends say. */
  readonly lost: { dropped: number; droppedEvents: number };
}

/**
 * Merges recordings into one, by the absolute times of their messages, in constant memory. Peers get numbers of their own;
 * the header names the types and endpoints of all, and the end has what all of their recorders had no room for.
 *
 * @throws RecordingError for a malformed recording, as a rejection of the iterator.
 *
 * @example
 * ```ts
 * import { mergeRecordings } from '@zeromq-ts/recording';
 *
 * const first = '{"zmqrec":1,"started":"2026-11-26T07:10:14.000000Z","type":"SUB","endpoints":[]}\n{"t":500,"f":["b"]}\n';
 * const second = '{"zmqrec":1,"started":"2026-11-26T07:10:14.000400Z","type":"SUB","endpoints":[]}\n{"t":0,"f":["a"]}\n';
 * for await (const entry of mergeRecordings([[first], [second]])) {
 *   if (entry.kind === 'message') console.log(entry.time, `${entry.frames[0]}`);
 *   // 400 a
 *   // 500 b
 * }
 * ```
 */
export async function* mergeRecordings(
  sources: readonly RecordingSource[],
  options?: ReadRecordingOptions,
): AsyncGenerator<RecordingEntry, void, undefined> {
  const streams: Stream[] = [];
  try {
    for (const [number, source] of sources.entries()) streams.push(await opened(source, number, options));
    const header = headerOf(streams);
    const part = new Part(header);
    yield header;
    for (let stream = earliest(streams); stream !== undefined; stream = earliest(streams)) {
      const entry = { ...(stream.next as MessageEntry | EventEntry), time: stream.time - header.startedAt };
      const merged = entry.peer === undefined ? entry : { ...entry, peer: entry.peer * sources.length + stream.number };
      part.add(merged);
      yield merged;
      await advance(stream);
    }
    yield part.end('merged', {
      dropped: streams.reduce((sum, { lost }) => sum + lost.dropped, 0),
      droppedEvents: streams.reduce((sum, { lost }) => sum + lost.droppedEvents, 0),
    });
  } finally {
    for (const { entries } of streams) await entries.return();
  }
}

async function opened(source: RecordingSource, number: number, options?: ReadRecordingOptions): Promise<Stream> {
  const entries = entriesOf(source, options);
  const first = await entries.next();
  const header = first.value as HeaderEntry;
  const lost = { dropped: 0, droppedEvents: 0 };
  const stream: Stream = { entries, number, header, next: undefined, time: header.startedAt, lost };
  await advance(stream);
  return stream;
}

async function advance(stream: Stream): Promise<void> {
  for (;;) {
    const { done, value: entry } = await stream.entries.next();
    if (done === true) {
      stream.next = undefined;
      return;
    }
    if (entry.kind === 'header') stream.header = entry;
    if (entry.kind === 'end') {
      stream.lost.dropped += entry.dropped;
      stream.lost.droppedEvents += entry.droppedEvents ?? 0;
    }
    if (entry.kind !== 'message' && entry.kind !== 'event') continue;
    stream.next = entry;
    // Order is kept within each: a time that goes back is that of the entry before it.
    if (entry.time !== undefined) stream.time = Math.max(stream.time, stream.header.startedAt + entry.time);
    return;
  }
}

function earliest(streams: readonly Stream[]): Stream | undefined {
  let found: Stream | undefined;
  for (const stream of streams) {
    if (stream.next !== undefined && (found === undefined || stream.time < found.time)) found = stream;
  }
  return found;
}

function headerOf(streams: readonly Stream[]): HeaderEntry {
  const first = streams.map(({ header }) => header).toSorted((a, b) => a.startedAt - b.startedAt)[0] as HeaderEntry;
  const types = new Set(streams.map(({ header }) => header.type));
  const endpoints = new Set(streams.flatMap(({ header }) => header.endpoints));
  const topics = new Set(streams.flatMap(({ header }) => header.topics ?? []));
  return {
    ...first,
    type: [...types].join('+'),
    endpoints: [...endpoints],
    topics: topics.size > 0 ? [...topics] : undefined,
    seq: undefined,
  };
}

import type { ByteSource } from './byte-source.js';
import type { RecordingEntry } from './entries.js';
import { readRecording, type ReadRecordingOptions } from './read-recording.js';

/** A recording: the bytes of its file, or entries as {@link readRecording} gives them. */
export type RecordingSource = ByteSource | AsyncIterable<RecordingEntry> | Iterable<RecordingEntry>;

/** The entries of a recording. */
export async function* entriesOf(
  source: RecordingSource,
  options?: ReadRecordingOptions,
): AsyncGenerator<RecordingEntry, void, undefined> {
  const iterable = (typeof source === 'string' ? [source] : source) as AsyncIterable<unknown> & Iterable<unknown>;
  const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]();
  const first = await iterator.next();
  const all = chained(first, iterator);
  if (first.done !== true && isEntry(first.value)) yield* all as AsyncGenerator<RecordingEntry, void, undefined>;
  else yield* readRecording(all as AsyncIterable<Uint8Array>, options);
}

function isEntry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

async function* chained(first: IteratorResult<unknown>, iterator: AsyncIterator<unknown>): AsyncGenerator {
  try {
    for (let next = first; next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

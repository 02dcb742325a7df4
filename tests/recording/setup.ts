import { Readable } from 'node:stream';
import { type ByteSource, type MessageEntry, readRecording, type RecordingEntry } from '@zeromq-ts/recording';

/** A header with nothing particular. */
export const HEADER = '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"PULL","endpoints":[]}\n';

/** The last line of a recording. */
export const END = '{"end":{"t":9,"count":0,"dropped":0,"bytes":0,"reason":"closed"}}\n';

/** All entries of a recording. */
export async function entriesIn(
  source: ByteSource,
  options?: Parameters<typeof readRecording>[1],
): Promise<RecordingEntry[]> {
  const entries: RecordingEntry[] = [];
  for await (const entry of readRecording(source, options)) entries.push(entry);
  return entries;
}

/** The messages among them. */
export const messagesIn = async (source: ByteSource): Promise<MessageEntry[]> =>
  (await entriesIn(source)).filter((entry): entry is MessageEntry => entry.kind === 'message');

/** Bytes in chunks of one size. */
export function inChunks(bytes: Uint8Array, size: number): Readable {
  const chunks: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += size) chunks.push(bytes.subarray(start, start + size));
  return Readable.from(chunks);
}

/** A generator of numbers below 2^32 that gives the same ones for the same seed (xorshift). */
export function randomFrom(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

import { formatTime } from './clock.js';
import type { MessageEntry } from './entries.js';
import { entriesOf, type RecordingSource } from './entry-source.js';
import { formatEntry } from './format-entry.js';
import { McapWriter } from './mcap-writer.js';

/** What a recording can be converted to. */
export type ConversionFormat =
  /** Lines as `record` writes them. */
  | 'jsonl'
  /** A line for each message: time, direction, peer, number of frames, bytes, and the frames as JSON. */
  | 'csv'
  /** For each message the number of its frames, and each frame with its length: 32 bits, big-endian. */
  | 'length'
  /** MCAP (mcap.dev): a channel for each first frame, with the frames as JSON. */
  | 'mcap';

const CSV_HEADER = 'time,direction,peer,frames,bytes,message\r\n';
const BATCH_BYTES = 65_536;

/**
 * Converts a recording, in constant memory.
 *
 * @returns The bytes of the new file, in chunks.
 * @throws RecordingError for a malformed recording, as a rejection of the iterator.
 *
 * @example
 * ```ts
 * import { convertRecording } from '@zeromq-ts/recording';
 *
 * const recording = [
 *   '{"zmqrec":1,"started":"2026-11-26T07:10:14.000000Z","type":"SUB","endpoints":[]}\n{"t":500,"f":["a","b"]}\n',
 * ];
 * for await (const chunk of convertRecording(recording, 'csv')) console.log(`${chunk}`.split('\r\n')[1]);
 * // 2026-11-26T07:10:14.000500Z,,,2,2,"[""a"",""b""]"
 * ```
 */
export async function* convertRecording(
  source: RecordingSource,
  format: ConversionFormat,
): AsyncGenerator<Uint8Array, void, undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of PIECES[format](source)) {
    pieces.push(piece);
    size += piece.length;
    if (size < BATCH_BYTES) continue;
    yield Buffer.concat(pieces.splice(0));
    size = 0;
  }
  if (size > 0) yield Buffer.concat(pieces);
}

const PIECES: Readonly<Record<ConversionFormat, (source: RecordingSource) => AsyncGenerator<Uint8Array>>> = {
  jsonl: lines,
  csv,
  length,
  mcap,
};

async function* lines(source: RecordingSource): AsyncGenerator<Uint8Array> {
  for await (const entry of entriesOf(source)) yield Buffer.from(formatEntry(entry));
}

async function* csv(source: RecordingSource): AsyncGenerator<Uint8Array> {
  yield Buffer.from(CSV_HEADER);
  for await (const { entry, at } of timedMessages(source)) {
    const { frames, direction = '', peer = '' } = entry;
    const text = framesAsJSON(entry).replaceAll('"', '""');
    const time = at === undefined ? '' : formatTime(at);
    yield Buffer.from(`${time},${direction},${peer},${frames.length},${sizeOf(frames)},"${text}"\r\n`);
  }
}

async function* length(source: RecordingSource): AsyncGenerator<Uint8Array> {
  for await (const { entry } of timedMessages(source)) {
    yield uint32(entry.frames.length);
    for (const frame of entry.frames) {
      yield uint32(frame.length);
      yield frame;
    }
  }
}

async function* mcap(source: RecordingSource): AsyncGenerator<Uint8Array> {
  const writer = new McapWriter();
  yield writer.begin();
  let last = 0;
  for await (const { entry, at } of timedMessages(source)) {
    last = at ?? last;
    const topic = Buffer.from(entry.frames[0] as Uint8Array).toString('utf8');
    yield writer.message(topic, last, entry.published ?? last, framesAsJSON(entry));
  }
  yield writer.end();
}

async function* timedMessages(
  source: RecordingSource,
): AsyncGenerator<{ readonly entry: MessageEntry; readonly at: number | undefined }> {
  let startedAt = 0;
  for await (const entry of entriesOf(source)) {
    if (entry.kind === 'header') startedAt = entry.startedAt;
    if (entry.kind === 'message') yield { entry, at: entry.time === undefined ? undefined : startedAt + entry.time };
  }
}

/** The frames as the recording has them: what is after `"f":`. */
function framesAsJSON({ frames }: Pick<MessageEntry, 'frames'>): string {
  return formatEntry({ kind: 'message', time: undefined, frames }).slice('{"f":'.length, -'}\n'.length);
}

function sizeOf(frames: readonly Uint8Array[]): number {
  return frames.reduce((sum, frame) => sum + frame.length, 0);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

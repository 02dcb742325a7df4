import * as zlib from 'node:zlib';
import { ByteReader } from './byte-reader.js';
import { RecordingError } from './recording-error.js';
import { skipFrame, ZSTD_MAGIC, zstdFrame } from './zstd-frames.js';

/** How far a compressed recording may expand. */
export interface ExpansionLimits {
  /** Bytes out for each byte in, looked at after the first 16 MiB. */
  readonly ratio: number;
  /** Bytes out. */
  readonly bytes: number;
}

/** What a decompressor has found at the end: whether the last member is whole. */
export interface Decompressed {
  readonly chunks: AsyncIterable<Buffer>;
  /** True once the input has ended in the middle of a compressed member. */
  readonly truncated: () => boolean;
}

const RATIO_COUNTS_FROM = 16 * 1024 * 1024;
/** Of what goes in at once. */
const PIECE_BYTES = 16 * 1024;

type Transform = zlib.Gunzip;

/** The bytes of a source, decompressed if they begin as gzip or Zstandard do. */
export async function decompress(source: AsyncIterable<Buffer>, limits: ExpansionLimits): Promise<Decompressed> {
  const reader = new ByteReader(source);
  const head = await reader.read(4);
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return expand(head, reader, gunzip, limits);
  if (head.length === 4 && head.readUInt32LE(0) === ZSTD_MAGIC) return expand(head, reader, unzstd, limits);
  return { chunks: rest(head, reader), truncated: () => false };
}

/** What decompressors have in common: how much went in, and whether the end is missing. */
interface Progress {
  bytesIn: number;
  isTruncated: boolean;
}

type Decompressor = (head: Buffer, reader: ByteReader, progress: Progress) => AsyncGenerator<Buffer>;

function expand(head: Buffer, reader: ByteReader, decompressor: Decompressor, limits: ExpansionLimits): Decompressed {
  const progress: Progress = { bytesIn: 0, isTruncated: false };
  return {
    chunks: limited(decompressor(head, reader, progress), progress, limits),
    truncated: () => progress.isTruncated,
  };
}

async function* limited(
  chunks: AsyncIterable<Buffer>,
  progress: Progress,
  limits: ExpansionLimits,
): AsyncGenerator<Buffer> {
  let bytesOut = 0;
  for await (const chunk of chunks) {
    bytesOut += chunk.length;
    if (bytesOut > limits.bytes) throw tooMuch(`${limits.bytes} bytes`);
    if (bytesOut > RATIO_COUNTS_FROM && bytesOut > progress.bytesIn * limits.ratio) {
      throw tooMuch(`${limits.ratio} times its size`);
    }
    yield chunk;
  }
}

/** Members of gzip, one after the other: one decompressor reads them all. */
async function* gunzip(head: Buffer, reader: ByteReader, progress: Progress): AsyncGenerator<Buffer> {
  yield* through(rest(head, reader), zlib.createGunzip(), progress);
}

/** Frames of Zstandard, each with a decompressor of its own. */
async function* unzstd(first: Buffer, reader: ByteReader, progress: Progress): AsyncGenerator<Buffer> {
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => unknown };
  if (createZstdDecompress === undefined) {
    throw new RecordingError('ENOTSUP', 0, 'This runtime cannot read Zstandard (.zst); Node can from 22.15 on.');
  }
  try {
    for (let head = first; head.length > 0; head = await reader.read(4)) {
      if (await skipFrame(head, reader)) continue;
      if (head.length === 4 && head.readUInt32LE(0) !== ZSTD_MAGIC) throw damaged(new Error('no frame'), 'ZSTD_magic');
      const end = { whole: false };
      yield* through(zstdFrame(head, reader, end), createZstdDecompress() as Transform, progress);
      progress.isTruncated = !end.whole;
      if (progress.isTruncated) return;
    }
  } finally {
    await reader.end();
  }
}

/**
 * Gives compressed chunks to a decompressor, piece by piece, and yields what comes out. An input that ends too early is no
 * error. What has come out is kept here: the stream would discard it with an error that follows.
 */
async function* through(
  compressed: AsyncIterable<Buffer>,
  transform: Transform,
  progress: Progress,
): AsyncGenerator<Buffer> {
  const out: Buffer[] = [];
  const failures: unknown[] = [];
  transform.on('data', (chunk: Buffer) => out.push(chunk));
  transform.on('error', (error) => failures.push(error));
  try {
    for await (const piece of pieces(compressed)) {
      progress.bytesIn += piece.length;
      await written(transform, piece);
      yield* out.splice(0);
      if (failures.length > 0 || transform.destroyed) break;
    }
    if (failures.length === 0 && !transform.destroyed) await ended(transform);
    yield* out.splice(0);
  } finally {
    transform.destroy();
  }
  const [failure] = failures;
  if (failure === undefined) return;
  if (!endsTooEarly(failure)) throw damaged(failure);
  progress.isTruncated = true;
}

/** Chunks that expand to a bounded size, whatever they are. */
async function* pieces(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) yield chunk.subarray(start, start + PIECE_BYTES);
  }
}

/** Resolves when a piece is decompressed, or the stream has failed: then nothing calls back. */
function written(transform: Transform, piece: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      transform.off('close', done);
      resolve();
    };
    transform.once('close', done);
    transform.write(piece, done);
  });
}

/** Resolves when everything has come out, or the stream has failed. */
function ended(transform: Transform): Promise<void> {
  return new Promise((resolve) => {
    transform.once('end', resolve);
    transform.once('close', resolve);
    transform.end();
  });
}

async function* rest(head: Buffer, reader: ByteReader): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let chunk = await reader.readAny(); chunk !== undefined; chunk = await reader.readAny()) yield chunk;
  } finally {
    await reader.end();
  }
}

function tooMuch(limit: string): RecordingError {
  return new RecordingError('EMSGSIZE', 0, `The compressed recording expands to more than ${limit}. Raise maxExpand.`);
}

/** zlib says "unexpected end of file", of gzip and of Zstandard alike. */
function endsTooEarly(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'Z_BUF_ERROR' || /unexpected end/iu.test(String((error as Error | null)?.message));
}

function damaged(cause: unknown, code: unknown = (cause as { code?: unknown } | null)?.code): unknown {
  if (typeof code !== 'string' || !/^(?:Z_|ZSTD_)/u.test(code)) return cause;
  return new RecordingError('EINVAL', 0, `The compressed data are damaged (${code}).`, cause);
}

import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { RecordingError } from './recording-error.js';

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

type Transform = NodeJS.ReadWriteStream & AsyncIterable<Buffer> & { destroy(error?: Error): void };

/** The bytes of a source, decompressed if they begin as gzip or Zstandard do. */
export async function decompress(source: AsyncIterable<Buffer>, limits: ExpansionLimits): Promise<Decompressed> {
  const iterator = source[Symbol.asyncIterator]();
  const head = await firstBytes(iterator, 4);
  const rest = chained(head, iterator);
  const transform = decompressorFor(head);
  if (transform === undefined) return { chunks: rest, truncated: () => false };
  return expand(rest, transform, limits);
}

function decompressorFor(head: Buffer): Transform | undefined {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return zlib.createGunzip();
  if (head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528) {
    const { createZstdDecompress } = zlib as { createZstdDecompress?: () => unknown };
    if (createZstdDecompress === undefined) {
      throw new RecordingError('ENOTSUP', 0, 'This runtime cannot read Zstandard (.zst); Node can from 22.15 on.');
    }
    return createZstdDecompress() as Transform;
  }
  return undefined;
}

function expand(source: AsyncIterable<Buffer>, transform: Transform, limits: ExpansionLimits): Decompressed {
  let bytesIn = 0;
  let truncated = false;
  const input = Readable.from(counted(source));
  // Its error ends the iteration below.
  input.on('error', (error) => transform.destroy(error));
  input.pipe(transform);

  async function* counted(compressed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of compressed) {
      bytesIn += chunk.length;
      yield chunk;
    }
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    let bytesOut = 0;
    try {
      for await (const chunk of transform) {
        bytesOut += chunk.length;
        if (bytesOut > limits.bytes) throw tooMuch(`${limits.bytes} bytes`);
        if (bytesOut > RATIO_COUNTS_FROM && bytesOut > bytesIn * limits.ratio) {
          throw tooMuch(`${limits.ratio} times its size`);
        }
        yield chunk;
      }
    } catch (error) {
      if (!endsTooEarly(error)) throw error instanceof RecordingError ? error : damaged(error);
      truncated = true;
    } finally {
      input.destroy();
      transform.destroy();
    }
  }

  return { chunks: chunks(), truncated: () => truncated };
}

function tooMuch(limit: string): RecordingError {
  return new RecordingError('EMSGSIZE', 0, `The compressed recording expands to more than ${limit}. Raise maxExpand.`);
}

/** zlib says "unexpected end of file", of gzip and of Zstandard alike. */
function endsTooEarly(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'Z_BUF_ERROR' || /unexpected end/iu.test(String((error as Error | null)?.message));
}

function damaged(cause: unknown): unknown {
  const code = (cause as { code?: unknown } | null)?.code;
  if (typeof code !== 'string' || !/^(?:Z_|ZSTD_)/u.test(code)) return cause;
  return new RecordingError('EINVAL', 0, `The compressed data are damaged (${code}).`, cause);
}

async function firstBytes(iterator: AsyncIterator<Buffer>, wanted: number): Promise<Buffer> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < wanted) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* chained(head: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { ZMQError } from '@zeromq-ts/core';

/** Compresses lines into a member that can be decompressed without what follows it. */
export type Compress = (lines: Uint8Array) => Promise<Uint8Array>;

/**
 * The compression that the name of a file asks for by its suffix.
 *
 * @throws ZMQError `ENOTSUP` where the runtime does not have it.
 */
export function compressionOf(path: string): Compress | undefined {
  if (path.endsWith('.gz')) return promisify(zlib.gzip) as Compress;
  if (!path.endsWith('.zst')) return undefined;
  const { zstdCompress } = zlib as { zstdCompress?: (bytes: Uint8Array, done: () => void) => void };
  if (zstdCompress === undefined) {
    throw new ZMQError('ENOTSUP', 'This runtime cannot write Zstandard (.zst); Node can from 22.15 on. Write .gz.');
  }
  return promisify(zstdCompress) as unknown as Compress;
}

import type { ByteReader } from './byte-reader.js';

/** The first bytes of a frame (RFC 8878, section 3.1.1). */
export const ZSTD_MAGIC = 0xfd2fb528;
/** Those of a frame without content: any of 16 (section 3.1.2). */
const SKIPPABLE_MAGIC = 0x184d2a50;

/** How a frame has ended. */
export interface FrameEnd {
  whole: boolean;
}

/**
 * The bytes of the next frame, piece by piece. The decompressors of Node 22 and 24 and of Deno stop at the end of a frame and
 * lose what follows it in the same chunk, so each frame is given to one of its own.
 *
 * @param end Has at the end whether the frame was whole.
 */
export async function* zstdFrame(
  head: Buffer,
  reader: ByteReader,
  end: FrameEnd,
): AsyncGenerator<Buffer, void, undefined> {
  yield head;
  const [descriptor] = await reader.read(1);
  if (descriptor === undefined) return;
  yield Buffer.of(descriptor);
  const header = await reader.read(headerBytes(descriptor));
  yield header;
  if (header.length < headerBytes(descriptor)) return;
  for (let isLast = false; !isLast;) {
    const blockHeader = await reader.read(3);
    yield blockHeader;
    if (blockHeader.length < 3) return;
    const bits = blockHeader.readUIntLE(0, 3);
    isLast = (bits & 1) === 1;
    // A block of one repeated byte has that byte alone.
    const size = ((bits >> 1) & 3) === 1 ? 1 : bits >> 3;
    const block = await reader.read(size);
    yield block;
    if (block.length < size) return;
  }
  const checksumBytes = (descriptor & 4) === 0 ? 0 : 4;
  const checksum = await reader.read(checksumBytes);
  yield checksum;
  end.whole = checksum.length === checksumBytes;
}

/** Skips a frame without content. @returns false when this is none, or is cut off. */
export async function skipFrame(head: Buffer, reader: ByteReader): Promise<boolean> {
  if (head.length < 4 || (head.readUInt32LE(0) & 0xfffffff0) >>> 0 !== SKIPPABLE_MAGIC) return false;
  const size = await reader.read(4);
  if (size.length < 4) return false;
  for (let left = size.readUInt32LE(0); left > 0;) {
    const skipped = await reader.read(Math.min(left, 65_536));
    if (skipped.length === 0) return false;
    left -= skipped.length;
  }
  return true;
}

/** The bytes of the rest of the header of a frame (section 3.1.1.1). */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 32) !== 0;
  const sizeFlag = descriptor >> 6;
  const contentSize = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  return (isSingleSegment ? 0 : 1) + dictionary + contentSize;
}

import type { Message, Outgoing, PeerInfo } from '@zeromq-ts/core/spi';
import {
  allocateBytes,
  MAX_SHARED_FRAME_BYTES,
  messageOfFrames,
  messageOfSharedFrames,
  messageFromSlice,
  setMessagePeer,
  textLength,
  writeText,
} from '@zeromq-ts/core/spi';

/** Small frames lie together in blocks of this size, as they do when they come from a connection. */
const BLOCK_BYTES = 5_120;
/** Where frames are larger, blocks are, too: making one costs as much as copying some thousand bytes. */
const ROOMY_BLOCK_BYTES = 16_384;
/** From this many bytes on, a frame counts as larger. */
const LARGER_FRAME_BYTES = 512;
/** The maximum number of bytes in UTF-8 for one UTF-16 code unit. */
const MAX_BYTES_PER_CHARACTER = 3;

let block = allocateBytes(BLOCK_BYTES);
let used = 0;

/**
 * Makes the message that the receiver gets of one that was sent within the process: a copy, so that neither side, nor
 * another receiver, sees what one does with its bytes.
 *
 * @param peer Who has sent it.
 * @throws TypeError when a buffer of the message has been detached.
 */
export function copyMessage(message: Outgoing, peer: PeerInfo): Message {
  if (typeof message === 'string' || message instanceof Uint8Array) {
    const size = smallSize(message);
    if (size > MAX_SHARED_FRAME_BYTES) return messageOfFrames([copyLarge(message)], peer);
    const start = reserve(size);
    const copy = messageFromSlice(block, start, write(message, start));
    setMessagePeer(copy, peer);
    return copy;
  }
  return messageOfSharedFrames(message.map(copyFrame), peer);
}

function copyFrame(frame: string | Uint8Array): Uint8Array {
  const size = smallSize(frame);
  if (size > MAX_SHARED_FRAME_BYTES) return copyLarge(frame);
  const start = reserve(size);
  return block.subarray(start, write(frame, start));
}

/** The bytes of a frame; of a text that is small in any case, as many as there may be. */
function smallSize(frame: string | Uint8Array): number {
  if (typeof frame !== 'string') return frame.byteLength;
  const atMost = frame.length * MAX_BYTES_PER_CHARACTER;
  return atMost <= MAX_SHARED_FRAME_BYTES ? atMost : textLength(frame);
}

function copyLarge(frame: string | Uint8Array): Uint8Array {
  if (typeof frame === 'string') {
    const copy = allocateBytes(textLength(frame));
    writeText(copy, frame, 0);
    return copy;
  }
  const copy = allocateBytes(frame.byteLength);
  copy.set(frame);
  return copy;
}

/** The position in the block with room for this many bytes. */
function reserve(size: number): number {
  if (used + size > block.length) {
    block = allocateBytes(size < LARGER_FRAME_BYTES ? BLOCK_BYTES : ROOMY_BLOCK_BYTES);
    used = 0;
  }
  return used;
}

function write(frame: string | Uint8Array, start: number): number {
  if (typeof frame === 'string') used = start + writeText(block, frame, start);
  else {
    block.set(frame, start);
    used = start + frame.byteLength;
  }
  return used;
}

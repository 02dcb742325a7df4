import { headerLength, LONG_HEADER_BYTES, writeHeader } from './frame.js';
import type { FrameOutput, Taken } from './framing.js';
import { acquireSlab } from './slab-pool.js';

/** Larger bodies are passed on without a copy; copying a smaller one costs less than one more piece to write. */
const MAX_COPIED_BYTES = 16_384;
/** The longest text whose characters are written one by one, which is faster as long as they are ASCII. */
const MAX_SHORT_TEXT_CHARACTERS = 24;
const NOTHING = Buffer.alloc(0);

/** A message of which a large body is written from where it lies, in a buffer that belongs to the application. */
interface BorrowingMessage {
  /** Its pieces: from this one … */
  readonly from: number;
  /** … to the one before this one. */
  readonly to: number;
}

/**
 * Makes bytes for a peer out of frames (RFC 37, "Framing"), after the handshake; sans I/O. It does not know what frames
 * mean: see {@link MessageEncoder}.
 *
 * Small frames are written one after the other into a slab, which `take` hands over; who writes them out gives the slabs
 * back to the pool:
 *
 *     slab   | in a piece | not in a piece yet |      |
 *            0            └ #start             └ #end
 *
 * The frames of a message are taken as a whole or not at all. A message with a large body, which is not copied, has pieces
 * of its own, so that `take` can leave it out if the body can no longer be read.
 */
export class FrameWriter implements FrameOutput {
  #slab: Buffer = NOTHING;
  #start = 0;
  #end = 0;
  // What goes before the slab: full slabs, and large bodies.
  #pieces: Buffer[] = [];
  #piecesLength = 0;
  // The slabs that the pieces lie in.
  #slabs: Buffer[] = [];
  #borrowing: BorrowingMessage[] = [];

  /** Bytes that wait to be taken. */
  get pendingBytes(): number {
    return this.#piecesLength + this.#end - this.#start;
  }

  /** Whether a large body waits that lies in a buffer of the application. */
  get borrows(): boolean {
    return this.#borrowing.length > 0;
  }

  text(flags: number, text: string): void {
    const length = text.length;
    if (length > MAX_COPIED_BYTES / 3) return this.#frame(flags, Buffer.from(text));
    const room = this.#slab.length - this.#end - LONG_HEADER_BYTES;
    if (room < 3 * length) this.#reserve(LONG_HEADER_BYTES + Buffer.byteLength(text));
    const slab = this.#slab;
    const header = this.#end;
    // The text is written first, behind the header that it will most likely have, as that costs less than asking for
    // its length.
    const start = header + headerLength(length);
    const end = length <= MAX_SHORT_TEXT_CHARACTERS ? writeShort(slab, start, text) : start + slab.write(text, start);
    const size = end - start;
    const body = header + headerLength(size);
    if (body !== start) slab.copyWithin(body, start, end);
    writeHeader(slab, header, flags, size);
    this.#end = body + size;
  }

  bytes(flags: number, body: Uint8Array, owned = false): void {
    const size = body.length;
    // A small frame counts as written only when all of it is.
    if (size <= MAX_COPIED_BYTES) this.#copied(flags, body, size);
    else this.#whole(flags, body, undefined, !owned);
  }

  frames(flags: number, frames: readonly (string | Uint8Array)[], owned = false): void {
    this.#whole(flags, undefined, frames, !owned && frames.some(isLarge));
  }

  /** Hands over everything written so far, to be written in one go. */
  take(): Taken {
    this.#closePiece();
    this.#retireSlab();
    const unreadable = this.#borrowing.length === 0 ? 0 : this.#leaveOutUnreadable();
    const taken = { pieces: this.#pieces, slabs: this.#slabs, unreadable };
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#slabs = [];
    return taken;
  }

  /** Writes one large frame, or several frames; if that fails, all is as it was before. */
  #whole(
    flags: number,
    body: Uint8Array | undefined,
    frames: readonly (string | Uint8Array)[] | undefined,
    borrows: boolean,
  ): void {
    if (borrows) this.#closePiece();
    const pieces = this.#pieces.length;
    const piecesLength = this.#piecesLength;
    const slabs = this.#slabs.length;
    const slab = this.#slab;
    const start = this.#start;
    const end = this.#end;
    try {
      if (body !== undefined) this.#frame(flags, body);
      if (frames !== undefined) this.#each(flags, frames);
    } catch (error) {
      this.#pieces.length = pieces;
      this.#piecesLength = piecesLength;
      this.#slabs.length = slabs;
      this.#slab = slab;
      this.#start = start;
      this.#end = end;
      throw error;
    }
    if (!borrows) return;
    this.#closePiece();
    this.#borrowing.push({ from: pieces, to: this.#pieces.length });
  }

  #each(flags: number, frames: readonly (string | Uint8Array)[]): void {
    const last = frames.length - 1;
    for (let index = 0; index <= last; index++) {
      const frame = frames[index] as string | Uint8Array;
      const own = index === last ? 0 : flags;
      if (typeof frame === 'string') this.text(own, frame);
      else this.#frame(own, frame);
    }
  }

  /** Takes out the pieces of messages whose bodies have gone. @returns how many messages that are. */
  #leaveOutUnreadable(): number {
    const borrowing = this.#borrowing;
    this.#borrowing = [];
    let unreadable = 0;
    // From the end, so that the places of those before stay what they are.
    for (let index = borrowing.length - 1; index >= 0; index--) {
      const { from, to } = borrowing[index] as BorrowingMessage;
      let piece = from;
      while (piece < to && isThere(this.#pieces[piece] as Buffer)) piece++;
      if (piece === to) continue;
      this.#pieces.splice(from, to - from);
      unreadable++;
    }
    return unreadable;
  }

  #frame(flags: number, body: Uint8Array): void {
    const size = body.length;
    if (size <= MAX_COPIED_BYTES) return this.#copied(flags, body, size);
    const piece = pieceOf(body, size);
    this.#reserve(LONG_HEADER_BYTES);
    this.#end = writeHeader(this.#slab, this.#end, flags, size);
    this.#closePiece();
    this.#pieces.push(piece);
    this.#piecesLength += size;
  }

  #copied(flags: number, body: Uint8Array, size: number): void {
    this.#reserve(LONG_HEADER_BYTES + size);
    const start = writeHeader(this.#slab, this.#end, flags, size);
    this.#slab.set(body, start);
    this.#end = start + size;
  }

  #reserve(length: number): void {
    if (this.#slab.length - this.#end >= length) return;
    this.#closePiece();
    this.#retireSlab();
    this.#slab = acquireSlab(length, this.#piecesLength);
  }

  #closePiece(): void {
    if (this.#end === this.#start) return;
    const length = this.#end - this.#start;
    this.#pieces.push(this.#slab.subarray(this.#start, this.#end));
    this.#piecesLength += length;
    this.#start = this.#end;
  }

  #retireSlab(): void {
    if (this.#slab.length === 0) return;
    this.#slabs.push(this.#slab);
    this.#slab = NOTHING;
    this.#start = 0;
    this.#end = 0;
  }
}

/**
 * Whether the buffer of a piece has not been detached. Asked for its length, a piece may give the one that it had: see
 * `isReadable`.
 */
function isThere(piece: Buffer): boolean {
  try {
    return new Uint8Array(piece.buffer, 0, 0).length === 0;
  } catch {
    return false;
  }
}

/** The bytes of a large body, where they lie. A buffer that can change its size could do so under a system call. */
function pieceOf(body: Uint8Array, size: number): Buffer {
  const { buffer } = body;
  const resizable = (buffer as { resizable?: boolean }).resizable === true;
  return resizable ? Buffer.from(body) : Buffer.from(buffer, body.byteOffset, size);
}

/** Writes text of a few characters; returns where it ends. */
function writeShort(slab: Buffer, start: number, text: string): number {
  const length = text.length;
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return start + slab.write(text, start);
    slab[start + index] = code;
  }
  return start + length;
}

function isLarge(frame: string | Uint8Array): boolean {
  return typeof frame !== 'string' && frame.length > MAX_COPIED_BYTES;
}

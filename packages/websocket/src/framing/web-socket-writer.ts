import type { FrameOutput, Taken } from '@zeromq-ts/transports/internal';
import { acquireSlab, COMMAND, MORE } from '@zeromq-ts/transports/internal';
import { applyMask, maskAround, newMask, wordsOf, writeMask } from './mask.js';
import {
  BINARY,
  FIN,
  LONG,
  MASKED,
  MAX_HEADER_BYTES,
  MAX_MEDIUM_BYTES,
  MAX_SHORT_BYTES,
  MEDIUM,
  PING,
  PONG,
  ZWS_COMMAND,
  ZWS_MORE,
} from './opcodes.js';

/** The longest text, in characters, that is measured by writing it. */
const MAX_QUICK_TEXT = 16_384 / 3;
/** Bodies of this size are written across slabs, as far as they fit into those of the pool. */
const MIN_SPREAD_BYTES = 32_768;
const MAX_SPREAD_BYTES = 524_288;
const NOTHING = Buffer.alloc(0);
const NO_WORDS = new Int32Array(0);
/** The header, and the byte of the flags. */
const MAX_OVERHEAD_BYTES = MAX_HEADER_BYTES + 1;

/**
 * Makes bytes for a peer out of frames (RFC 45, "Framing"), after the upgrade; sans I/O. Each frame is one binary message
 * in one WebSocket frame: nothing is ever fragmented. All is copied into slabs, as a client has to mask it.
 */
export class WebSocketWriter implements FrameOutput {
  readonly #masked: boolean;
  #slab: Buffer = NOTHING;
  /** Those of the slab, for masks. */
  #words: Int32Array = NO_WORDS;
  #start = 0;
  #end = 0;
  #pieces: Buffer[] = [];
  #piecesLength = 0;
  #slabs: Buffer[] = [];

  /** @param masked - Whether this side is the client. */
  constructor(masked: boolean) {
    this.#masked = masked;
  }

  /** Nothing that is written lies in a buffer of the application. */
  readonly borrows = false;

  get pendingBytes(): number {
    return this.#piecesLength + this.#end - this.#start;
  }

  text(flags: number, text: string): void {
    const { length } = text;
    if (length > MAX_QUICK_TEXT) return this.#frame(flags, Buffer.from(text));
    this.#reserve(MAX_OVERHEAD_BYTES + 3 * length);
    const slab = this.#slab;
    const header = this.#end;
    // Written behind the header that it will most likely have: that costs less than asking for its length.
    const guess = header + overheadOf(length, this.#masked);
    const size = writeText(slab, guess, text, length);
    const body = header + overheadOf(size, this.#masked);
    if (body !== guess) slab.copyWithin(body, guess, guess + size);
    this.#close(flags, header, body, size);
  }

  bytes(flags: number, body: Uint8Array): void {
    this.#frame(flags, body);
  }

  /** All frames or none: what has been written of them is taken back when one cannot be read. */
  frames(flags: number, frames: readonly (string | Uint8Array)[]): void {
    const pieces = this.#pieces.length;
    const piecesLength = this.#piecesLength;
    const slabs = this.#slabs.length;
    const slab = this.#slab;
    const start = this.#start;
    const end = this.#end;
    try {
      const last = frames.length - 1;
      for (let index = 0; index <= last; index++) {
        const frame = frames[index] as string | Uint8Array;
        const own = index === last ? 0 : flags;
        if (typeof frame === 'string') this.text(own, frame);
        else this.#frame(own, frame);
      }
    } catch (error) {
      this.#pieces.length = pieces;
      this.#piecesLength = piecesLength;
      this.#slabs.length = slabs;
      this.#useSlab(slab);
      this.#start = start;
      this.#end = end;
      throw error;
    }
  }

  ping(): void {
    this.control(PING, NOTHING);
  }

  pong(context: Uint8Array): void {
    this.control(PONG, context);
  }

  /** A control frame. @param payload - At most 125 bytes. */
  control(opcode: number, payload: Uint8Array): void {
    const size = payload.length;
    this.#reserve(MAX_OVERHEAD_BYTES + size);
    const mask = this.#masked ? newMask() : 0;
    const start = this.#header(opcode, this.#end, size, mask);
    this.#slab.set(payload, start);
    if (this.#masked) applyMask(this.#slab, start, start + size, mask, 0);
    this.#end = start + size;
  }

  take(): Taken {
    this.#closePiece();
    this.#retireSlab();
    const taken = { pieces: this.#pieces, slabs: this.#slabs, unreadable: 0 };
    this.#pieces = [];
    this.#piecesLength = 0;
    this.#slabs = [];
    return taken;
  }

  #frame(flags: number, bytes: Uint8Array): void {
    const size = bytes.length;
    if (size >= MIN_SPREAD_BYTES && size <= MAX_SPREAD_BYTES) return this.#spread(flags, bytes);
    this.#reserve(MAX_OVERHEAD_BYTES + size);
    const header = this.#end;
    const body = header + overheadOf(size, this.#masked);
    this.#slab.set(bytes, body);
    this.#close(flags, header, body, size);
  }

  /** One frame in as many slabs as it needs: of the pool, they cost nothing, and a larger one would be new each time. */
  #spread(flags: number, bytes: Uint8Array): void {
    const size = bytes.length;
    this.#reserve(MAX_OVERHEAD_BYTES);
    const mask = this.#masked ? newMask() : 0;
    const start = this.#header(BINARY, this.#end, size + 1, mask);
    this.#slab[start] = zwsFlags(flags);
    if (this.#masked) applyMask(this.#slab, start, start + 1, mask, 0);
    this.#end = start + 1;
    for (let at = 0; at < size;) {
      this.#reserve(1);
      const slab = this.#slab;
      const from = this.#end;
      const count = Math.min(size - at, slab.length - from);
      slab.set(bytes.subarray(at, at + count), from);
      if (this.#masked) applyMask(slab, from, from + count, mask, at + 1);
      this.#end = from + count;
      at += count;
    }
  }

  /** Puts header and flags before a body that is written, and masks it. */
  #close(flags: number, header: number, body: number, size: number): void {
    const start = body - 1;
    const end = body + size;
    this.#slab[start] = zwsFlags(flags);
    let mask = 0;
    if (this.#masked) {
      mask = newMask();
      // Before the header is written: up to three bytes on each side are spoilt.
      if ((end + 3) >>> 2 <= this.#words.length) maskAround(this.#words, start, end, mask);
      else applyMask(this.#slab, start, end, mask, 0);
    }
    this.#header(BINARY, header, size + 1, mask);
    this.#end = end;
  }

  /** @returns where the payload begins. */
  #header(opcode: number, at: number, size: number, mask: number): number {
    const slab = this.#slab;
    const masked = this.#masked ? MASKED : 0;
    slab[at] = FIN | opcode;
    let next = at + 2;
    if (size <= MAX_SHORT_BYTES) {
      slab[at + 1] = masked | size;
    } else if (size <= MAX_MEDIUM_BYTES) {
      slab[at + 1] = masked | MEDIUM;
      slab[next] = size >>> 8;
      slab[next + 1] = size;
      next += 2;
    } else {
      slab[at + 1] = masked | LONG;
      slab.writeUInt32BE(Math.floor(size / 0x1_0000_0000), next);
      slab.writeUInt32BE(size >>> 0, next + 4);
      next += 8;
    }
    return this.#masked ? writeMask(mask, slab, next) : next;
  }

  #reserve(length: number): void {
    if (this.#slab.length - this.#end >= length) return;
    this.#closePiece();
    this.#retireSlab();
    this.#useSlab(acquireSlab(length, this.#piecesLength));
  }

  #closePiece(): void {
    if (this.#end === this.#start) return;
    this.#pieces.push(this.#slab.subarray(this.#start, this.#end));
    this.#piecesLength += this.#end - this.#start;
    this.#start = this.#end;
  }

  #retireSlab(): void {
    if (this.#slab.length === 0) return;
    this.#slabs.push(this.#slab);
    this.#useSlab(NOTHING);
    this.#start = 0;
    this.#end = 0;
  }

  #useSlab(slab: Buffer): void {
    this.#slab = slab;
    if (this.#masked) this.#words = slab.length === 0 ? NO_WORDS : wordsOf(slab);
  }
}

/** Flags of RFC 37 as RFC 45 has them. */
function zwsFlags(flags: number): number {
  return flags === 0 ? 0 : flags === MORE ? ZWS_MORE : flags === COMMAND ? ZWS_COMMAND : flags;
}

/** What stands before a body: the header of a payload that has one byte more, and that byte. */
function overheadOf(body: number, masked: boolean): number {
  const size = body + 1;
  return (size <= MAX_SHORT_BYTES ? 3 : size <= MAX_MEDIUM_BYTES ? 5 : 11) + (masked ? 4 : 0);
}

/** The longest text whose characters are written one by one, which is faster as long as they are ASCII. */
const MAX_SHORT_TEXT_CHARACTERS = 24;

/** @returns how many bytes it took. */
function writeText(slab: Buffer, start: number, text: string, length: number): number {
  if (length > MAX_SHORT_TEXT_CHARACTERS) return slab.write(text, start);
  for (let index = 0; index < length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) return slab.write(text, start);
    slab[start + index] = code;
  }
  return length;
}

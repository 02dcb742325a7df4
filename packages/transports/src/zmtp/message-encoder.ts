import type { Outgoing, PeerCommand } from '@zeromq-ts/core/spi';
import { CANCEL, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { errorCommand } from './command.js';
import { COMMAND, headerLength, LONG_HEADER, MORE, writeHeader } from './frame.js';
import type { TrafficSeal } from './mechanism.js';
import { takeSlab } from './slab-pool.js';

export interface EncoderOptions {
  /** The minor version to speak: peers of 3.0 get subscriptions as messages, and no PING. */
  readonly minor: number;
  /** How the traffic is sealed, if it is. */
  readonly seal?: TrafficSeal | undefined;
}

/** Bodies of more octets are handed over as they are; copying a smaller one costs less than one more piece to write. */
const LARGEST_COPIED = 16_384;
/** Text of at most so many characters is written one by one, which is faster as long as they are ASCII. */
const SHORT_TEXT = 24;
const LONGEST_TIME_TO_LIVE = 0xffff;
const NOTHING = Buffer.alloc(0);

const PING = Buffer.from('\x04PING', 'latin1');
const PONG = Buffer.from('\x04PONG', 'latin1');
const ERROR = Buffer.from('\x05ERROR', 'latin1');
/** The beginnings of commands, by their names: the length of the name, and the name. */
const prefixes = new Map<string, Buffer>();

function prefixOf(name: string): Buffer {
  let prefix = prefixes.get(name);
  if (prefix === undefined) {
    prefix = Buffer.from(`${String.fromCharCode(name.length)}${name}`, 'latin1');
    prefixes.set(name, prefix);
  }
  return prefix;
}

const SUBSCRIBE_MESSAGE = Buffer.of(1);
const CANCEL_MESSAGE = Buffer.of(0);

/** What has been encoded. */
export interface Taken {
  /** In the order in which they are to be written. */
  readonly pieces: readonly Buffer[];
  /** The slabs that small frames among them lie in: for the pool, once all is written. */
  readonly slabs: Buffer[];
  /** Messages that are not among the pieces: a buffer of theirs was detached or shrunk after they were encoded. */
  readonly unreadable: number;
}

/** A message of which a large body is written from where it lies, in a buffer that belongs to the application. */
interface BorrowingMessage {
  /** Its pieces: from this one … */
  readonly from: number;
  /** … to the one before this one. */
  readonly to: number;
}

/**
 * Makes octets for a peer out of messages and commands, after the handshake; sans I/O.
 *
 * Small frames are written one after the other into a slab, which `take` hands over; whoever writes them out
 * gives the slabs back to the pool:
 *
 *     slab   | in a piece | not in a piece yet |      |
 *            0            └ #start             └ #end
 *
 * A message is encoded as a whole or not at all. One with a large body, which is not copied, has pieces of its own, so
 * that `take` can leave it out if the body is not there any more.
 */
export class MessageEncoder {
  readonly #minor: number;
  readonly #seal: TrafficSeal | undefined;
  #slab: Buffer = NOTHING;
  #start = 0;
  #end = 0;
  // What goes before the slab: full slabs, and large bodies.
  #pieces: Buffer[] = [];
  #piecesLength = 0;
  // The slabs that the pieces lie in.
  #slabs: Buffer[] = [];
  #borrowing: BorrowingMessage[] = [];

  constructor(options: EncoderOptions) {
    this.#minor = options.minor;
    this.#seal = options.seal;
  }

  /** Octets that wait to be taken. */
  get pendingBytes(): number {
    return this.#piecesLength + this.#end - this.#start;
  }

  /** Whether a large body waits that lies in a buffer of the application. */
  get borrows(): boolean {
    return this.#borrowing.length > 0;
  }

  /**
   * Encodes a message. A large body is not copied: nobody may write to it before it has been written out.
   *
   * @throws when a frame cannot be encoded. Nothing of the message is encoded then.
   */
  message(message: Outgoing): void {
    // One small frame counts as encoded only when all of it is.
    if (typeof message === 'string') return this.#text(0, message);
    if (message instanceof Uint8Array) {
      if (this.#seal !== undefined) return this.#body(0, message);
      const size = message.length;
      if (size <= LARGEST_COPIED) return this.#copied(0, message, size);
    }
    this.#whole(message);
  }

  /** A peer of 3.0 is told of subscriptions by messages, and of nothing else: it does not know the commands. */
  command({ name, data }: PeerCommand): void {
    if (this.#minor > 0) return this.#prefixed(COMMAND, prefixOf(name), data);
    if (name === SUBSCRIBE) this.#prefixed(0, SUBSCRIBE_MESSAGE, data);
    else if (name === CANCEL) this.#prefixed(0, CANCEL_MESSAGE, data);
  }

  /**
   * Nothing is sent to a peer of 3.0, which does not know the command.
   *
   * @param timeToLive Milliseconds, rounded down to tenths of a second. @param context At most 16 octets.
   */
  ping(timeToLive: number, context: Uint8Array): void {
    if (this.#minor === 0) return;
    const tenths = Math.min(Math.floor(timeToLive / 100), LONGEST_TIME_TO_LIVE);
    this.#prefixed(COMMAND, PING, Buffer.concat([Buffer.of(tenths >>> 8, tenths), context]));
  }

  /** @param context That of the PING. */
  pong(context: Uint8Array): void {
    this.#prefixed(COMMAND, PONG, context);
  }

  /** @param reason At most 255 printable characters; others are replaced. */
  error(reason: string): void {
    this.#prefixed(COMMAND, ERROR, errorCommand(reason).data);
  }

  /** Hands over everything encoded so far, to be written in one go. */
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

  /** Encodes a message of several frames, or with a large body; if that fails, all is as it was before. */
  #whole(message: Uint8Array | readonly (string | Uint8Array)[]): void {
    const borrows = this.#borrowsFrom(message);
    if (borrows) this.#closePiece();
    const pieces = this.#pieces.length;
    const piecesLength = this.#piecesLength;
    const slabs = this.#slabs.length;
    const slab = this.#slab;
    const start = this.#start;
    const end = this.#end;
    try {
      if (message instanceof Uint8Array) this.#body(0, message);
      else this.#frames(message);
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

  #frames(frames: readonly (string | Uint8Array)[]): void {
    const last = frames.length - 1;
    for (let index = 0; index <= last; index++) {
      const frame = frames[index] as string | Uint8Array;
      const flags = index === last ? 0 : MORE;
      if (typeof frame === 'string') this.#text(flags, frame);
      else this.#body(flags, frame);
    }
  }

  #borrowsFrom(message: Uint8Array | readonly (string | Uint8Array)[]): boolean {
    if (message instanceof Uint8Array) return this.#isBorrowed(message);
    for (let index = 0; index < message.length; index++) {
      const frame = message[index] as string | Uint8Array;
      if (typeof frame !== 'string' && this.#isBorrowed(frame)) return true;
    }
    return false;
  }

  /** Whether a body is written from where it lies. A sealed one is not: what is written is the box. */
  #isBorrowed(body: Uint8Array): boolean {
    return body.length > LARGEST_COPIED && this.#seal === undefined;
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

  #text(flags: number, text: string): void {
    const length = text.length;
    if (this.#seal !== undefined || length > LARGEST_COPIED / 3) return this.#body(flags, Buffer.from(text));
    const room = this.#slab.length - this.#end - LONG_HEADER;
    if (room < 3 * length) this.#reserve(LONG_HEADER + Buffer.byteLength(text));
    const slab = this.#slab;
    const header = this.#end;
    // The text is written first, behind the header that it will most likely have, as that costs less than asking for
    // its length.
    const start = header + headerLength(length);
    const end = length <= SHORT_TEXT ? writeShort(slab, start, text) : start + slab.write(text, start);
    const size = end - start;
    const body = header + headerLength(size);
    if (body !== start) slab.copyWithin(body, start, end);
    writeHeader(slab, header, flags, size);
    this.#end = body + size;
  }

  #body(flags: number, body: Uint8Array): void {
    if (this.#seal === undefined) return this.#frame(flags, body);
    this.#frame(0, this.#seal.seal(flags, body));
  }

  #frame(flags: number, body: Uint8Array): void {
    const size = body.length;
    if (size <= LARGEST_COPIED) return this.#copied(flags, body, size);
    const piece = pieceOf(body, size);
    this.#reserve(LONG_HEADER);
    this.#end = writeHeader(this.#slab, this.#end, flags, size);
    this.#closePiece();
    this.#pieces.push(piece);
    this.#piecesLength += size;
  }

  #copied(flags: number, body: Uint8Array, size: number): void {
    this.#reserve(LONG_HEADER + size);
    const start = writeHeader(this.#slab, this.#end, flags, size);
    this.#slab.set(body, start);
    this.#end = start + size;
  }

  #prefixed(flags: number, prefix: Uint8Array, data: Uint8Array): void {
    this.#body(flags, Buffer.concat([prefix, data]));
  }

  #reserve(length: number): void {
    if (this.#slab.length - this.#end >= length) return;
    this.#closePiece();
    this.#retireSlab();
    this.#slab = takeSlab(length, this.#piecesLength);
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

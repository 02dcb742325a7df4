import { MAX_SHARED_FRAME_BYTES } from '@zeromq-ts/core/spi';
import {
  checkFlags,
  COMMAND,
  LONG,
  LONG_HEADER_BYTES,
  MAX_BYTES,
  readLongSize,
  SHORT_HEADER_BYTES,
  tooLarge,
} from './frame.js';
import { BodyBuffer } from './body-buffer.js';
import type { FrameEvents, FrameSource } from './framing.js';
import { ProtocolError } from './protocol-error.js';

/** Small bodies lie together in blocks, so that one that is kept keeps no more than this alive. */
const BLOCK_BYTES = 5_120;
/** Where bodies are larger, blocks are, too: making one costs as much as copying some thousand bytes. */
const ROOMY_BLOCK_BYTES = 16_384;
/** From this many bytes on, on average, bodies count as larger. */
const LARGER_BODY_BYTES = 512;
/** A larger body has a buffer of its own. */
const MAX_SMALL_BODY_BYTES = MAX_SHARED_FRAME_BYTES;
const MAX_SMALL_FRAME_BYTES = LONG_HEADER_BYTES + MAX_SMALL_BODY_BYTES;
/** A block with less room than this is given up when a frame begins. */
const MIN_ROOM_BYTES = 64;

/** A body of which less is missing, or less has a place yet, is read together with what follows it. */
const MIN_IN_PLACE_BYTES = 4_096;
/** As much memory is allocated at once for a body of a peer that has sent as large a one before. */
const MAX_PROVEN_BYTES = 4_194_304;

const NOTHING = Buffer.alloc(0);

/**
 * Takes the bytes of a peer apart into frames (RFC 37, "Framing"), after its handshake; sans I/O. It does not know what
 * frames mean: see {@link MessageAssembler}.
 *
 * Bytes are copied into a block first and taken apart there, so that it makes no difference where chunks begin and end,
 * and bodies are parts of the block:
 *
 *     block   | frame | frame | fra…              |
 *             0         #read ┘   └ #write        BLOCK_BYTES
 *
 * A frame that no longer fits moves on to the next block. Large bodies are gathered on their own.
 */
export class FrameReader implements FrameSource {
  readonly #events: FrameEvents;
  readonly #mayGoOn: () => boolean;
  readonly #limit: number;

  #block: Buffer = NOTHING;
  // Small frames that were taken out of the block, and the bytes of their bodies.
  #taken = 0;
  #takenBytes = 0;
  #read = 0;
  #write = 0;
  #large: BodyBuffer | undefined;
  /** The size of the largest body that has been received whole. */
  #proven = 0;

  #stopped = false;
  // What was received after the stop.
  #held: Buffer[] = [];
  #busy = false;
  #failure: Error | undefined;

  /**
   * @param limit - The largest body to accept, in bytes.
   * @param mayGoOn - Called after each block of some KiB; returns false to stop: no frame follows before `resume`.
   */
  constructor(limit: number, events: FrameEvents, mayGoOn: () => boolean) {
    this.#events = events;
    this.#mayGoOn = mayGoOn;
    this.#limit = Math.min(limit, MAX_BYTES);
  }

  /** Whether the peer is in the middle of a frame. */
  get midFrame(): boolean {
    return this.#read !== this.#write || this.#large !== undefined;
  }

  /** Whether nothing more is taken, after an error or `abandon`. */
  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** How much has been received of a large body that is not whole yet, in bytes. */
  get gatheredBytes(): number {
    const large = this.#large;
    return large === undefined ? 0 : large.size - large.missing;
  }

  /**
   * Takes bytes of the peer. Nothing of the chunk is kept: it may be written to again.
   *
   * @returns false after a stop; the rest waits for `resume`.
   * @throws ProtocolError when the connection has to be closed.
   */
  push(chunk: Buffer): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#busy) throw new Error('push was called from within the sink: pass one chunk after the other.');
    if (this.#stopped) {
      if (chunk.length > 0) this.#held.push(Buffer.from(chunk));
      return false;
    }
    const taken = this.#decode(chunk);
    if (taken < chunk.length) this.#held.push(Buffer.from(chunk.subarray(taken)));
    return !this.#stopped;
  }

  /** Where the next bytes of the peer are best written to; `undefined`: anywhere, for `push`. */
  get destination(): Buffer | undefined {
    const large = this.#large;
    if (large === undefined || this.#stopped) return undefined;
    const { room } = large;
    return room.length < MIN_IN_PLACE_BYTES ? undefined : room;
  }

  /**
   * This number of bytes of the peer has been written to the destination.
   *
   * @returns false after a stop. @throws ProtocolError when the connection has to be closed.
   */
  arrived(count: number): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    this.#large?.filled(count);
    this.#decode(NOTHING);
    return !this.#stopped;
  }

  /** Stops after the frame under way, as when an event returns false: for events to call. */
  stop(): void {
    this.#stopped = true;
  }

  /** Goes on with the bytes that are kept. @returns false after another stop. */
  resume(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    this.#stopped = false;
    if (this.#busy) return true;
    this.#decode(NOTHING);
    while (!this.#stopped) {
      const chunk = this.#held[0];
      if (chunk === undefined) return true;
      const taken = this.#decode(chunk);
      if (taken < chunk.length) this.#held[0] = chunk.subarray(taken);
      else this.#held.shift();
    }
    return false;
  }

  /** Releases everything that has been received. Nothing more is taken. */
  abandon(): void {
    this.#failure ??= new ProtocolError('The connection is over.');
    this.#block = NOTHING;
    this.#read = this.#write = 0;
    this.#large = undefined;
    this.#held = [];
  }

  /** @returns how much of the chunk was taken: less than all after a stop. */
  #decode(chunk: Buffer): number {
    this.#busy = true;
    try {
      let at = 0;
      for (;;) {
        const large = this.#large;
        if (large !== undefined) {
          at += large.add(chunk, at, chunk.length);
          if (large.missing > 0) return at;
          this.#gathered(large);
        }
        if (!this.#stopped) this.#parseBlock();
        if (this.#stopped || at === chunk.length) return at;
        if (at > 0 && !this.#mayGoOn()) {
          this.#stopped = true;
          return at;
        }
        if (this.#large === undefined) at = this.#fill(chunk, at);
      }
    } catch (error) {
      this.#failure = error as Error;
      this.abandon();
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  /** Copies as much into the block as it has room for, unless a large body begins here. @returns how far it came. */
  #fill(chunk: Buffer, at: number): number {
    const partial = this.#write - this.#read;
    if (partial === 0) {
      const body = this.#beginLarge(chunk, at, chunk.length);
      if (body !== at) return body;
    }
    if (this.#block.length - this.#read < (partial === 0 ? MIN_ROOM_BYTES : MAX_SMALL_FRAME_BYTES)) {
      const roomy = this.#taken * LARGER_BODY_BYTES < this.#takenBytes;
      const next = Buffer.allocUnsafeSlow(roomy ? ROOMY_BLOCK_BYTES : BLOCK_BYTES);
      this.#taken = 0;
      this.#takenBytes = 0;
      this.#block.copy(next, 0, this.#read, this.#write);
      this.#block = next;
      this.#read = 0;
      this.#write = partial;
    }
    const end = Math.min(at + this.#block.length - this.#write, chunk.length);
    chunk.copy(this.#block, this.#write, at, end);
    this.#write += end - at;
    return end;
  }

  /** Begins to gather a large body if one begins here. @returns where it does, or `at`. */
  #beginLarge(bytes: Buffer, at: number, end: number): number {
    if (end - at < LONG_HEADER_BYTES) return at;
    const flags = bytes[at] as number;
    if ((flags & LONG) === 0) return at;
    checkFlags(flags);
    const size = readLongSize(bytes, at + 1);
    if (size > this.#limit) throw tooLarge(size, this.#limit);
    if (size <= MAX_SMALL_BODY_BYTES) return at;
    this.#events.frameBegins(size);
    const start = at + LONG_HEADER_BYTES;
    this.#large = new BodyBuffer(flags, size, end - start, this.#proven);
    return start;
  }

  /** Takes the frames apart that are whole, and takes a large body out of the block. The hottest loop there is. */
  #parseBlock(): void {
    const block = this.#block;
    const end = this.#write;
    const limit = this.#limit;
    const events = this.#events;
    let taken = 0;
    let takenBytes = 0;
    let at = this.#read;
    while (at < end && !this.#stopped) {
      const flags = block[at] as number;
      if (flags > COMMAND) checkFlags(flags);
      let start = at + SHORT_HEADER_BYTES;
      if (start > end) break;
      let size = block[at + 1] as number;
      if ((flags & LONG) !== 0) {
        start = at + LONG_HEADER_BYTES;
        if (start > end) break;
        size = readLongSize(block, at + 1);
      }
      if (size > limit) throw tooLarge(size, limit);
      if (size > MAX_SMALL_BODY_BYTES) {
        this.#takeLarge(at, end);
        if (this.#large !== undefined) break;
        at = this.#read;
        continue;
      }
      const next = start + size;
      if (next > end) break;
      this.#read = at = next;
      taken++;
      takenBytes += size;
      if (!events.frame(flags & ~LONG, block, start, next)) this.#stopped = true;
    }
    this.#taken += taken;
    this.#takenBytes += takenBytes;
  }

  /** Takes a large body, or its beginning, out of the block. */
  #takeLarge(at: number, end: number): void {
    const start = this.#beginLarge(this.#block, at, end);
    const large = this.#large as unknown as BodyBuffer;
    this.#read = start + large.add(this.#block, start, end);
    if (large.missing > 0) return;
    this.#gathered(large);
  }

  #gathered(large: BodyBuffer): void {
    this.#large = undefined;
    if (large.size > this.#proven) this.#proven = Math.min(large.size, MAX_PROVEN_BYTES);
    if (!this.#events.frame(large.flags & ~LONG, large.bytes, 0, large.size)) this.#stopped = true;
  }
}

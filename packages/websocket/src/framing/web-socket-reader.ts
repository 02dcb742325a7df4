import type { FrameEvents, FrameSource } from '@zeromq-ts/transports/internal';
import { COMMAND, MAX_BYTES, MORE } from '@zeromq-ts/transports/internal';
import { MAX_SHARED_FRAME_BYTES } from '@zeromq-ts/core/spi';
import {
  closeError,
  POLICY_VIOLATION,
  PROTOCOL_ERROR,
  readClose,
  TOO_BIG,
  UNSUPPORTED_DATA,
  WebSocketError,
} from './close-codes.js';
import { GatheredBody } from './gathered-body.js';
import { applyMask } from './mask.js';
import {
  BINARY,
  CLOSE,
  CONTINUATION,
  CONTROL,
  FIN,
  LENGTH,
  LONG,
  MASK_BYTES,
  MASKED,
  MAX_CONTROL_BYTES,
  MAX_HEADER_BYTES,
  MEDIUM,
  OPCODE,
  PING,
  RSV,
  TEXT,
  ZWS_COMMAND,
  ZWS_MORE,
} from './opcodes.js';

/** Small bodies lie together in blocks, so that one that is kept keeps no more than this alive. */
const BLOCK_BYTES = 5_120;
/** Where bodies are larger, blocks are, too. */
const ROOMY_BLOCK_BYTES = 16_384;
/** From this many bytes on, on average, bodies count as larger. */
const LARGER_BODY_BYTES = 512;
/** After this number of bytes, the sink is asked whether to continue. */
const SHARE_BYTES = 5_120;
/** A body of which less is missing is read together with what follows it. */
const MIN_IN_PLACE_BYTES = 4_096;
/** As much memory is allocated at once for a body of a peer that has sent as large a one before. */
const MAX_PROVEN_BYTES = 4_194_304;
/** The most fragments of a message: browsers make one of about 128 KiB, so these are 4 GiB, and a flood of tiny ones ends. */
const MAX_FRAGMENTS = 32_768;

const NOTHING = Buffer.alloc(0);
const NO_FLAGS = -1;

/**
 * Takes the bytes of a peer apart into frames, after the upgrade (RFC 6455, section 5; RFC 45, "Framing"); sans I/O. A
 * message is a frame; fragments are put together, and control frames may come between them.
 *
 * Small bodies are copied into a block and unmasked there; larger ones, and those that come in parts, have a buffer of
 * their own.
 */
export class WebSocketReader implements FrameSource {
  readonly #events: FrameEvents;
  readonly #mayGoOn: () => boolean;
  readonly #limit: number;
  readonly #masked: number;

  #block: Buffer = NOTHING;
  #blockEnd = 0;
  // Small bodies in the block.
  #taken = 0;

  // The header of a frame that came in parts.
  readonly #header = Buffer.alloc(MAX_HEADER_BYTES);
  #headerLength = 0;

  // The frame under way.
  #opcode = CONTINUATION;
  #inFrame = false;
  #fin = false;
  #remaining = 0;
  readonly #mask = new Uint8Array(MASK_BYTES);
  #phase = 0;

  // The message under way: it may have several frames.
  #inMessage = false;
  #flags = NO_FLAGS;
  #body: GatheredBody | undefined;
  #messageBytes = 0;
  #fragments = 0;

  // The payload of a control frame that came in parts.
  readonly #control = Buffer.alloc(MAX_CONTROL_BYTES);
  #controlLength = 0;

  /** The size of the largest body that has been received whole. */
  #proven = 0;
  #closed = false;
  /** The code that the peer has closed with, as it is to be answered; empty when there was none. */
  closedWith: Uint8Array | undefined;
  #stopped = false;
  // What was received after the stop.
  #held: Buffer[] = [];
  #busy = false;
  #failure: Error | undefined;

  /**
   * @param masked - Whether the peer is a client, and so has to mask.
   * @param limit - The largest body to accept, in bytes.
   * @param mayGoOn - Called after some KiB; returns false to stop: no frame follows before `resume`.
   */
  constructor(masked: boolean, limit: number, events: FrameEvents, mayGoOn: () => boolean) {
    this.#masked = masked ? MASKED : 0;
    this.#limit = Math.min(limit, MAX_BYTES);
    this.#events = events;
    this.#mayGoOn = mayGoOn;
  }

  get midFrame(): boolean {
    return !this.#closed && (this.#inFrame || this.#inMessage || this.#headerLength > 0);
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  get gatheredBytes(): number {
    return this.#body?.length ?? 0;
  }

  get destination(): Buffer | undefined {
    const body = this.#body;
    if (body === undefined || this.#stopped || !this.#inFrame || this.#flags === NO_FLAGS) return undefined;
    if ((this.#opcode & CONTROL) !== 0) return undefined;
    const room = body.room(this.#remaining);
    return room.length < MIN_IN_PLACE_BYTES ? undefined : room;
  }

  push(chunk: Buffer): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#busy) throw new Error('push was called from within the sink: pass one chunk after the other.');
    // What comes after CLOSE means nothing (RFC 6455, section 1.4).
    if (this.#closed) return !this.#stopped;
    if (this.#stopped) {
      if (chunk.length > 0) this.#held.push(Buffer.from(chunk));
      return false;
    }
    const taken = this.#decode(chunk);
    if (taken < chunk.length) this.#held.push(Buffer.from(chunk.subarray(taken)));
    return !this.#stopped;
  }

  arrived(count: number): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    const body = this.#body as GatheredBody;
    const start = body.length;
    body.length += count;
    this.#guarded(() => {
      this.#consumed(body, start, count);
      return this.#frames(NOTHING);
    });
    return !this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
  }

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

  /** Takes out what is kept since a stop: nothing of a frame has been taken apart by then. */
  takeHeld(): Buffer {
    return Buffer.concat(this.#held.splice(0));
  }

  /** The bytes that are kept since a stop, or of a frame. */
  get keptBytes(): number {
    return this.#held.reduce((sum, { length }) => sum + length, this.gatheredBytes);
  }

  abandon(): void {
    this.#failure ??= new WebSocketError(PROTOCOL_ERROR, 'The connection is over.');
    this.#block = NOTHING;
    this.#body = undefined;
    this.#held = [];
    this.#headerLength = 0;
  }

  /** @returns how much of the chunk was taken: less than all after a stop. */
  #decode(chunk: Buffer): number {
    return this.#guarded(() => this.#frames(chunk));
  }

  #guarded(decode: () => number): number {
    this.#busy = true;
    try {
      return decode();
    } catch (error) {
      this.#failure = error as Error;
      this.abandon();
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  #frames(chunk: Buffer): number {
    const end = chunk.length;
    let at = 0;
    let asked = 0;
    while (!this.#stopped) {
      if (this.#inFrame) {
        at = this.#payload(chunk, at, end);
        if (this.#inFrame) return at;
      } else if (at === end) {
        return at;
      } else {
        const start = this.#begin(chunk, at, end);
        if (start === at) return end;
        at = start;
      }
      if (this.#closed) return end;
      if (at - asked < SHARE_BYTES || at === end) continue;
      asked = at;
      if (!this.#mayGoOn()) this.#stopped = true;
    }
    return at;
  }

  /** Reads a header. @returns where the payload begins; `at` when the header has not come to its end. */
  #begin(chunk: Buffer, at: number, end: number): number {
    if (this.#headerLength === 0 && end - at >= 2) {
      const length = this.#headerSize(chunk[at + 1] as number);
      if (end - at >= length) {
        const start = at + length;
        this.#frameBegins(chunk, at, end - start);
        return this.#remaining <= end - start ? this.#quick(chunk, start) : start;
      }
    }
    const header = this.#header;
    let from = at;
    while (from < end) {
      header[this.#headerLength++] = chunk[from++] as number;
      if (this.#headerLength < 2 || this.#headerLength < this.#headerSize(header[1] as number)) continue;
      this.#headerLength = 0;
      this.#frameBegins(header, 0, end - from);
      return this.#remaining <= end - from ? this.#quick(chunk, from) : from;
    }
    return at;
  }

  #headerSize(second: number): number {
    const length = second & LENGTH;
    return 2 + (length === LONG ? 8 : length === MEDIUM ? 2 : 0) + ((second & MASKED) === 0 ? 0 : MASK_BYTES);
  }

  /** Takes a header, which is whole. @param atHand - How many bytes are there behind it. */
  #frameBegins(bytes: Buffer, at: number, atHand: number): void {
    const first = bytes[at] as number;
    const second = bytes[at + 1] as number;
    const opcode = first & OPCODE;
    if ((first & RSV) !== 0) throw broken('a frame with a reserved bit, though no extension was agreed on');
    if ((second & MASKED) !== this.#masked) {
      throw broken(this.#masked === 0 ? 'a masked frame, as only clients do' : 'a frame that is not masked');
    }
    let size = second & LENGTH;
    let next = at + 2;
    if (size === MEDIUM) {
      size = bytes.readUInt16BE(next);
      next += 2;
    } else if (size === LONG) {
      const high = bytes.readUInt32BE(next);
      if (high !== 0) throw this.#tooBig(bytes.readBigUInt64BE(next));
      size = bytes.readUInt32BE(next + 4);
      next += 8;
    }
    const fin = (first & FIN) !== 0;
    if ((opcode & CONTROL) !== 0) this.#controlBegins(opcode, fin, size);
    else this.#dataBegins(opcode, fin, size, atHand);
    if (this.#masked !== 0)
      for (let index = 0; index < MASK_BYTES; index++) this.#mask[index] = bytes[next + index] as number;
    this.#phase = 0;
    this.#opcode = opcode;
    this.#remaining = size;
    this.#inFrame = true;
  }

  #controlBegins(opcode: number, fin: boolean, size: number): void {
    if (opcode !== CLOSE && opcode !== PING && opcode !== PING + 1) throw broken(`a frame with the opcode ${opcode}`);
    if (!fin || size > MAX_CONTROL_BYTES) throw broken('a control frame that is fragmented, or of more than 125 bytes');
    this.#controlLength = 0;
  }

  #dataBegins(opcode: number, fin: boolean, size: number, atHand: number): void {
    if (opcode === TEXT) throw new WebSocketError(UNSUPPORTED_DATA, 'The peer sent text; a frame is a binary message.');
    if (opcode !== BINARY && opcode !== CONTINUATION) throw broken(`a frame with the opcode ${opcode}`);
    if ((opcode === CONTINUATION) !== this.#inMessage) {
      throw broken(this.#inMessage ? 'a message inside another one' : 'a fragment without a beginning');
    }
    if (opcode === BINARY) {
      this.#flags = NO_FLAGS;
      this.#messageBytes = 0;
      this.#fragments = 0;
      if (fin && size === 0) throw broken('an empty message, without the byte of its flags');
    }
    // The first byte of all is the flags.
    if (this.#messageBytes + size > this.#limit + 1) throw this.#tooBig(this.#messageBytes + size - 1);
    if (!fin || opcode === CONTINUATION) {
      this.#fragments++;
      if (this.#fragments > MAX_FRAGMENTS) {
        throw new WebSocketError(POLICY_VIOLATION, `The peer sent a message of more than ${MAX_FRAGMENTS} fragments.`);
      }
    }
    const isOneFrame = fin && opcode === BINARY;
    if (this.#messageBytes + size - 1 > MAX_SHARED_FRAME_BYTES) this.#events.frameBegins(this.#messageBytes + size - 1);
    // Its flags are not known yet: they are put in when they are read.
    if (isOneFrame && (size - 1 > MAX_SHARED_FRAME_BYTES || size > atHand)) {
      this.#body = new GatheredBody(0, size - 1, Math.min(atHand, size), this.#proven);
    } else if (!fin && opcode === BINARY) {
      this.#body = new GatheredBody(0, undefined, Math.min(atHand, size), 0);
    }
    this.#messageBytes += size;
    this.#fin = fin;
    this.#inMessage = !fin;
  }

  /** The usual case: the payload of a small message is there. @returns where it ends. */
  #quick(chunk: Buffer, start: number): number {
    const size = this.#remaining;
    if (this.#body !== undefined || (this.#opcode & CONTROL) !== 0 || !this.#fin || size === 0) return start;
    const flags = this.#checked(
      this.#masked === 0 ? (chunk[start] as number) : (chunk[start] as number) ^ (this.#mask[0] as number),
    );
    const body = size - 1;
    const at = this.#place(body);
    const block = this.#block;
    chunk.copy(block, at, start + 1, start + size);
    if (this.#masked !== 0) applyMask(block, at, at + body, this.#mask, 0, 1);
    this.#inFrame = false;
    this.#taken++;
    if (!this.#events.frame(flags, block, at, at + body)) this.#stopped = true;
    return start + size;
  }

  /** Makes room in the block, where words can be unmasked. @returns where. */
  #place(size: number): number {
    let at = (this.#blockEnd + 3) & ~3;
    if (this.#block.length - at < size || at === this.#block.length) {
      const roomy = this.#taken * LARGER_BODY_BYTES < this.#blockEnd || size > LARGER_BODY_BYTES;
      this.#block = Buffer.allocUnsafeSlow(roomy ? ROOMY_BLOCK_BYTES : BLOCK_BYTES);
      this.#taken = 0;
      at = 0;
    }
    this.#blockEnd = at + size;
    return at;
  }

  /** Takes what has come of a payload. @returns how far it came. */
  #payload(chunk: Buffer, start: number, end: number): number {
    if ((this.#opcode & CONTROL) !== 0) return this.#controlPayload(chunk, start, end);
    let at = start;
    if (this.#flags === NO_FLAGS && this.#remaining > 0) {
      if (at === end) return at;
      const first = chunk[at++] as number;
      this.#flags = this.#checked(this.#masked === 0 ? first : first ^ (this.#mask[0] as number));
      this.#phase = 1;
      this.#remaining--;
    }
    const count = Math.min(this.#remaining, end - at);
    const body = this.#body;
    if (body !== undefined && count > 0) {
      const place = body.add(chunk, at, at + count);
      this.#consumed(body, place, count);
    } else if (this.#remaining === 0) {
      this.#frameEnds();
    }
    return at + count;
  }

  /** This number of bytes of the payload has been put into the body. */
  #consumed(body: GatheredBody, start: number, count: number): void {
    if (this.#masked !== 0) applyMask(body.bytes, start, start + count, this.#mask, 0, this.#phase);
    this.#phase = (this.#phase + count) & 3;
    this.#remaining -= count;
    if (this.#remaining === 0) this.#frameEnds();
  }

  #frameEnds(): void {
    this.#inFrame = false;
    if (!this.#fin) return;
    const flags = this.#flags;
    if (flags === NO_FLAGS) throw broken('an empty message, without the byte of its flags');
    const body = this.#body;
    this.#body = undefined;
    this.#flags = NO_FLAGS;
    const length = body?.length ?? 0;
    if (this.#fragments === 0 && length > this.#proven) this.#proven = Math.min(length, MAX_PROVEN_BYTES);
    if (!this.#events.frame(flags, body?.whole ?? NOTHING, 0, length)) this.#stopped = true;
  }

  #controlPayload(chunk: Buffer, start: number, end: number): number {
    const count = Math.min(this.#remaining, end - start);
    const from = this.#controlLength;
    chunk.copy(this.#control, from, start, start + count);
    if (this.#masked !== 0) applyMask(this.#control, from, from + count, this.#mask, 0, this.#phase);
    this.#controlLength += count;
    this.#phase = (this.#phase + count) & 3;
    this.#remaining -= count;
    if (this.#remaining > 0) return end;
    this.#inFrame = false;
    // Copied: the next control frame is written over it.
    const payload = Buffer.from(this.#control.subarray(0, this.#controlLength));
    if (this.#opcode === PING) this.#events.ping(payload);
    else if (this.#opcode !== CLOSE) this.#events.pong(payload);
    else {
      const reason = closeError(readClose(payload));
      this.#closed = true;
      this.closedWith = payload.subarray(0, 2);
      this.#held = [];
      this.#events.closed(reason);
    }
    return start + count;
  }

  /** @returns the flags as the framing of RFC 37 has them. */
  #checked(flags: number): number {
    if (flags === 0) return 0;
    if (flags === ZWS_MORE) return MORE;
    if (flags === ZWS_COMMAND) return COMMAND;
    throw broken(`a message that begins with ${flags.toString(16).padStart(2, '0')}: its flags are 00, 01 or 02`);
  }

  #tooBig(size: number | bigint): WebSocketError {
    return new WebSocketError(
      TOO_BIG,
      `The peer announced a frame of ${size} bytes; at most ${this.#limit} are accepted.`,
    );
  }
}

function broken(what: string): WebSocketError {
  return new WebSocketError(PROTOCOL_ERROR, `The peer sent ${what}.`);
}

import type { FrameEvents, FrameSource } from '@zeromq-ts/transports/internal';
import { MAX_BYTES } from '@zeromq-ts/transports/internal';
import { MAX_SHARED_FRAME_BYTES } from '@zeromq-ts/core/spi';
import { closeError, PROTOCOL_ERROR, readClose, WebSocketError } from './close-codes.js';
import { ControlFrame } from './control-frame.js';
import { FrameHeader } from './frame-header.js';
import { GatheredBody } from './gathered-body.js';
import { applyMask, turned } from './mask.js';
import { emptyMessage, MessageProgress } from './message-progress.js';
import { CLOSE, CONTROL, PING } from './opcodes.js';
import { SmallBodies } from './small-bodies.js';
import { readFlags } from './zws-flags.js';

/** After this number of bytes, the sink is asked whether to continue. */
const SHARE_BYTES = 5_120;
/** A body of which less is missing is read together with what follows it. */
const MIN_IN_PLACE_BYTES = 4_096;
/** As much memory is allocated at once for a body of a peer that has sent as large a one before. */
const MAX_PROVEN_BYTES = 4_194_304;

const NOTHING = Buffer.alloc(0);
const NO_FLAGS = -1;

/**
 * Takes the bytes of a peer apart into frames, after the upgrade (RFC 6455, section 5; RFC 45, "Framing"); sans I/O. A
 * message is a frame; fragments are put together, and control frames may come between them.
 *
 * Small bodies that are whole lie together in a block; larger ones, and those that come in parts, have a buffer of their
 * own.
 */
export class WebSocketReader implements FrameSource {
  readonly #events: FrameEvents;
  readonly #mayGoOn: () => boolean;

  readonly #header: FrameHeader;
  readonly #control = new ControlFrame();
  readonly #small = new SmallBodies();

  // The frame under way: what is missing of its payload.
  #inFrame = false;
  #remaining = 0;
  /** Its mask, for the next byte. */
  #mask = 0;

  readonly #message: MessageProgress;
  #flags = NO_FLAGS;
  #body: GatheredBody | undefined;

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
    this.#header = new FrameHeader(masked);
    this.#message = new MessageProgress(Math.min(limit, MAX_BYTES));
    this.#events = events;
    this.#mayGoOn = mayGoOn;
  }

  get midFrame(): boolean {
    return !this.#closed && (this.#inFrame || this.#message.isOpen || this.#header.isPartial);
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
    if ((this.#header.opcode & CONTROL) !== 0) return undefined;
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
    this.#small.clear();
    this.#header.reset();
    this.#body = undefined;
    this.#held = [];
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
    const header = this.#header;
    let at = 0;
    let asked = 0;
    this.#small.chunkBegins();
    while (!this.#stopped) {
      if (this.#inFrame) {
        at = this.#payload(chunk, at, end);
        if (this.#inFrame) return at;
      } else if (at === end) {
        return at;
      } else {
        const start = header.read(chunk, at, end);
        if (start === -1) return end;
        at = this.#frameBegins(chunk, start, end);
      }
      if (this.#closed) return end;
      if (at - asked < SHARE_BYTES || at === end) continue;
      asked = at;
      if (!this.#mayGoOn()) this.#stopped = true;
    }
    return at;
  }

  /** The header has been read. Takes the payload, too, in the usual case. @returns how far it came. */
  #frameBegins(chunk: Buffer, start: number, end: number): number {
    const { opcode, size, mask } = this.#header;
    this.#remaining = size;
    this.#mask = mask;
    this.#inFrame = true;
    if ((opcode & CONTROL) !== 0) {
      this.#control.begins(this.#header);
      return start;
    }
    return this.#dataBegins(chunk, start, end);
  }

  #dataBegins(chunk: Buffer, start: number, end: number): number {
    const header = this.#header;
    const message = this.#message;
    const { fin, size, mask } = header;
    message.frameBegins(header);
    const body = message.bytes - 1;
    if (body > MAX_SHARED_FRAME_BYTES) this.#events.frameBegins(body);
    const isWhole = message.fragments === 0;
    const atHand = Math.min(size, end - start);
    if (isWhole && atHand === size && body <= MAX_SHARED_FRAME_BYTES) {
      const at = this.#small.take(chunk, start, size, mask);
      const { block } = this.#small;
      this.#inFrame = false;
      if (!this.#events.frame(readFlags(block[at] as number), block, at + 1, at + size)) this.#stopped = true;
      return start + size;
    }
    if (isWhole) this.#body = new GatheredBody(size - 1, atHand, this.#proven);
    else if (message.fragments === 1 && !fin) this.#body = new GatheredBody(undefined, atHand, 0);
    return start;
  }

  /** Takes what has come of a payload. @returns how far it came. */
  #payload(chunk: Buffer, start: number, end: number): number {
    if ((this.#header.opcode & CONTROL) !== 0) return this.#controlPayload(chunk, start, end);
    let at = start;
    if (this.#flags === NO_FLAGS && this.#remaining > 0) {
      if (at === end) return at;
      const first = Buffer.of(chunk[at++] as number);
      applyMask(first, 0, 1, this.#mask, 0);
      this.#flags = readFlags(first[0] as number);
      this.#mask = turned(this.#mask, 1);
      this.#remaining--;
    }
    const count = Math.min(this.#remaining, end - at);
    const body = this.#body as GatheredBody;
    if (count > 0) this.#consumed(body, body.add(chunk, at, at + count), count);
    else if (this.#remaining === 0) this.#frameEnds();
    return at + count;
  }

  /** This number of bytes of the payload has been put into the body. */
  #consumed(body: GatheredBody, start: number, count: number): void {
    if (this.#mask !== 0) applyMask(body.bytes, start, start + count, this.#mask, 0);
    this.#mask = turned(this.#mask, count);
    this.#remaining -= count;
    if (this.#remaining === 0) this.#frameEnds();
  }

  #frameEnds(): void {
    this.#inFrame = false;
    if (this.#message.isOpen) return;
    const flags = this.#flags;
    if (flags === NO_FLAGS) throw emptyMessage();
    const body = this.#body as GatheredBody;
    const { length } = body;
    this.#body = undefined;
    this.#flags = NO_FLAGS;
    if (this.#message.fragments === 0 && length > this.#proven) this.#proven = Math.min(length, MAX_PROVEN_BYTES);
    if (!this.#events.frame(flags, body.whole, 0, length)) this.#stopped = true;
  }

  #controlPayload(chunk: Buffer, start: number, end: number): number {
    const count = Math.min(this.#remaining, end - start);
    this.#control.add(chunk, start, start + count, this.#mask);
    this.#remaining -= count;
    if (this.#remaining > 0) return end;
    this.#inFrame = false;
    const { payload } = this.#control;
    const { opcode } = this.#header;
    if (opcode === PING) this.#events.ping(payload);
    else if (opcode !== CLOSE) this.#events.pong(payload);
    else {
      const reason = closeError(readClose(payload));
      this.#closed = true;
      this.closedWith = payload.subarray(0, 2);
      this.#held = [];
      this.#events.closed(reason);
    }
    return start + count;
  }
}

import type { Message, PeerInfo } from '@zeromq-ts/core/spi';
import {
  FRAME_OVERHEAD_BYTES,
  MAX_MESSAGE_FRAMES,
  MAX_SHARED_FRAME_BYTES,
  messageOfSharedFrames,
  messageOfSpan,
} from '@zeromq-ts/core/spi';
import type { DecoderSink } from './decoder-sink.js';
import {
  checkFlags,
  COMMAND,
  LONG,
  LONG_HEADER,
  MAX_OCTETS,
  MORE,
  readLongSize,
  SHORT_HEADER,
  tooLarge,
} from './frame.js';
import { LargeBody } from './large-body.js';
import type { TrafficSeal } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';
import { tellCommand, tellSubscription } from './traffic-command.js';

export type { DecoderSink } from './decoder-sink.js';

export interface DecoderOptions {
  /** The largest frame to take, in octets. */
  readonly maxMessageSize: number;
  /** Whether this side is a PUB or XPUB, so that messages 01… and 00… are subscriptions. */
  readonly subscriptions: boolean;
  /** The names of the commands to be told of; besides them, PING and PONG. */
  readonly peerCommands: readonly string[];
  /** How the traffic is sealed, if it is. */
  readonly seal?: TrafficSeal | undefined;
  /** What the messages say of who has sent them: one object for all of them. */
  readonly peer?: PeerInfo | undefined;
}

/** Small bodies lie together in blocks, so that one that is kept keeps no more than this alive. */
const BLOCK = 5_120;
/** Where bodies are larger, blocks are, too: making one costs as much as copying some thousand octets. */
const ROOMY_BLOCK = 16_384;
/** From this many octets on, on average, bodies count as larger. */
const LARGER_BODY = 512;
/** Bodies of more than this have a buffer of their own. */
const LARGEST_SMALL_BODY = MAX_SHARED_FRAME_BYTES;
const LARGEST_SMALL_FRAME = LONG_HEADER + LARGEST_SMALL_BODY;
/** A block with less room than this is given up when a frame begins. */
const LEAST_ROOM = 64;

/** A body of which less is missing, or less has a place yet, is read together with what follows it. */
const LEAST_IN_PLACE = 4_096;
/** As much memory is taken at once for a body of a peer that has sent as large a one before. */
const MOST_PROVEN = 4_194_304;

/** A message that grows is reported after so many frames: a chunk may have tens of thousands. */
const FRAMES_PER_REPORT = 1_024;

const NOTHING = Buffer.alloc(0);

/**
 * Takes the octets of a peer apart, after its handshake; sans I/O.
 *
 * Octets are copied into a block first and taken apart there, so that it makes no difference where chunks begin and end,
 * and messages are spans of the block:
 *
 *     block   | message | message | mess…         |
 *             0               #read ┘     └ #write  BLOCK
 *
 * A frame that does not fit any more moves on to the next block. Large bodies are gathered on their own.
 */
export class MessageDecoder {
  readonly #sink: DecoderSink;
  readonly #limit: number;
  readonly #subscriptions: boolean;
  readonly #peerCommands: readonly string[];
  readonly #seal: TrafficSeal | undefined;
  readonly #peer: PeerInfo | undefined;

  #block: Buffer = NOTHING;
  // Small frames that were taken out of the block, and their octets.
  #taken = 0;
  #takenOctets = 0;
  #read = 0;
  #write = 0;
  #large: LargeBody | undefined;
  /** The largest body that has come whole. */
  #proven = 0;
  // The frames so far of a message of several, and their octets.
  #frames: Buffer[] | undefined;
  #octets = 0;

  #stopped = false;
  // What came after the sink had said stop.
  #held: Buffer[] = [];
  #busy = false;
  #failure: Error | undefined;

  constructor(options: DecoderOptions, sink: DecoderSink) {
    this.#sink = sink;
    this.#limit = Math.min(options.maxMessageSize + (options.seal?.overhead ?? 0), MAX_OCTETS);
    this.#subscriptions = options.subscriptions;
    this.#peerCommands = options.peerCommands;
    this.#seal = options.seal;
    this.#peer = options.peer;
  }

  /** Whether the peer is in the middle of a frame or of a message. */
  get midMessage(): boolean {
    return this.#read !== this.#write || this.#large !== undefined || this.#frames !== undefined;
  }

  /** What has come of a message that has not ended, in bytes, with an overhead for each of its frames. */
  get unfinishedBytes(): number {
    const large = this.#large;
    const gathered = large === undefined ? 0 : large.size - large.missing;
    return this.#frames === undefined ? gathered : gathered + this.#octets + this.unfinishedOverhead;
  }

  /** The overhead in it. */
  get unfinishedOverhead(): number {
    return this.#frames === undefined ? 0 : this.#frames.length * FRAME_OVERHEAD_BYTES;
  }

  /**
   * Takes octets of the peer. Nothing of the chunk is kept: it may be written to again.
   *
   * @returns false when the sink has said stop; the rest waits for `resume`.
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

  /** Where the next octets of the peer are best written to; `undefined`: anywhere, for `push`. */
  get destination(): Buffer | undefined {
    const large = this.#large;
    if (large === undefined || this.#stopped) return undefined;
    const { room } = large;
    return room.length < LEAST_IN_PLACE ? undefined : room;
  }

  /**
   * The next octets of the peer have been written to the destination, so many of them.
   *
   * @returns false when the sink has said stop. @throws ProtocolError when the connection has to be closed.
   */
  arrived(count: number): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    this.#large?.filled(count);
    this.#decode(NOTHING);
    return !this.#stopped;
  }

  /** Stops after the frame under way, as when the sink returns false: for the sink to call, out of any of its methods. */
  stop(): void {
    this.#stopped = true;
  }

  /** Goes on with what waits. @returns false when the sink has said stop again. */
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

  /**
   * Lets go of everything that has come. Nothing is taken any more. Whoever keeps the error of a connection keeps, by
   * its stack, what was at work when it was made: that shall not be megabytes of a message that never came to its end.
   */
  abandon(): void {
    this.#failure ??= new ProtocolError('The connection is over.');
    this.#block = NOTHING;
    this.#read = this.#write = 0;
    this.#large = undefined;
    this.#frames = undefined;
    this.#held = [];
  }

  /** @returns how much of the chunk was taken: less than all when the sink has said stop. */
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
        if (at > 0 && this.#sink.mayGoOn?.() === false) {
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
    if (this.#block.length - this.#read < (partial === 0 ? LEAST_ROOM : LARGEST_SMALL_FRAME)) {
      const next = Buffer.allocUnsafeSlow(this.#taken * LARGER_BODY < this.#takenOctets ? ROOMY_BLOCK : BLOCK);
      this.#taken = 0;
      this.#takenOctets = 0;
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
  #beginLarge(octets: Buffer, at: number, end: number): number {
    if (end - at < LONG_HEADER) return at;
    const flags = octets[at] as number;
    if ((flags & LONG) === 0) return at;
    checkFlags(flags);
    const size = readLongSize(octets, at + 1);
    if (size > this.#limit) throw tooLarge(size, this.#limit);
    if (size <= LARGEST_SMALL_BODY) return at;
    if (size > MAX_OCTETS - this.#octets) throw tooMuch();
    const start = at + LONG_HEADER;
    this.#large = new LargeBody(flags, size, end - start, this.#proven);
    return start;
  }

  /** Takes the frames apart that are whole, and takes a large body out of the block. The hottest loop there is. */
  #parseBlock(): void {
    const block = this.#block;
    const end = this.#write;
    const limit = this.#limit;
    const peer = this.#peer;
    const plain = !this.#subscriptions && this.#seal === undefined;
    let taken = 0;
    let takenOctets = 0;
    let at = this.#read;
    while (at < end && !this.#stopped) {
      const flags = block[at] as number;
      if (flags > COMMAND) checkFlags(flags);
      let start = at + SHORT_HEADER;
      if (start > end) break;
      let size = block[at + 1] as number;
      if ((flags & LONG) !== 0) {
        start = at + LONG_HEADER;
        if (start > end) break;
        size = readLongSize(block, at + 1);
      }
      if (size > limit) throw tooLarge(size, limit);
      if (size > LARGEST_SMALL_BODY) {
        this.#takeLarge(at, end);
        if (this.#large !== undefined) break;
        at = this.#read;
        continue;
      }
      const next = start + size;
      if (next > end) break;
      this.#read = at = next;
      taken++;
      takenOctets += size;
      if (plain && (flags === 0 || flags === LONG) && this.#frames === undefined) {
        if (!this.#sink.message(messageOfSpan(block, start, next, peer))) this.#stopped = true;
      } else {
        this.#frame(flags, block.subarray(start, next));
      }
    }
    this.#taken += taken;
    this.#takenOctets += takenOctets;
  }

  /** Takes a large body, or its beginning, out of the block. */
  #takeLarge(at: number, end: number): void {
    const start = this.#beginLarge(this.#block, at, end);
    const large = this.#large as unknown as LargeBody;
    this.#read = start + large.add(this.#block, start, end);
    if (large.missing > 0) return;
    this.#gathered(large);
  }

  #gathered(large: LargeBody): void {
    this.#large = undefined;
    if (large.size > this.#proven) this.#proven = Math.min(large.size, MOST_PROVEN);
    this.#frame(large.flags, large.octets);
  }

  #frame(flags: number, body: Buffer): void {
    if (this.#seal === undefined) return this.#opened(flags, body);
    // Whether more follow is said inside. Sealed frames come as messages (libzmq) or as commands (RFC 37).
    if ((flags & MORE) !== 0) throw new ProtocolError('The peer sent a sealed frame with MORE, which belongs inside.');
    const opened = this.#seal.open(body);
    this.#opened(opened.flags, opened.body);
  }

  #opened(flags: number, body: Buffer): void {
    if ((flags & COMMAND) !== 0) return tellCommand(body, this.#peerCommands, this.#sink);
    const more = (flags & MORE) !== 0;
    const frames = this.#frames;
    if (frames === undefined) {
      if (more) {
        this.#frames = [body];
        this.#octets = body.length;
      } else if (!this.#subscriptions || !tellSubscription(body, this.#sink)) {
        this.#deliver(messageOfSharedFrames([body], this.#peer));
      }
      return;
    }
    if (frames.length === MAX_MESSAGE_FRAMES || body.length > MAX_OCTETS - this.#octets) throw tooMuch();
    frames.push(body);
    this.#octets += body.length;
    if (more) {
      if (frames.length % FRAMES_PER_REPORT === 0) this.#sink.grows?.();
      return;
    }
    this.#frames = undefined;
    this.#octets = 0;
    this.#deliver(messageOfSharedFrames(frames, this.#peer));
  }

  #deliver(message: Message): void {
    if (!this.#sink.message(message)) this.#stopped = true;
  }
}

function tooMuch(): ProtocolError {
  return new ProtocolError(
    `The peer sent a message of more than ${MAX_MESSAGE_FRAMES} frames, or of more than ${MAX_OCTETS} bytes.`,
  );
}

import type { Outgoing, PeerCommand } from '@zeromq-ts/core/spi';
import { nextTick, turnBudget } from '@zeromq-ts/core/spi';
import { releaseSlab } from '../zmtp/slab-pool.js';
import type { ByteStream } from './byte-stream.js';
import type { OutputProgress } from './output-watch.js';
import { OutputWatch } from './output-watch.js';
import type { TrafficEncoder } from './stream-framing.js';

/** Bytes that are written without waiting for the end of the turn: as much as a system call is worth. */
const MAX_BATCH_BYTES = 256 * 1024;
/** Bytes that may wait in the socket before the link is full. */
const FULL_BYTES = 256 * 1024;

/**
 * Whether the system has accepted everything as soon as nothing is pending in the socket. Node reports it only a turn
 * later, and until then a loop of `trySend` fills the system's buffers: megabytes, which would take slab after slab. In
 * other runtimes, the meaning of the number is not known.
 */
const TAKEN_AT_ONCE = process.versions['bun'] === undefined && process.versions['deno'] === undefined;

/** The callbacks of the output. */
export interface OutputEvents {
  /** There is room again, after `message` has returned false. */
  drained(): void;
  /** Messages were left out: a buffer of theirs was detached or shrunk while they waited here. */
  unreadable(count: number): void;
  /** A write has failed, so that nothing more can be sent. Called before Node destroys the socket for it. */
  failed(error: Error): void;
}

/**
 * What leaves through a connection. Messages are encoded at once and written together, once in each turn of the event
 * loop: after the current operation and its promises, before any I/O. So a lone message leaves at once, and many share
 * one system call.
 *
 * ```
 * message, subscribe, ping … → encoder (one slab) ── end of the turn, or 256 KiB ──→ socket → system
 *                                                     more than 256 KiB wait here ──┘ full
 * ```
 *
 * A large body is not copied, and the application may detach its buffer. So a batch with one waits in the encoder, which
 * can still leave the message out, until the system takes it: nothing that the system does not have yet stands behind it
 * in the socket.
 */
export class StreamOutput {
  readonly #socket: ByteStream;
  readonly #encoder: TrafficEncoder;
  readonly #watcher: OutputEvents;
  /** The slabs of each batch that the system does not have yet, in order. */
  readonly #slabsOut: Buffer[][] = [];
  readonly #watch: OutputWatch;
  /** Bytes that were written to the socket so far. */
  #written = 0;
  #scheduled = false;
  /** The slice of the turn in which the oldest message that is not written was encoded. */
  #slice = 0;
  #full = false;
  #stopped = false;
  /** A batch with a large body waits for the system to take the one before it. */
  #held = false;
  /** Called when all is written that was held when the output was finished. */
  #finished: (() => void) | undefined;
  #owesDrained = false;
  /** The context of a PING that is answered when there is room: the answers to a flood are not heaped up. */
  #owedPong: Uint8Array | undefined;

  /** @param unsentBytes As `ByteSource.unsentBytes`. */
  constructor(
    socket: ByteStream,
    encoder: TrafficEncoder,
    watcher: OutputEvents,
    unsentBytes?: (stream: object) => number,
  ) {
    this.#socket = socket;
    this.#encoder = encoder;
    this.#watcher = watcher;
    this.#watch = new OutputWatch(socket, unsentBytes);
    socket.on('drain', this.#onDrain);
  }

  /** @returns whether another message may follow at once. */
  message(message: Outgoing): boolean {
    if (this.#stopped || this.#finished !== undefined) return false;
    const encoder = this.#encoder;
    encoder.message(message);
    // The usual case of `#encoded`: others wait already for the end of the turn.
    if (!this.#scheduled || turnBudget.slice !== this.#slice || encoder.pendingBytes >= MAX_BATCH_BYTES)
      this.#encoded();
    if (!this.#full) return true;
    this.#owesDrained = true;
    return false;
  }

  command(command: PeerCommand): void {
    if (this.#stopped) return;
    this.#encoder.command(command);
    this.#encoded();
  }

  ping(timeToLive: number): void {
    if (this.#stopped) return;
    this.#encoder.ping(timeToLive, NO_CONTEXT);
    this.#encoded();
  }

  pong(context: Uint8Array): void {
    if (this.#stopped) return;
    if (this.#full) {
      this.#owedPong = Uint8Array.prototype.slice.call(context);
      return;
    }
    this.#encoder.pong(context);
    this.#encoded();
  }

  /** Sends at once, if there is room, a PONG that was not asked for: every peer ignores it, and hears us. */
  showLife(): void {
    if (this.#stopped || this.#full) return;
    this.#encoder.pong(NO_CONTEXT);
    this.flush();
  }

  /** Bytes that the system has taken so far. */
  get left(): number {
    return this.#written - this.#socket.writableLength;
  }

  /** Whether bytes that the system had refused have left since the previous call. */
  progress(): OutputProgress {
    return this.#watch.look(this.#written);
  }

  /** Whether everything has been handed over to the system. */
  get flushed(): boolean {
    return this.#encoder.pendingBytes === 0 && this.#socket.writableLength === 0;
  }

  /** Whether more waits than the system has taken: nothing new gets through. */
  get full(): boolean {
    return this.#full;
  }

  /** Writes what is encoded. */
  flush(): void {
    if (this.#stopped || this.#encoder.pendingBytes === 0) return;
    const socket = this.#socket;
    if (this.#encoder.borrows && this.#slabsOut.length > 0 && socket.writableLength > 0) {
      this.#held = true;
      this.#full = socket.writableLength + this.#encoder.pendingBytes > FULL_BYTES;
      return;
    }
    this.#write();
  }

  #write(): void {
    const socket = this.#socket;
    this.#written += this.#encoder.pendingBytes;
    const { pieces, slabs, unreadable } = this.#encoder.take();
    this.#held = false;
    if (unreadable > 0) this.#watcher.unreadable(unreadable);
    if (pieces.length === 0) {
      giveBack(slabs);
      return;
    }
    this.#slabsOut.push(slabs);
    const last = pieces.length - 1;
    // Several pieces leave in one writev.
    if (last > 0) socket.cork();
    for (let index = 0; index < last; index++) socket.write(pieces[index] as Buffer);
    socket.write(pieces[last] as Buffer, this.#onWritten);
    if (last > 0) socket.uncork();
    const waiting = socket.writableLength;
    // A write that fails at once leaves nothing pending, and Node reports it only a turn later. Until then, each
    // message would be accepted and lost.
    const failed = (socket.errored ?? null) !== null;
    this.#full = failed || waiting > FULL_BYTES;
    if (waiting === 0 && TAKEN_AT_ONCE && !failed) giveBack(slabs);
  }

  /** Takes no more messages, and calls back once everything has been given to the socket: at once, unless it is held. */
  finish(done: () => void): void {
    this.flush();
    if (this.#held) {
      this.#finished = done;
      return;
    }
    this.abandon();
    done();
  }

  /** Writes the encoded data to the socket; nothing is accepted afterwards. */
  stop(): void {
    if (!this.#stopped && this.#encoder.pendingBytes > 0) this.#write();
    this.abandon();
  }

  /** Discards the encoded data; nothing is accepted afterwards. */
  abandon(): void {
    this.#stopped = true;
    this.#socket.off('drain', this.#onDrain);
  }

  /** What is sent between slow work leaves before the next piece of it: the end of the turn may be far. */
  #encoded(): void {
    const { slice } = turnBudget;
    if (!this.#scheduled) {
      this.#scheduled = true;
      nextTick(this.#onTurn);
      this.#slice = slice;
      if (this.#encoder.pendingBytes >= MAX_BATCH_BYTES) this.flush();
    } else if (slice !== this.#slice || this.#encoder.pendingBytes >= MAX_BATCH_BYTES) {
      this.#slice = slice;
      this.flush();
    }
  }

  readonly #onTurn = (): void => {
    this.#scheduled = false;
    this.flush();
  };

  readonly #onWritten = (error?: Error | null): void => {
    const slabs = this.#slabsOut.shift();
    // On a broken connection, their content no longer matters.
    if (slabs !== undefined && !error) giveBack(slabs);
    if (error) {
      if (!this.#stopped) this.#watcher.failed(error);
    } else if (this.#held) this.#goOn();
  };

  /** Writes the held data, if nothing precedes it. */
  #goOn(): void {
    this.flush();
    if (this.#held) return;
    const done = this.#finished;
    if (done === undefined) {
      // If all that was held has been left out, no `drain` follows.
      if (!this.#full) this.#tellRoom();
      return;
    }
    this.#finished = undefined;
    this.abandon();
    done();
  }

  readonly #onDrain = (): void => {
    this.#full = false;
    if (this.#held) this.#goOn();
    else this.#tellRoom();
  };

  #tellRoom(): void {
    if (this.#owedPong !== undefined) {
      const context = this.#owedPong;
      this.#owedPong = undefined;
      this.pong(context);
    }
    if (!this.#owesDrained) return;
    this.#owesDrained = false;
    this.#watcher.drained();
  }
}

const NO_CONTEXT = new Uint8Array(0);

/** Gives back what the system has. */
function giveBack(slabs: Buffer[]): void {
  for (const slab of slabs) releaseSlab(slab);
  slabs.length = 0;
}

import type { Message, ReadInterest, SocketCounters } from '@zeromq-ts/core/spi';
import { messageOfFrames, queueMicrotask, RingQueue, setImmediate } from '@zeromq-ts/core/spi';
import type { NativeError } from './native-binding.js';
import type { NativeSocketState } from './native-socket-state.js';
import { MAX_WAIT_SLICE_MS } from './native-socket-state.js';
import { PollTimer } from './poll-timer.js';

/** How long a native receive is left pending for a call that may end at any moment, in milliseconds. */
const BRIEF_SLICE_MS = 100;

/** The maximum number of messages fetched at a time. */
const MAX_BATCH_COUNT = 64;

/** The maximum number of messages fetched when a connection is ended. */
const MAX_ADOPTED_MESSAGES = 65_536;

/** What becomes of messages. */
export interface InboundOptions {
  readonly link: NativeSocketState;
  readonly traffic: SocketCounters;
  /** Messages are fetched one by one: what has been received last means something to libzmq. */
  single(): boolean;
  /** The first frame of each is the routing id of the peer that has sent it. */
  readonly routed: boolean;
  /** Sees each message first; false when it is not for the application. */
  accept(frames: readonly Buffer[]): boolean;
  /** There are messages for a waiting call. */
  readable(): void;
}

/**
 * The receiving direction of a socket.
 *
 * ```
 *   libzmq ──grab: timeout 0, several at once──┐
 *          ──poll: pending until one comes─────┴─> ring ──receive()──> application
 * ```
 *
 * A native receive returns its message only through a promise, even when it is available at once. So `receive` takes
 * from the ring; when that is empty, it starts to fetch messages from libzmq and returns "none yet"; one microtask
 * later the ring is filled. A native receive is left pending only while a call waits and libzmq has no message; in a
 * worker thread, where none may be pending, `PollTimer` fetches again after a few milliseconds.
 */
export class Inbound {
  readonly #options: InboundOptions;
  readonly #link: NativeSocketState;
  readonly #ring = new RingQueue<Buffer[]>();
  readonly #lookAgain = new PollTimer(() => {
    if (!this.#link.closed && this.#wanted) this.#fetch();
  });
  #copies = false;
  #interest: ReadInterest = 'none';
  #watched = false;
  /** How many to grab next: a guess that costs an error object for each one too many. */
  #batch = 1;
  #grabs = 0;
  #misses = 0;
  /** Messages in flight that are to be discarded. */
  #stale = 0;
  /** After `stop`: how many messages may still be fetched. */
  #last: number | undefined;
  #looked = false;

  constructor(options: InboundOptions) {
    this.#options = options;
    this.#link = options.link;
  }

  /** Copies frames from now on: libzmq gives the same memory to all that receive a message. */
  copyFrames(): void {
    this.#copies = true;
  }

  receive(): Message | undefined {
    const frames = this.#ring.shift();
    if (frames === undefined) {
      this.#fetch();
      return undefined;
    }
    const { traffic } = this.#options;
    traffic.messagesReceived++;
    for (const frame of frames) traffic.bytesReceived += frame.byteLength;
    return messageOfFrames(this.#copies ? frames.map(copyOf) : frames, undefined, this.#options.routed);
  }

  /**
   * Whether `receive` has a message.
   *
   * @param fetch What libzmq has is fetched first, and `readable` then follows. Otherwise it stays there, and counts.
   */
  canReceive(fetch: boolean): boolean {
    if (this.#ring.length > 0) return true;
    if (fetch) {
      this.#fetch();
      return false;
    }
    const { readable } = this.#link.socket;
    this.#link.wakeReceive();
    return readable;
  }

  awaitReadable(interest: ReadInterest): void {
    this.#interest = interest;
    if (interest === 'none') return;
    if (this.#ring.length === 0) this.#fetch();
    else queueMicrotask(() => this.#deliver());
  }

  /** Whether messages are read as they arrive, although no call receives. */
  watch(watched: boolean): void {
    this.#watched = watched;
    if (watched) this.#fetch();
  }

  /** Fetches what there is, for those who look at it. */
  sweep(): void {
    if (this.#idle && this.#link.socket.readable) this.#grab(MAX_BATCH_COUNT);
  }

  /**
   * Fetches all that libzmq has received, before a connection is ended by `zmq_disconnect`. libzmq would throw it away;
   * and if it has looked at the first frame of a message by then, as it does to say whether there is one, the next
   * receive would abort the process (fq_t::recvpipe).
   */
  takeOver(): void {
    const { socket } = this.#link;
    if (this.#link.closed) return;
    this.#link.wakeReceive();
    this.#link.setReceiveTimeout(0);
    try {
      for (let left = this.#options.single() ? 1 : MAX_ADOPTED_MESSAGES; left > 0 && socket.readable; left--) {
        const receiving = socket.receive();
        this.#grabs++;
        receiving.then(this.#arrived, this.#missed);
      }
    } catch {
      // A native receive is pending, so nothing was there when libzmq was asked last.
    }
  }

  /**
   * Fetches what libzmq has now, and then no more. What is fetched one by one cannot be told from what comes later: as
   * many are fetched as there are peers, each of which has sent one.
   *
   * @param peers Connected peers.
   */
  stop(peers: number): void {
    if (this.#last !== undefined) return;
    this.#last = Infinity;
    this.takeOver();
    this.#last = this.#options.single() ? Math.max(peers, 1) : 0;
    // The binding looks again at a receive that is pending (`wakeReceive`).
    setImmediate(() => {
      this.#looked = true;
      this.#deliver();
      if (!this.#link.closed) this.#options.readable();
    });
  }

  /** Whether all that was fetched has been received, and no more will be. */
  get exhausted(): boolean {
    if (!this.#looked || this.#ring.length > 0 || this.#grabs > 0) return false;
    return this.#last === 0 || this.#link.closed || !this.#link.socket.readable;
  }

  /** Makes a pending native send look whether it can be carried out by now. */
  wakeSend(): void {
    // After every receive the binding looks at its pending send.
    if (this.#link.sendPending && this.#idle) this.#grab(1);
  }

  /** Drops the messages that have been fetched or are being fetched. */
  discard(): void {
    this.#ring.clear();
    this.#stale = this.#grabs;
  }

  get #idle(): boolean {
    return !this.#link.receivePending && this.#grabs === 0 && !this.#link.closed;
  }

  get #wanted(): boolean {
    return this.#interest !== 'none' || (this.#watched && this.#ring.length < MAX_BATCH_COUNT);
  }

  #fetch(): void {
    if (!this.#idle) return;
    if (this.#last !== undefined && this.#ended()) return;
    if (this.#link.socket.readable) this.#grab(this.#options.single() ? 1 : this.#batch);
    // Looking may have taken the edge from a pending send; grabbing nothing gives it back.
    else if (this.#link.sendPending) this.#grab(1);
    else if (this.#wanted) this.#poll();
  }

  /** Whether nothing more is fetched; otherwise one more will be. */
  #ended(): boolean {
    if (this.#last === 0 || !this.#link.socket.readable) return true;
    this.#last = (this.#last as number) - 1;
    return false;
  }

  #grab(count: number): void {
    this.#link.setReceiveTimeout(0);
    this.#grabs = count;
    for (let left = count; left > 0; left--) {
      this.#link.socket.receive().then(this.#arrived, this.#missed);
    }
  }

  readonly #arrived = (frames: Buffer[]): void => {
    this.#lookAgain.reset();
    this.#take(frames);
    if (--this.#grabs === 0) this.#grabbed();
  };

  readonly #missed = (): void => {
    if (this.#stale > 0) this.#stale--;
    this.#misses++;
    if (--this.#grabs === 0) this.#grabbed();
  };

  #grabbed(): void {
    this.#batch = this.#misses === 0 ? Math.min(this.#batch * 2, MAX_BATCH_COUNT) : 1;
    const nothing = this.#misses > 0;
    this.#misses = 0;
    if (nothing && this.#ring.length === 0 && this.#wanted && this.#idle) this.#poll();
    else this.#deliver();
  }

  #poll(): void {
    if (this.#last !== undefined) {
      this.#deliver();
      return;
    }
    if (!this.#link.mayPend) {
      this.#lookAgain.schedule();
      return;
    }
    this.#link.setReceiveTimeout(this.#interest === 'steady' ? MAX_WAIT_SLICE_MS : BRIEF_SLICE_MS);
    this.#link.receivePending = true;
    this.#link.socket.receive().then(this.#polled, this.#waited);
  }

  readonly #polled = (frames: Buffer[]): void => {
    this.#link.receivePending = false;
    this.#take(frames);
    if (!this.#options.single() && this.#idle && this.#link.socket.readable) this.#grab(this.#batch);
    else this.#deliver();
  };

  readonly #waited = (error: NativeError): void => {
    this.#link.receivePending = false;
    // The slice is over; or the socket has been closed, or can do nothing now, which the exchange above knows.
    if (error.code === 'EAGAIN' || error.code === 'EFSM') this.#deliver();
  };

  #take(frames: Buffer[]): void {
    if (this.#stale > 0) this.#stale--;
    else if (!this.#link.closed && this.#options.accept(frames)) this.#ring.push(frames);
  }

  #deliver(): void {
    if (this.#link.closed) return;
    if ((this.#interest !== 'none' && this.#ring.length > 0) || this.#last !== undefined) this.#options.readable();
    if (this.#wanted && this.#ring.length === 0) this.#fetch();
  }
}

/** `Buffer.from` would take the memory of a small one from the pool that all of Node shares. */
function copyOf(frame: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(frame.byteLength);
  copy.set(frame);
  return copy;
}

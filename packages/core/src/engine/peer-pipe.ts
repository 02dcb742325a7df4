import type { DropReason, PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import { checkReadable, weightOfOutgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import { weightOfMessage } from '../message/message.js';
import { checkFrameSizes, checkMessageLimits } from '../message/message-limits.js';
import type { TotalWeight } from '../queue/weighed-queue.js';
import { WeighedQueue } from '../queue/weighed-queue.js';
import type { Pipe } from '../routing/pipe.js';
import { dropReasonOf } from '../routing/send-failure.js';
import type { LinkReceiver, PeerLink } from '../transport/peer-link.js';

/** What a {@link PeerPipe} tells of. */
export interface PipeOwner {
  /** Messages have come in at a pipe that had none. */
  pipeReadable(pipe: PeerPipe): void;
  /** A pipe that was full has room again. */
  pipeWritable(pipe: PeerPipe): void;
  pipeSubscribed(pipe: PeerPipe, topic: Uint8Array): void;
  pipeCancelled(pipe: PeerPipe, topic: Uint8Array): void;
  /** Messages were dropped that had been written. */
  pipeDropped(pipe: PeerPipe, reason: DropReason, count: number): void;
  /** The link is gone; an error says why. */
  pipeLost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void;
  /** A pipe that is gone has been read to its end. */
  pipeEmptied(pipe: PeerPipe): void;
}

/** How much a pipe holds. */
export interface PipeLimits {
  /** Messages; 0: no limit. */
  readonly sendHighWaterMark: number;
  readonly receiveHighWaterMark: number;
  /** Bytes, as `weightOfMessage` counts them; 0: no limit. */
  readonly sendHighWaterMarkBytes: number;
  readonly receiveHighWaterMarkBytes: number;
  /** What has come in at all pipes of the socket. While it is exceeded, each pipe takes one message at a time. */
  readonly incomingTotal: TotalWeight;
  /** Only the newest message is kept, in either direction. */
  readonly conflate: boolean;
}

/**
 * The queues to and from one peer, and the link that empties and fills them.
 *
 * ```
 *   write ──────────────────────────> link        while the link takes messages: straight through
 *     └─> outgoing (up to the mark) ──> link      otherwise: when it takes them again
 *   read <── incoming (up to the mark) <── link   at the mark the link stops handing up
 * ```
 *
 * There are two marks, one of messages and one of bytes; a queue is full when it has reached one of them. So a message
 * that is larger than the mark of bytes passes, alone.
 *
 * A queue that has reached its mark is worth telling about when it has fallen to half of both (libzmq's low-water mark), so that
 * neither side is woken for every message.
 */
export class PeerPipe implements Pipe, LinkReceiver {
  readonly #owner: PipeOwner;
  readonly #sendMark: number;
  readonly #receiveMark: number;
  readonly #sendMarkBytes: number;
  readonly #receiveMarkBytes: number;
  readonly #incomingTotal: TotalWeight;
  readonly #conflate: boolean;
  readonly #outgoing = new WeighedQueue<Outgoing>();
  readonly #incoming: WeighedQueue<Message>;
  #link: PeerLink | undefined;
  #peer: PeerInfo;
  /** The largest frame that the peer takes, in bytes, as far as it has told while it is there. */
  #maxFrameBytes = Infinity;
  /** The link takes messages now; then nothing waits. */
  #ready = false;
  /** The mark was reached, and half of what waited is still there. */
  #full = false;
  /** The link has been told to hand up no more. */
  #paused = false;
  /** Messages came to an empty queue. */
  #fresh = false;
  /** Takes messages to send. */
  #open = true;
  /** What comes in is thrown away. */
  #deaf = false;
  #ending = false;

  constructor(owner: PipeOwner, limits: PipeLimits, peer: PeerInfo) {
    this.#owner = owner;
    this.#sendMark = limits.sendHighWaterMark || Infinity;
    this.#receiveMark = limits.receiveHighWaterMark || Infinity;
    this.#sendMarkBytes = limits.sendHighWaterMarkBytes || Infinity;
    this.#receiveMarkBytes = limits.receiveHighWaterMarkBytes || Infinity;
    this.#incomingTotal = limits.incomingTotal;
    this.#incoming = new WeighedQueue(limits.incomingTotal);
    this.#conflate = limits.conflate;
    this.#peer = peer;
  }

  get peer(): PeerInfo {
    return this.#peer;
  }

  get live(): boolean {
    return this.#link !== undefined && this.#open;
  }

  /** Whether there is a link, though it may take nothing more. */
  get linked(): boolean {
    return this.#link !== undefined;
  }

  get writable(): boolean {
    return this.#open && (this.#ready || this.#conflate || !this.#outgoingFull);
  }

  get readable(): boolean {
    return this.#incoming.length > 0;
  }

  /** Messages that wait to be sent. */
  get outgoing(): number {
    return this.#outgoing.length;
  }

  /** Messages that wait to be read. */
  get incoming(): number {
    return this.#incoming.length;
  }

  /** Whether everything written has been handed over. */
  get handedOver(): boolean {
    return this.#outgoing.length === 0 && (this.#link === undefined || this.#link.flushed);
  }

  write(message: Outgoing): void {
    // A routing puts frames before what was sent, which makes it an array.
    if (Array.isArray(message)) checkMessageLimits(message);
    if (this.#maxFrameBytes !== Infinity) checkFrameSizes(message, this.#maxFrameBytes);
    if (this.#ready) {
      this.#ready = (this.#link as PeerLink).send(message);
      return;
    }
    if (this.#conflate) this.#outgoing.clear();
    this.#outgoing.push(message, weightOfOutgoing(message));
    if (this.#outgoingFull) this.#full = true;
  }

  read(): Message | undefined {
    const message = this.#incoming.shift();
    const left = this.#incoming.length;
    if (this.#paused && this.#incomingLow) {
      this.#paused = false;
      this.#link?.resume();
    } else if (left === 0 && !this.#open && this.#link === undefined) {
      // Later: whoever reads still has to know whose message this is.
      queueMicrotask(() => this.#owner.pipeEmptied(this));
    }
    return message;
  }

  recall(message: Outgoing): boolean {
    return this.#outgoing.remove(message);
  }

  subscribe(topic: Uint8Array): void {
    this.#link?.subscribe(topic);
  }

  cancel(topic: Uint8Array): void {
    this.#link?.cancel(topic);
  }

  drop(reason?: Error): void {
    this.#incoming.clear();
    this.#deaf = true;
    this.#link?.destroy(reason);
  }

  // What the engine asks for.

  /** Begins to send and receive over a link. What is written before `start` goes first. */
  adopt(link: PeerLink): void {
    this.#link = link;
    this.#maxFrameBytes = link.maxFrameBytes;
    this.#peer = link.peer;
    this.#paused = false;
    this.#deaf = this.#ending;
    this.#ready = this.#open;
  }

  /** Sends what has waited for the link. */
  start(): void {
    this.drained();
  }

  /** Takes no more to send, and lets go of the peer when what was written has been handed over. */
  end(): void {
    this.#open = false;
    this.#ending = true;
    const link = this.#link;
    if (link === undefined) return;
    if (link.direct)
      for (let next = this.#outgoing.shift(); next !== undefined; next = this.#outgoing.shift())
        this.#offer(link, next);
    if (this.#outgoing.length === 0) link.end();
  }

  /** Throws away what comes in from now on, and what has come in. */
  deafen(): void {
    this.#deaf = true;
    this.#incoming.clear();
    if (!this.#paused) return;
    this.#paused = false;
    this.#link?.resume();
  }

  /** Takes no more to send and forgets what waits. @returns how many messages that were. */
  shut(): number {
    const dropped = this.#outgoing.length;
    this.#open = false;
    this.#ready = false;
    this.#outgoing.clear();
    return dropped;
  }

  /** Lets go of the peer at once. */
  destroy(): void {
    this.#link?.destroy();
  }

  // What the link tells.

  message(message: Message): boolean {
    if (this.#deaf) return true;
    const { length } = this.#incoming;
    if (length === 0) this.#fresh = true;
    else if (this.#conflate) this.#incoming.clear();
    const incoming = this.#incoming;
    incoming.push(message, weightOfMessage(message));
    const room = length + 1 < this.#receiveMark && incoming.weight < this.#receiveMarkBytes;
    if ((room && !this.#incomingTotal.exceeded) || this.#conflate) return true;
    this.#paused = true;
    return false;
  }

  settled(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#owner.pipeReadable(this);
  }

  drained(): void {
    const link = this.#link;
    if (link === undefined) return;
    let ready = true;
    while (ready) {
      const next = this.#outgoing.shift();
      if (next === undefined) break;
      ready = this.#offer(link, next);
    }
    this.#ready = ready && this.#open;
    if (this.#full && this.#outgoingLow) {
      this.#full = false;
      if (this.#open) this.#owner.pipeWritable(this);
    }
    if (this.#ending && this.#outgoing.length === 0) link.end();
  }

  dropped(reason: DropReason, count: number): void {
    this.#owner.pipeDropped(this, reason, count);
  }

  subscribed(topic: Uint8Array): void {
    this.#owner.pipeSubscribed(this, topic);
  }

  cancelled(topic: Uint8Array): void {
    this.#owner.pipeCancelled(this, topic);
  }

  closed(error: Error | undefined): void {
    this.settled();
    const { peer } = this;
    this.#link = undefined;
    this.#maxFrameBytes = Infinity;
    this.#ready = false;
    this.#paused = false;
    this.#owner.pipeLost(this, peer, error);
  }

  /**
   * Gives a message that has waited to a link. Its `send` is over, so if it cannot be sent it is dropped and counted, and
   * those behind it go on.
   */
  #offer(link: PeerLink, message: Outgoing): boolean {
    try {
      checkReadable(message);
      if (this.#maxFrameBytes !== Infinity) checkFrameSizes(message, this.#maxFrameBytes);
      return link.send(message);
    } catch (error) {
      this.#owner.pipeDropped(this, dropReasonOf(error), 1);
      return true;
    }
  }

  get #outgoingFull(): boolean {
    const outgoing = this.#outgoing;
    return outgoing.length >= this.#sendMark || outgoing.weight >= this.#sendMarkBytes;
  }

  get #outgoingLow(): boolean {
    const { length, weight } = this.#outgoing;
    return length <= this.#sendMark / 2 && weight <= this.#sendMarkBytes / 2;
  }

  get #incomingLow(): boolean {
    const { length, weight } = this.#incoming;
    if (length === 0) return true;
    return length <= this.#receiveMark / 2 && weight <= this.#receiveMarkBytes / 2 && !this.#incomingTotal.exceeded;
  }
}

import type { PeerCommand } from '../message/peer-command.js';
import type { DropReason, PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import { checkReadable, weightOfOutgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import { weightOfMessage } from '../message/message-access.js';
import { checkFrameSizes, checkMessageLimits } from '../message/message-limits.js';
import type { TotalWeight } from '../queue/weighed-queue.js';
import { WeighedQueue } from '../queue/weighed-queue.js';
import type { Pipe } from '../routing/pipe.js';
import { dropReasonOf } from '../routing/send-failure.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import { queueMicrotask } from '../runtime/timers.js';

/** The callbacks of a {@link PeerPipe}. */
export interface PipeEvents {
  /** Messages have come in at a pipe that had none. */
  pipeReadable(pipe: PeerPipe): void;
  /** A pipe that was full has room again. */
  pipeWritable(pipe: PeerPipe): void;
  pipeCommand(pipe: PeerPipe, command: PeerCommand): void;
  /** Messages were dropped: some that had been written, or (`unread`) some that had come in. */
  pipeDropped(pipe: PeerPipe, reason: DropReason, count: number): void;
  /** The link is gone; an error says why. */
  pipeLost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void;
  /** A retired pipe has been read to its end. */
  pipeEmptied(pipe: PeerPipe): void;
}

/** How many messages, and how much of them, wait in a pipe. */
export interface PipeMarks {
  /** Messages; 0: no limit. */
  readonly sendHighWaterMark: number;
  readonly receiveHighWaterMark: number;
  /** Bytes, as `weightOfMessage` counts them; 0: no limit. */
  readonly sendHighWaterMarkBytes: number;
  readonly receiveHighWaterMarkBytes: number;
}

/** How much a pipe holds. */
export interface PipeLimits extends PipeMarks {
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
 *
 * Every message has one owner: the sending socket until the pipe accepts it, the pipe while it is queued, the link once
 * that has accepted it, the application once it is read. The phase determines which of these steps are possible:
 *
 * ```
 *             write   outgoing ──> link   incoming <── link   read
 *  open       yes     yes                 yes                 yes
 *    │ leave
 *  leaving    no      yes, then end       no                  yes      the link may be lost and replaced
 *    │ retire
 *  retired    no      dropped             no                  yes      there is no link
 * ```
 *
 * `discard` ends reading, in any phase: what came in is dropped, and nothing more is taken.
 */
export class PeerPipe implements Pipe, LinkEvents {
  readonly #owner: PipeEvents;
  #sendMark: number;
  #receiveMark: number;
  #sendMarkBytes: number;
  #receiveMarkBytes: number;
  readonly #incomingTotal: TotalWeight;
  readonly #conflate: boolean;
  readonly #outgoing = new WeighedQueue<Outgoing>();
  readonly #incoming: WeighedQueue<Message>;
  #phase: 'open' | 'leaving' | 'retired' = 'open';
  #link: PeerLink | undefined;
  #peer: PeerInfo;
  /** The largest frame that the peer takes, in bytes, as far as it has told while it is there. */
  #maxFrameBytes: number | undefined;
  #met = false;
  /** The link takes messages now; then nothing waits. */
  #ready = false;
  /** The mark was reached, and half of what waited is still there. */
  #full = false;
  /** The link has been told to hand up no more until it is resumed. */
  #paused = false;
  /** Messages came to an empty queue. */
  #fresh = false;
  /** Messages are taken from the link: neither halted nor dropped. */
  #taking = true;
  /** The link is ended for the sake of another one. */
  #renewing = false;
  /** No more messages are taken, over whatever link. */
  #halted = false;
  /** What comes in is thrown away, over whatever link. */
  #discarding = false;

  constructor(owner: PipeEvents, limits: PipeLimits, peer: PeerInfo) {
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
    return this.#link !== undefined && this.#phase === 'open';
  }

  /** Whether it takes messages to send, as far as there is room. */
  get open(): boolean {
    return this.#phase === 'open';
  }

  /** Whether a peer has ever been there. */
  get met(): boolean {
    return this.#met;
  }

  /** Whether there is a link, though it may take nothing more. */
  get linked(): boolean {
    return this.#link !== undefined;
  }

  get writable(): boolean {
    return this.#phase === 'open' && (this.#ready || this.#conflate || !this.#outgoingFull);
  }

  get readable(): boolean {
    return this.#incoming.length > 0;
  }

  /** Messages that wait to be sent. */
  get outgoing(): number {
    return this.#outgoing.length;
  }

  /** Messages that wait to be read. */
  get unread(): number {
    return this.#incoming.length;
  }

  /** Whether everything written has been handed over. */
  get handedOver(): boolean {
    return this.#outgoing.length === 0 && (this.#link === undefined || this.#link.flushed);
  }

  /** Whether data handed over may still be in the system's buffers, so that its delivery is not known. */
  get buffered(): boolean {
    return this.#link !== undefined && !this.#link.synchronous && !this.#link.over;
  }

  write(message: Outgoing): void {
    // A routing puts frames before what was sent, which makes it an array.
    if (Array.isArray(message)) checkMessageLimits(message);
    if (this.#maxFrameBytes !== undefined) checkFrameSizes(message, this.#maxFrameBytes);
    if (this.#ready) {
      this.#ready = (this.#link as PeerLink).send(message);
      return;
    }
    if (this.#conflate) this.#outgoing.clear();
    this.#outgoing.push(message, weightOfOutgoing(message));
    if (this.#outgoingFull) this.#full = true;
  }

  peek(): Message | undefined {
    return this.#incoming.peek();
  }

  read(): Message | undefined {
    const message = this.#incoming.shift();
    const left = this.#incoming.length;
    if (this.#paused) this.#resumeIfLow();
    else if (left === 0 && this.#phase === 'retired') {
      // Later: the reader still needs the sender of this message.
      queueMicrotask(() => this.#owner.pipeEmptied(this));
    }
    return message;
  }

  recall(message: Outgoing): boolean {
    return this.#outgoing.remove(message);
  }

  writeCommand(command: PeerCommand): void {
    this.#link?.sendCommand(command);
  }

  renew(reason: Error): void {
    const link = this.#link;
    if (link === undefined || link.over) return;
    this.#renewing = true;
    this.#ready = false;
    this.#taking = false;
    this.#incoming.clear();
    link.destroy(reason);
  }

  drop(reason?: Error): void {
    this.#taking = false;
    this.#discardIncoming();
    this.#link?.destroy(reason);
  }

  // What the engine asks for.

  /** Whether the last link was ended by `renew`. */
  get renewing(): boolean {
    return this.#renewing;
  }

  /** Changes the marks. What is queued above a lower one stays. */
  limit(marks: PipeMarks): void {
    this.#sendMark = marks.sendHighWaterMark || Infinity;
    this.#receiveMark = marks.receiveHighWaterMark || Infinity;
    this.#sendMarkBytes = marks.sendHighWaterMarkBytes || Infinity;
    this.#receiveMarkBytes = marks.receiveHighWaterMarkBytes || Infinity;
    if (this.#outgoingFull) this.#full = true;
    else this.#tellOfRoom();
    this.#resumeIfLow();
  }

  /** Begins to send and receive over a link. What is written before `start` goes first. */
  adopt(link: PeerLink): void {
    this.#link = link;
    this.#maxFrameBytes = link.maxFrameBytes === Infinity ? undefined : link.maxFrameBytes;
    this.#peer = link.peer;
    this.#met = true;
    this.#paused = false;
    this.#renewing = false;
    this.#taking = !this.#halted;
    // Over inproc, the other end is notified first, and may have ended the connection by now.
    this.#ready = this.#phase === 'open' && !link.over;
    if (this.#halted) link.halt();
  }

  /** Sends what has waited for the link. */
  start(): void {
    this.drained();
  }

  /**
   * Takes no more to send and no more from the peer. What was written still goes out, over this link or the next; then
   * the link is ended. What has come in can still be read.
   */
  leave(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'leaving';
    this.#ready = false;
    this.halt();
    const link = this.#link;
    if (link === undefined || link.over) return;
    if (link.synchronous)
      for (let next = this.#outgoing.shift(); next !== undefined; next = this.#outgoing.shift())
        this.#offer(link, next);
    if (this.#outgoing.length === 0) link.end();
  }

  /** Drops queued outgoing messages when there is no link and there will be none. @returns how many messages. */
  retire(): number {
    this.#phase = 'retired';
    this.#halted = true;
    this.#ready = false;
    return this.dropOutgoing();
  }

  /** Drops what waits to be sent. @returns how many messages. */
  dropOutgoing(): number {
    const dropped = this.#outgoing.length;
    if (dropped > 0) this.#outgoing.clear();
    return dropped;
  }

  /** Stops reading from the peer. What has come in can still be read, and the pipe can be written to. */
  halt(): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#taking = false;
    this.#paused = false;
    this.#link?.halt();
  }

  /** Stops reading from the peer, and drops received messages, which will not be read. */
  discard(): void {
    this.#discarding = true;
    this.halt();
    this.#discardIncoming();
  }

  /** Disconnects the peer at once. */
  destroy(): void {
    this.#link?.destroy();
  }

  // What the link tells.

  message(message: Message): boolean {
    if (!this.#taking) return this.#late(message);
    const incoming = this.#incoming;
    const { length } = incoming;
    if (length === 0) this.#fresh = true;
    else if (this.#conflate) incoming.clear();
    const weight = incoming.push(message, weightOfMessage(message));
    const room = length + 1 < this.#receiveMark && weight < this.#receiveMarkBytes;
    if ((room && !this.#incomingTotal.exceeded) || this.#conflate) return true;
    this.#paused = true;
    return false;
  }

  batchEnd(): void {
    if (!this.#fresh) return;
    this.#fresh = false;
    this.#owner.pipeReadable(this);
  }

  drained(): void {
    const link = this.#link;
    if (link === undefined || link.over) return;
    let ready = true;
    while (ready) {
      const next = this.#outgoing.shift();
      if (next === undefined) break;
      ready = this.#offer(link, next);
    }
    this.#ready = ready && this.#phase === 'open';
    if (this.#full && this.#outgoingLow) this.#tellOfRoom();
    if (this.#phase === 'leaving' && this.#outgoing.length === 0) link.end();
  }

  held(): void {
    this.#ready = false;
  }

  dropped(reason: DropReason, count: number): void {
    this.#owner.pipeDropped(this, reason, count);
  }

  command(command: PeerCommand): void {
    this.#owner.pipeCommand(this, command);
  }

  closed(error: Error | undefined): void {
    this.batchEnd();
    const { peer } = this;
    this.#link = undefined;
    this.#maxFrameBytes = undefined;
    this.#ready = false;
    this.#paused = false;
    this.#owner.pipeLost(this, peer, error);
  }

  #tellOfRoom(): void {
    if (!this.#full) return;
    this.#full = false;
    if (this.#phase === 'open') this.#owner.pipeWritable(this);
  }

  #resumeIfLow(): void {
    if (!this.#paused || !this.#incomingLow) return;
    this.#paused = false;
    this.#link?.resume();
  }

  /** A message that was on its way when nothing more was to be taken. */
  #late(message: Message): boolean {
    if (this.#discarding || !this.#halted) {
      this.#owner.pipeDropped(this, 'unread', 1);
    } else {
      if (this.#incoming.length === 0) this.#fresh = true;
      this.#incoming.push(message, weightOfMessage(message));
    }
    return false;
  }

  #discardIncoming(): void {
    const count = this.#incoming.length;
    if (count === 0) return;
    this.#incoming.clear();
    this.#owner.pipeDropped(this, 'unread', count);
  }

  /**
   * Gives a message that has waited to a link. Its `send` is over, so if it cannot be sent it is dropped and counted, and
   * those behind it go on.
   */
  #offer(link: PeerLink, message: Outgoing): boolean {
    try {
      checkReadable(message);
      if (this.#maxFrameBytes !== undefined) checkFrameSizes(message, this.#maxFrameBytes);
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

import type { PeerCommand } from '../message/peer-command.js';
import type { DropReason, PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import { checkReadable, weightOfOutgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import { checkFrameSizes, checkMessageLimits } from '../message/message-limits.js';
import { WeighedQueue } from '../queue/weighed-queue.js';
import type { Pipe } from '../routing/pipe.js';
import { dropReasonOf } from '../routing/send-failure.js';
import type { LinkEvents, PeerLink } from '../transport/peer-link.js';
import { queueMicrotask } from '../runtime/timers.js';
import { afterNextPoll } from '../turn/after-next-poll.js';
import type { PipeLimits, PipeMarks } from './high-water-marks.js';
import { HighWaterMarks } from './high-water-marks.js';
import { sizeOfSent } from './send-size.js';
import { IncomingMessages } from './incoming-messages.js';
import { PeerTraffic, type PipeTotals } from './peer-traffic.js';

/** The callbacks of a {@link PeerPipe}. */
export interface PipeEvents {
  /** Messages have come in at a pipe that had none. */
  pipeReadable(pipe: PeerPipe): void;
  /** A pipe that was full has room again. */
  pipeWritable(pipe: PeerPipe): void;
  pipeCommand(pipe: PeerPipe, command: PeerCommand): void;
  /** Messages were dropped: some that had been written, or (`unread`) some that had come in. */
  pipeDropped(pipe: PeerPipe, reason: DropReason, count: number): void;
  /** The peer no longer receives what is sent over this link, though messages from it may still come. */
  pipeWriteClosed(pipe: PeerPipe): void;
  /** The link is gone; an error says why. */
  pipeLost(pipe: PeerPipe, peer: PeerInfo, error: Error | undefined): void;
  /** A retired pipe has been read to its end. */
  pipeEmptied(pipe: PeerPipe): void;
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
 * After `endWriting`, a pipe is leaving with nothing to send, and still reads: the peer no longer receives, and what it has
 * sent comes in.
 *
 * `discard` ends reading, in any phase: what came in is dropped, and nothing more is taken.
 */
export class PeerPipe implements Pipe, LinkEvents {
  /** The endpoint of the socket that it belongs to. */
  readonly endpoint: string;
  readonly assignedRoutingId: Uint8Array | undefined;
  readonly #owner: PipeEvents;
  #sendMarks: HighWaterMarks;
  readonly #conflate: boolean;
  readonly #outgoing = new WeighedQueue<Outgoing>();
  readonly #incoming: IncomingMessages;
  #phase: 'open' | 'leaving' | 'retired' = 'open';
  #link: PeerLink | undefined;
  #peer: PeerInfo;
  #messagesSent = 0;
  #bytesSent = 0;
  /** Of the connection, or of the last one. */
  #traffic: PeerTraffic;
  /** The largest frame that the peer takes, in bytes, as far as it has told while it is there. */
  #maxFrameBytes: number | undefined;
  #met = false;
  /** The link takes messages now; then nothing waits. */
  #ready = false;
  /** The mark was reached, and half of what waited is still there. */
  #full = false;
  /** The link that gets what has waited for it as soon as it is known that the peer has not ended it at once. */
  #starting: PeerLink | undefined;
  /** The link is ended for the sake of another one. */
  #renewing = false;

  constructor(owner: PipeEvents, limits: PipeLimits, endpoint: string, peer: PeerInfo, assignedRoutingId?: Uint8Array) {
    this.endpoint = endpoint;
    this.assignedRoutingId = assignedRoutingId;
    this.#owner = owner;
    this.#sendMarks = new HighWaterMarks(limits.sendHighWaterMark, limits.sendHighWaterMarkBytes);
    this.#incoming = new IncomingMessages(limits, (count) => owner.pipeDropped(this, 'unread', count));
    this.#conflate = limits.conflate;
    this.#peer = peer;
    this.#traffic = new PeerTraffic(this.#totals);
  }

  get peer(): PeerInfo {
    return this.#peer;
  }

  /** What has gone over the connection, or over the last one; another object for each. */
  get traffic(): PeerTraffic {
    return this.#traffic;
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
      this.#sent(message);
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
    const message = this.#incoming.read();
    if (this.#phase === 'retired' && this.#incoming.length === 0) {
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
    this.#incoming.clear();
    link.destroy(reason);
  }

  end(): void {
    this.leave();
  }

  drop(reason?: Error): void {
    this.#incoming.drop();
    this.#link?.destroy(reason);
  }

  // What the engine asks for.

  /** Whether the last link was ended by `renew`. */
  get renewing(): boolean {
    return this.#renewing;
  }

  /** Changes the marks. What is queued above a lower one stays. */
  limit(marks: PipeMarks): void {
    this.#sendMarks = new HighWaterMarks(marks.sendHighWaterMark, marks.sendHighWaterMarkBytes);
    if (this.#outgoingFull) this.#full = true;
    else this.#tellOfRoom();
    this.#incoming.limit(marks);
  }

  /** Begins to send and receive over a link. What is written before `start` goes first. */
  adopt(link: PeerLink): void {
    this.#link = link;
    this.#traffic.end();
    this.#traffic = new PeerTraffic(this.#totals);
    this.#maxFrameBytes = link.maxFrameBytes === Infinity ? undefined : link.maxFrameBytes;
    this.#peer = link.peer;
    this.#met = true;
    this.#renewing = false;
    // Over inproc, the other end is notified first, and may have ended the connection by now.
    this.#ready = this.#phase === 'open' && !link.over;
    this.#incoming.attach(link);
  }

  /**
   * Sends what has waited for the link; over a connection, after its next reading. The peer may have ended it together with
   * its handshake, and what is written to it then is lost.
   */
  start(): void {
    const link = this.#link;
    if (link === undefined || link.synchronous || this.#outgoing.length === 0) {
      this.drained();
      return;
    }
    this.#ready = false;
    this.#starting = link;
    afterNextPoll(() => {
      if (this.#starting === link) this.drained();
    });
  }

  /**
   * Takes no more to send and no more from the peer. What was written still goes out, over this link or the next; then
   * the link is ended. What has come in can still be read.
   */
  leave(): void {
    if (this.#phase !== 'open') return;
    this.#phase = 'leaving';
    this.#ready = false;
    this.#incoming.halt();
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
    this.#incoming.retire();
    this.#ready = false;
    return this.dropOutgoing();
  }

  /** Takes nothing more to send, and drops what is queued. What the peer has sent still comes in. @returns how many messages. */
  endWriting(): number {
    this.#phase = 'leaving';
    this.#ready = false;
    return this.dropOutgoing();
  }

  /** Drops the queued outgoing messages. @returns how many messages. */
  dropOutgoing(): number {
    const dropped = this.#outgoing.length;
    if (dropped > 0) this.#outgoing.clear();
    return dropped;
  }

  /** Stops reading from the peer. What has come in can still be read, and the pipe can be written to. */
  halt(): void {
    this.#incoming.halt();
  }

  /** Stops reading from the peer, and drops received messages, which will not be read. */
  discard(): void {
    this.#incoming.discard();
  }

  /** Ends the connection once what it has taken has been handed over. The rest waits for the next one. */
  endLink(): void {
    const link = this.#link;
    if (link === undefined || link.over) return;
    this.#ready = false;
    this.#starting = undefined;
    link.end();
  }

  /** Disconnects the peer at once. */
  destroy(): void {
    this.#link?.destroy();
  }

  // What the link tells.

  message(message: Message): boolean {
    return this.#incoming.push(message);
  }

  batchEnd(): void {
    if (this.#incoming.takeFresh()) this.#owner.pipeReadable(this);
  }

  drained(): void {
    this.#starting = undefined;
    const link = this.#link;
    if (link === undefined || link.over) return;
    let ready = true;
    while (ready) {
      const next = this.#outgoing.shift();
      if (next === undefined) break;
      ready = this.#offer(link, next);
    }
    this.#ready = ready && this.#phase === 'open';
    if (this.#full && this.#sendMarks.isLow(this.#outgoing.length, this.#outgoing.weight)) this.#tellOfRoom();
    if (this.#phase === 'leaving' && this.#outgoing.length === 0) link.end();
  }

  held(): void {
    this.#ready = false;
    this.#starting = undefined;
  }

  writeClosed(): void {
    this.#owner.pipeWriteClosed(this);
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
    this.#traffic.end();
    this.#link = undefined;
    this.#starting = undefined;
    this.#maxFrameBytes = undefined;
    this.#ready = false;
    this.#incoming.detach();
    this.#owner.pipeLost(this, peer, error);
  }

  #sent(message: Outgoing): void {
    this.#messagesSent++;
    this.#bytesSent += sizeOfSent(message);
  }

  readonly #totals = (): PipeTotals => ({
    messagesSent: this.#messagesSent,
    bytesSent: this.#bytesSent,
    messagesReceived: this.#incoming.messages,
    bytesReceived: this.#incoming.bytes,
  });

  #tellOfRoom(): void {
    if (!this.#full) return;
    this.#full = false;
    if (this.#phase === 'open') this.#owner.pipeWritable(this);
  }

  /**
   * Gives a message that has waited to a link. Its `send` is over, so if it cannot be sent it is dropped and counted, and
   * those behind it go on.
   */
  #offer(link: PeerLink, message: Outgoing): boolean {
    try {
      checkReadable(message);
      if (this.#maxFrameBytes !== undefined) checkFrameSizes(message, this.#maxFrameBytes);
      const ready = link.send(message);
      this.#sent(message);
      return ready;
    } catch (error) {
      this.#owner.pipeDropped(this, dropReasonOf(error), 1);
      return true;
    }
  }

  get #outgoingFull(): boolean {
    return this.#sendMarks.reachedBy(this.#outgoing.length, this.#outgoing.weight);
  }
}

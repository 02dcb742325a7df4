import type { Message } from '../message/message.js';
import { FRAME_OVERHEAD_BYTES } from '../message/frame-overhead.js';
import { weightOfMessage } from '../message/message-access.js';
import type { TotalWeight } from '../queue/weighed-queue.js';
import { WeighedQueue } from '../queue/weighed-queue.js';
import type { PeerLink } from '../transport/peer-link.js';
import type { PipeLimits, PipeMarks } from './high-water-marks.js';
import { HighWaterMarks } from './high-water-marks.js';

/** The messages of one peer that wait to be read. At the mark, the link stops handing up, until the queue is low. */
export class IncomingMessages {
  readonly #dropped: (count: number) => void;
  readonly #queue: WeighedQueue<Message>;
  readonly #total: TotalWeight;
  readonly #conflate: boolean;
  #marks: HighWaterMarks;
  #link: PeerLink | undefined;
  #messages = 0;
  #bytes = 0;
  /** The link has been told to hand up no more until it is resumed. */
  #paused = false;
  /** Messages came to an empty queue. */
  #fresh = false;
  /** Messages are taken from the link: neither halted nor dropped. */
  #taking = true;
  /** No more messages are taken, over whatever link. */
  #halted = false;
  /** What comes in is thrown away, over whatever link. */
  #discarding = false;

  /** @param dropped Called with the number of messages that will not be read. */
  constructor(limits: PipeLimits, dropped: (count: number) => void) {
    this.#dropped = dropped;
    this.#queue = new WeighedQueue(limits.incomingTotal);
    this.#total = limits.incomingTotal;
    this.#conflate = limits.conflate;
    this.#marks = marksOf(limits);
  }

  get length(): number {
    return this.#queue.length;
  }

  /** Messages that have come in so far. */
  get messages(): number {
    return this.#messages;
  }

  /** Bytes of the frames of these messages. */
  get bytes(): number {
    return this.#bytes;
  }

  peek(): Message | undefined {
    return this.#queue.peek();
  }

  read(): Message | undefined {
    const message = this.#queue.shift();
    if (this.#paused) this.#resumeIfLow();
    return message;
  }

  /** A message of the link. @returns whether another one may follow before `PeerLink.resume`. */
  push(message: Message): boolean {
    if (!this.#taking) return this.#late(message);
    const queue = this.#queue;
    const { length } = queue;
    if (length === 0) this.#fresh = true;
    else if (this.#conflate) queue.clear();
    const size = message.size;
    const frames = message.length;
    this.#messages++;
    this.#bytes += size;
    const weight = queue.push(message, size + frames * FRAME_OVERHEAD_BYTES);
    const marks = this.#marks;
    const room = length + 1 < marks.count && weight < marks.bytes;
    if ((room && !this.#total.exceeded) || this.#conflate) return true;
    this.#paused = true;
    return false;
  }

  /** Whether messages have come to an empty queue since the last call. */
  takeFresh(): boolean {
    const fresh = this.#fresh;
    this.#fresh = false;
    return fresh;
  }

  /** Changes the marks. What is queued above a lower one stays. */
  limit(marks: PipeMarks): void {
    this.#marks = marksOf(marks);
    this.#resumeIfLow();
  }

  attach(link: PeerLink): void {
    this.#link = link;
    this.#paused = false;
    this.#taking = !this.#halted;
    if (this.#halted) link.halt();
  }

  detach(): void {
    this.#link = undefined;
    this.#paused = false;
  }

  /** Takes no more messages, over this link or another one. What has come in can still be read. */
  halt(): void {
    if (this.#halted) return;
    this.#halted = true;
    this.#taking = false;
    this.#paused = false;
    this.#link?.halt();
  }

  /** There is no link, and there will be none. */
  retire(): void {
    this.#halted = true;
  }

  /** Takes nothing more from this link, and forgets what has come in. */
  clear(): void {
    this.#taking = false;
    this.#queue.clear();
  }

  /** Takes nothing more from this link, and drops what has come in. */
  drop(): void {
    this.#taking = false;
    this.#dropAll();
  }

  /** Takes nothing more from any link, and drops what has come in. */
  discard(): void {
    this.#discarding = true;
    this.halt();
    this.#dropAll();
  }

  #dropAll(): void {
    const count = this.#queue.length;
    if (count === 0) return;
    this.#queue.clear();
    this.#dropped(count);
  }

  #resumeIfLow(): void {
    if (!this.#paused) return;
    const { length, weight } = this.#queue;
    if (length > 0 && (!this.#marks.isLow(length, weight) || this.#total.exceeded)) return;
    this.#paused = false;
    this.#link?.resume();
  }

  /** A message that was on its way when nothing more was to be taken. */
  #late(message: Message): boolean {
    this.#messages++;
    this.#bytes += message.size;
    if (this.#discarding || !this.#halted) {
      this.#dropped(1);
    } else {
      if (this.#queue.length === 0) this.#fresh = true;
      this.#queue.push(message, weightOfMessage(message));
    }
    return false;
  }
}

function marksOf({ receiveHighWaterMark, receiveHighWaterMarkBytes }: PipeMarks): HighWaterMarks {
  return new HighWaterMarks(receiveHighWaterMark, receiveHighWaterMarkBytes);
}

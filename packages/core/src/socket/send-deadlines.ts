import { MAX_DURATION_MS } from '../options/option-rule.js';
import type { LinkedQueue, QueueEntry } from '../queue/linked-queue.js';
import { clearTimeout, performance, setTimeout, unref } from '../runtime/timers.js';
import type { WaitingSend } from './waiting-send.js';

/** What {@link SendDeadlines} need of the sender. */
export interface SendDeadlinesHost {
  /** Whether the engine has the first message in hand: then it minds the deadline of that one, and may have sent it. */
  inHand(): boolean;
  /** The deadline of the first send may be over. */
  expireFirst(): void;
  /** The deadline of a send behind the first is over. */
  expire(entry: QueueEntry<WaitingSend>): void;
}

/**
 * The deadlines of the sends that wait. They have the same timeout unless it was changed meanwhile, so deadlines are in
 * the order of the queue, too, and one timer, for the first, is enough; otherwise it is for the earliest deadline.
 */
export class SendDeadlines {
  readonly #queue: LinkedQueue<WaitingSend>;
  readonly #host: SendDeadlinesHost;
  /** A send waits that has to leave the queue before one that came earlier. */
  #unordered = false;
  /** The latest deadline in the queue. */
  #last = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queue: LinkedQueue<WaitingSend>, host: SendDeadlinesHost) {
    this.#queue = queue;
    this.#host = host;
  }

  /** A send has joined the queue. */
  joined({ deadline }: WaitingSend): void {
    if (deadline < this.#last) this.#unordered = true;
    else this.#last = deadline;
  }

  /** To be called when a send has joined the queue that is not the first. */
  watchJoined(): void {
    if (!this.#unordered) return;
    this.#stop();
    this.watch();
  }

  /** Sets the timer for the next deadline. */
  watch(): void {
    const deadline = this.#unordered ? this.#earliest() : this.#queue.peek()?.deadline;
    if (deadline === undefined || deadline === Infinity) {
      this.#stop();
      return;
    }
    // It may be over already: the turn of the event loop was long, or the engine has the message in hand.
    const delay = Math.min(Math.max(1, deadline - performance.now() + 1), MAX_DURATION_MS);
    this.#timer ??= setTimeout(this.#onTimer, delay);
    // The process is kept alive by a program that awaits the send, not by its timer.
    unref(this.#timer);
  }

  /** The queue is empty. */
  reset(): void {
    this.#stop();
    this.#unordered = false;
    this.#last = 0;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  readonly #onTimer = (): void => {
    this.#timer = undefined;
    if (!this.#host.inHand()) this.#host.expireFirst();
    if (this.#unordered) this.#expireOthers();
    this.watch();
  };

  /** The first deadline of all, but for the message that the engine has in hand. */
  #earliest(): number {
    let earliest = Infinity;
    const first = this.#queue.peek();
    for (const { value } of this.#queue) {
      if (!(this.#host.inHand() && value === first)) earliest = Math.min(earliest, value.deadline);
    }
    return earliest;
  }

  #expireOthers(): void {
    const first = this.#queue.peek();
    const now = performance.now();
    const late = [...this.#queue].filter(({ value }) => value !== first && value.deadline <= now);
    for (const entry of late) this.#host.expire(entry);
  }
}

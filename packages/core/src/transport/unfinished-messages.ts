import { ZMQError } from '../errors/zmq-error.js';
import { clearInterval, setInterval, unref } from '../runtime/timers.js';
import { InOrderOfStart } from './in-order-of-start.js';

/** How often it is looked who goes on, while the limit is exceeded, in milliseconds. */
const LOOK_INTERVAL_MS = 250;
/** A peer without progress at this many consecutive checks is disconnected. */
const MAX_IDLE_CHECKS = 4;
/** What has to come from one look to the last of these to count as progress, in bytes. */
const MIN_PROGRESS_BYTES = 256 * 1024;

/** What every connection may have, however many there are, in bytes. */
const MIN_SHARE_BYTES = 16 * 1024;

/** By so much the queues may exceed the limit, as each peer may have one message in them, in bytes. */
const MAX_EXCESS_BYTES = 256 * 1024 * 1024;

/** What messages take that wait to be received. */
export interface QueuedWeight {
  readonly weight: number;
  /** Whether it is more than it may be. */
  readonly exceeded: boolean;
  /** Called when it is not exceeded, as long as it is set. */
  relieved: (() => void) | undefined;
}

const ofSockets = new WeakMap<QueuedWeight, UnfinishedMessages>();

/**
 * Those of the peers of a socket, for transports with messages that come in pieces; undefined: they are not limited.
 *
 * @param local A `LocalSocket`.
 */
export function unfinishedMessagesOf({
  options,
  queued,
}: {
  readonly options: { readonly maxIncomingBytes: number };
  readonly queued?: QueuedWeight;
}): UnfinishedMessages | undefined {
  if (queued === undefined) return undefined;
  let unfinished = ofSockets.get(queued);
  if (unfinished === undefined) {
    unfinished = new UnfinishedMessages(options.maxIncomingBytes, queued);
    ofSockets.set(queued, unfinished);
  }
  return unfinished;
}

/** A connection, as the budget sees it. */
export interface UnfinishedHolder {
  /** Whether it is read from, or would be if it were not held back. */
  readonly reading: boolean;
  /** Reads no more until `release`. */
  hold(): void;
  release(): void;
  /** Ends the connection. */
  cut(reason: Error): void;
}

/**
 * What messages take, of all peers of a socket together, that have begun and have not ended. No high-water mark counts
 * them: they are in no queue yet.
 *
 * While they take more than the limit, together with the queues of the socket, every connection with more than a fair
 * share (half of the limit, divided by the connections) is held back, except the one whose message began first. That one
 * goes on to its end, however large its message is, so that each gets its turn. Messages that are more overhead than
 * bytes, because their frames are tiny, have theirs after all others. Connections that could go on and do not are cut
 * off, after a second with less than 256 KiB, while unfinished messages take more than half of the limit. A connection
 * with less than its fair share is neither held back nor cut off.
 *
 * While the queues alone exceed the limit, no peer with more than a fair share continues: completed messages would only
 * be added to them. When they exceed it by 256 MiB, which peers can cause by connecting, sending and leaving, no peer
 * is read until they hold less.
 */
export class UnfinishedMessages {
  readonly #limit: number;
  readonly #queued: QueuedWeight;
  /** Those with an unfinished message, the oldest first. */
  readonly #accounts = new InOrderOfStart<UnfinishedAccount>();
  readonly #held = new Set<UnfinishedAccount>();
  #connections = 0;
  #bytes = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * @param limit In bytes; 0: none.
   * @param queued What messages take that wait to be received.
   */
  constructor(limit: number, queued: QueuedWeight) {
    this.#limit = limit === 0 ? Infinity : limit;
    this.#queued = queued;
  }

  /** In bytes, with the overhead of each frame. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Begins an account for a connection. */
  open(holder: UnfinishedHolder): UnfinishedAccount {
    this.#connections++;
    return new UnfinishedAccount(holder, this);
  }

  /** Together with what is queued. */
  get #exceeded(): boolean {
    return this.#bytes + this.#queued.weight > this.#limit;
  }

  get #fairShare(): number {
    return Math.max(MIN_SHARE_BYTES, this.#limit / (2 * this.#connections));
  }

  /** @internal */
  ended(account: UnfinishedAccount): void {
    this.#connections--;
    this.#held.delete(account);
  }

  /** @internal Something has come, and is about to be taken. */
  admit(account: UnfinishedAccount): void {
    if (this.#overfull) this.#holdBack(account);
  }

  /** Whether not even one message of each peer has room. */
  get #overfull(): boolean {
    return this.#queued.weight > this.#limit + MAX_EXCESS_BYTES;
  }

  /** @internal */
  changed(account: UnfinishedAccount, change: number): void {
    this.#bytes += change;
    if (account.bytes === 0) this.#accounts.delete(account);
    else this.#accounts.add(account);
    if (this.#exceeded) {
      if (account.bytes > this.#fairShare && account !== this.#next) this.#holdBack(account);
      if (change < 0) this.#release(this.#next);
    } else if (this.#timer !== undefined) {
      this.#relax();
    }
  }

  #holdBack(account: UnfinishedAccount): void {
    account.hold();
    this.#held.add(account);
    this.#queued.relieved = this.#relieved;
    this.#timer ??= unref(setInterval(this.#look, LOOK_INTERVAL_MS));
  }

  /** Who may go on though it has more than a fair share: the oldest of these. */
  get #next(): UnfinishedAccount | undefined {
    if (this.#queued.exceeded) return undefined;
    const share = this.#fairShare;
    let last: UnfinishedAccount | undefined;
    for (const account of this.#accounts) {
      if (account.bytes <= share) continue;
      if (!account.inflated) return account;
      last ??= account;
    }
    return last;
  }

  /** The limit is kept again: all go on. */
  #relax(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#queued.relieved = undefined;
    for (const account of this.#held) this.#release(account);
  }

  #release(account: UnfinishedAccount | undefined): void {
    if (account === undefined || !this.#held.delete(account)) return;
    account.release();
  }

  /** The queues have room again. */
  readonly #relieved = (): void => {
    this.#queued.relieved = undefined;
    this.#proceed();
  };

  /** Lets those go on that may. */
  #proceed(): void {
    if (!this.#exceeded) {
      this.#relax();
    } else if (!this.#overfull) {
      const share = this.#fairShare;
      const next = this.#next;
      for (const account of this.#held) if (account.bytes <= share || account === next) this.#release(account);
    }
  }

  /** Cuts off those that could go on and do not. */
  readonly #look = (): void => {
    const share = this.#fairShare;
    const accounts = [...this.#accounts];
    for (const account of accounts) {
      if (this.#bytes <= this.#limit / 2) break;
      // Cutting one off may have ended another one's message.
      if (!account.listed) continue;
      if (account.look() >= MAX_IDLE_CHECKS && account.bytes > share) account.cut(this.#limit);
    }
    this.#proceed();
  };
}

/** What one connection has of an unfinished message. */
export class UnfinishedAccount {
  /** @internal */
  listed = false;
  /** @internal */
  older: UnfinishedAccount | undefined;
  /** @internal */
  newer: UnfinishedAccount | undefined;
  bytes = 0;
  /** Whether it is more overhead than bytes of frames. */
  inflated = false;
  readonly #holder: UnfinishedHolder;
  readonly #budget: UnfinishedMessages;
  #closed = false;
  #held = false;
  /** What it had when it last made progress, and how often it has been looked at since. */
  #markedBytes = 0;
  #idleLooks = 0;

  /** @internal By `UnfinishedMessages.open`. */
  constructor(holder: UnfinishedHolder, budget: UnfinishedMessages) {
    this.#holder = holder;
    this.#budget = budget;
  }

  /** Something has come, and is about to be taken. It may hold the connection back. */
  admit(): void {
    this.#budget.admit(this);
  }

  /**
   * Says how much it is now. It may hold the connection back, or let it go on.
   *
   * @param bytes With the overhead of frames.
   * @param overhead That alone.
   */
  set(bytes: number, overhead: number): void {
    const change = bytes - this.bytes;
    if (change === 0 || this.#closed) return;
    if (bytes < this.bytes) this.#mark(bytes);
    this.bytes = bytes;
    this.inflated = overhead > bytes / 2;
    this.#budget.changed(this, change);
  }

  /** The connection has ended. */
  close(): void {
    if (this.#closed) return;
    this.#held = false;
    this.set(0, 0);
    this.#closed = true;
    this.#budget.ended(this);
  }

  /** @internal */
  hold(): void {
    if (this.#held) return;
    this.#held = true;
    this.#holder.hold();
  }

  /** @internal */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#mark(this.bytes);
    this.#holder.release();
  }

  /** @internal Looks whether it goes on. @returns how often in a row it has not. */
  look(): number {
    if (this.#held || !this.#holder.reading || this.bytes - this.#markedBytes >= MIN_PROGRESS_BYTES) {
      this.#mark(this.bytes);
    } else {
      this.#idleLooks++;
    }
    return this.#idleLooks;
  }

  /** @internal */
  cut(limit: number): void {
    const { bytes } = this;
    this.close();
    this.#holder.cut(
      new ZMQError(
        'ENOBUFS',
        `Messages that have begun and have not ended take more than maxIncomingBytes, ${limit} bytes, and this peer does ` +
          `not go on with its own, of which ${bytes} bytes have come. Raise maxIncomingBytes, or set it to 0 for no limit, ` +
          'if the peers can be trusted.',
      ),
    );
  }

  #mark(bytes: number): void {
    this.#markedBytes = bytes;
    this.#idleLooks = 0;
  }
}

import { setImmediate, setTimeout } from '@zeromq-ts/core/spi';

/** How many handshakes may be under way at one listener. */
export interface HalfOpenLimits {
  /** Above it, those whose peers have fallen silent are given up. */
  readonly crowded: number;
  /** Above it, the one that has taken longest is, whatever it does. */
  readonly most: number;
  /** How long a peer may be silent above the limit: at least this, at most twice as long; in milliseconds. */
  readonly patience: number;
}

/** A process that connects thousands of sockets is busy with it for seconds before any of them can greet. */
const LIMITS: HalfOpenLimits = { crowded: 1024, most: 8192, patience: 5000 };

/** A handshake, as far as others have to do with it. */
export interface HalfOpenConnection {
  /** Whether its peer has done something since this was asked last, or has to wait for us. A new one has. */
  consumeActivity(): boolean;
  /** Aborts it because too many others are in progress. */
  evict(others: number): void;
}

/**
 * The handshakes under way at one listener: a bound on what peers can hold that have not shown who they are, which
 * thousands of honest ones that come at once do not run into.
 *
 * ```
 *   0 ────────── crowded ──────────────────── most
 *     all stay            the silent ones go        the oldest goes for each that comes
 * ```
 *
 * An honest peer is done within a few round trips. That it is silent is noted after all that has come was read, not by
 * the clock alone: when it is this side that is slow, its greeting may be there and wait.
 */
export class HalfOpenConnections<M extends HalfOpenConnection = HalfOpenConnection> {
  /** In the order in which they began. */
  readonly #members = new Set<M>();
  readonly #limits: HalfOpenLimits;
  #timer: NodeJS.Timeout | undefined;

  constructor(limits: HalfOpenLimits = LIMITS) {
    this.#limits = limits;
  }

  add(member: M): void {
    if (this.#members.size >= this.#limits.most) this.makeRoom();
    this.#members.add(member);
    this.#watch();
  }

  delete(member: M): void {
    this.#members.delete(member);
  }

  /** Gives up the one that has taken longest. */
  makeRoom(): void {
    const [oldest] = this.#members;
    oldest?.evict(this.#members.size - 1);
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.#members[Symbol.iterator]();
  }

  #watch(): void {
    if (this.#timer !== undefined || this.#members.size <= this.#limits.crowded) return;
    this.#timer = setTimeout(() => setImmediate(this.#thinOut), this.#limits.patience).unref();
  }

  readonly #thinOut = (): void => {
    this.#timer = undefined;
    for (const member of this.#members) {
      if (this.#members.size <= this.#limits.crowded) return;
      if (!member.consumeActivity()) member.evict(this.#members.size - 1);
    }
    this.#watch();
  };
}

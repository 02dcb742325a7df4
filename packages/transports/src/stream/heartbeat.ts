/** The longest delay that a timer takes; above it, Node fires at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

/** What a heartbeat is told to do: milliseconds; 0 is off. */
export interface HeartbeatRules {
  /** Between two PINGs. */
  readonly interval: number;
  /** For a sign of life after a PING. */
  readonly timeout: number;
  /** For which the peer is asked to wait for us. */
  readonly timeToLive: number;
}

export interface HeartbeatWatcher {
  /** It is time for a PING. */
  ping(timeToLive: number): void;
  /** Nothing is read, so no PING is answered: it is time for something else that shows the peer that we live. */
  showLife(): void;
  /** Nothing came for too long. */
  expired(milliseconds: number, limit: string): void;
}

/**
 * Whether the peer is alive (RFC 37, "Connection Heartbeating"). One timer, set for whatever is due next and not
 * touched by traffic, which only moves the deadlines; none at all while neither side heartbeats.
 *
 * ```
 * heard ──interval──→ PING ──timeout──→ expired       (we ask; any octet is an answer, one PING is under way at most)
 * heard ──TTL of the peer's PING──→ expired           (the peer has promised)
 * paused ──half an interval──→ a sign of life         (we do not read, and so cannot answer)
 * ```
 *
 * While the reading is paused, nothing expires: it is not the peer that is silent. And a deadline that is over counts
 * only when nothing has come after one more look at the network, for the event loop may have been held up itself.
 */
export class Heartbeat {
  readonly #rules: HeartbeatRules;
  readonly #watcher: HeartbeatWatcher;
  #timer: NodeJS.Timeout | undefined;
  #look: NodeJS.Immediate | undefined;
  #due = Infinity;
  #lastHeard = 0;
  #nextPing = Infinity;
  /** When the PING that is not answered yet was sent. */
  #pingedAt: number | undefined;
  #peerTimeToLive = 0;
  #peerPingedAt: number | undefined;
  /** The time between two PINGs of the peer. */
  #peerInterval = Infinity;
  #paused = false;
  #nextSign = Infinity;
  #stopped = false;

  constructor(rules: HeartbeatRules, watcher: HeartbeatWatcher) {
    this.#rules = rules;
    this.#watcher = watcher;
    if (rules.interval === 0) return;
    this.#lastHeard = performance.now();
    this.#nextPing = this.#lastHeard + rules.interval;
    this.#arm();
  }

  /** Something came, whatever it was. */
  heard(): void {
    if (this.#due === Infinity) return;
    this.#lastHeard = performance.now();
    if (this.#pingedAt === undefined) return;
    this.#pingedAt = undefined;
    this.#arm();
  }

  /** A PING came. @param timeToLive - For how long the peer may be silent from now on; 0 for ever. */
  pinged(timeToLive: number): void {
    if (this.#stopped) return;
    const now = performance.now();
    if (this.#peerPingedAt !== undefined) this.#peerInterval = Math.max(now - this.#peerPingedAt, 1);
    this.#peerPingedAt = now;
    this.#lastHeard = now;
    this.#peerTimeToLive = timeToLive;
    this.#arm();
  }

  /** Nothing is read from now on. */
  pause(): void {
    if (this.#stopped) return;
    this.#paused = true;
    this.#nextSign = performance.now() + this.#signInterval();
    this.#arm();
  }

  resume(): void {
    if (this.#stopped) return;
    this.#paused = false;
    const now = performance.now();
    this.#lastHeard = now;
    this.#pingedAt = undefined;
    if (this.#rules.interval > 0) this.#nextPing = now + this.#rules.interval;
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#due = Infinity;
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
  }

  /** The peer is as impatient as we are, or as it looks. */
  #signInterval(): number {
    const own = this.#rules.interval > 0 ? this.#rules.interval : Infinity;
    return Math.min(own, this.#peerInterval) / 2;
  }

  #nextDue(): number {
    if (this.#paused) return this.#nextSign;
    const reply = this.#pingedAt === undefined ? this.#nextPing : this.#replyDue();
    return Math.min(reply, this.#peerDue());
  }

  #replyDue(): number {
    return this.#pingedAt === undefined || this.#rules.timeout === 0 ? Infinity : this.#pingedAt + this.#rules.timeout;
  }

  #peerDue(): number {
    return this.#peerTimeToLive === 0 ? Infinity : this.#lastHeard + this.#peerTimeToLive;
  }

  #arm(): void {
    const due = this.#nextDue();
    if (due === this.#due) return;
    this.#due = due;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (due === Infinity) return;
    const delay = Math.min(Math.max(Math.ceil(due - performance.now()), 1), LONGEST_DELAY);
    this.#timer = setTimeout(this.#onTime, delay);
    this.#timer.unref();
  }

  readonly #onTime = (): void => {
    this.#due = Infinity;
    const now = performance.now();
    if (this.#paused) {
      if (now >= this.#nextSign) {
        this.#nextSign = now + this.#signInterval();
        this.#watcher.showLife();
      }
    } else if (now >= this.#replyDue() || now >= this.#peerDue()) {
      // Timers come before I/O in a turn of the event loop, immediates after it. One that were unref'ed would not come
      // before something else happens.
      this.#due = now;
      this.#look = setImmediate(this.#onLook);
      return;
    } else if (this.#pingedAt === undefined && now >= this.#nextPing) {
      this.#pingedAt = now;
      this.#nextPing = now + this.#rules.interval;
      this.#watcher.ping(this.#rules.timeToLive);
    }
    if (!this.#stopped) this.#arm();
  };

  readonly #onLook = (): void => {
    this.#due = Infinity;
    const now = performance.now();
    if (!this.#paused && now >= this.#replyDue()) {
      this.#watcher.expired(this.#rules.timeout, 'heartbeatTimeout');
    } else if (!this.#paused && now >= this.#peerDue()) {
      this.#watcher.expired(this.#peerTimeToLive, 'the time to live in its heartbeat');
    } else {
      this.#arm();
    }
  };
}

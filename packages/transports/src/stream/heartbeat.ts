import type { OutputProgress } from './output-watch.js';
import type { Immediate } from '@zeromq-ts/core/spi';
import { clearImmediate, clearTimeout, MAX_TIMER_MS, performance, setImmediate, setTimeout } from '@zeromq-ts/core/spi';

/** How often the output is looked at while a PING is unanswered: a part of the timeout. */
const CHECKS_PER_TIMEOUT = 4;

/** The settings of a heartbeat, in milliseconds; 0 is off. */
export interface HeartbeatRules {
  /** Between two PINGs. */
  readonly interval: number;
  /** How long to wait for activity after a PING. */
  readonly timeout: number;
  /** How long the peer is asked to wait for us. */
  readonly timeToLive: number;
}

export interface HeartbeatEvents {
  /** It is time for a PING. */
  ping(timeToLive: number): void;
  /** What the output has done since the previous call. */
  progress(): OutputProgress;
  /** Nothing came for too long. */
  expired(milliseconds: number, limit: string): void;
}

/**
 * Whether the peer is alive (RFC 37, "Connection Heartbeating"). There is one timer, set for whatever is due next, and
 * none while neither side heartbeats. Traffic moves the deadlines and does not touch the timer.
 *
 * ```
 * PING due ──→ PING ──timeout without a sign of life──→ expired        at most one PING is unanswered
 * heard ──TTL of the peer's PING──→ expired                            the peer has promised to be heard
 * ```
 *
 * Activity is any byte that arrives, and bytes that leave after the system has refused them: then the PING waits
 * behind them in our own queue, and the peer reads. That the system takes bytes into an empty queue is no sign: it does
 * so for a peer that is gone, too.
 *
 * While our own reading is paused, nothing expires, because an answer could not be seen. A deadline that has passed
 * counts only when nothing comes in one more look at the network: the event loop may have been blocked itself. When its
 * timer is much too late, the silence begins again, once: whatever stopped this process (a computation, `SIGSTOP`, a virtual
 * machine that was paused) may have stopped the peer as well.
 */
export class Heartbeat {
  readonly #rules: HeartbeatRules;
  readonly #watcher: HeartbeatEvents;
  #timer: NodeJS.Timeout | undefined;
  #look: Immediate | undefined;
  #due = Infinity;
  #lastHeard = 0;
  #nextPing = Infinity;
  /** The last activity since the PING that is not answered yet, or the time of the PING. */
  #silentSince: number | undefined;
  /** Whether bytes wait, the PING among them or before it, that the system does not take. */
  #blocked = false;
  #nextLook = Infinity;
  /** The present silence has begun again. */
  #excused = false;
  #peerTimeToLive = 0;
  #paused = false;
  #stopped = false;

  constructor(rules: HeartbeatRules, watcher: HeartbeatEvents) {
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
    this.#excused = false;
    if (this.#silentSince === undefined) return;
    this.#silentSince = undefined;
    this.#arm();
  }

  /** A PING was received. @param timeToLive - For how long the peer may be silent from now on; 0 for no limit. */
  pinged(timeToLive: number): void {
    if (this.#stopped || (timeToLive === 0 && this.#peerTimeToLive === 0)) return;
    this.#lastHeard = performance.now();
    this.#peerTimeToLive = timeToLive;
    this.#arm();
  }

  /** Nothing is read from now on. */
  pause(): void {
    if (this.#stopped) return;
    this.#paused = true;
    this.#arm();
  }

  /** Reading goes on. The next PING is due when it would have been without the pause. */
  resume(): void {
    if (this.#stopped) return;
    this.#paused = false;
    this.#silentSince = undefined;
    this.#lastHeard = performance.now();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#due = Infinity;
    clearTimeout(this.#timer);
    clearImmediate(this.#look);
  }

  #expires(now: number): boolean {
    return now >= this.#replyDue() || now >= this.#peerDue();
  }

  /** @param late - How late the timer is, in milliseconds. */
  #excuse(now: number, late: number): void {
    const limit = this.#silentSince === undefined ? this.#peerTimeToLive : this.#rules.timeout;
    if (this.#excused || late < limit / CHECKS_PER_TIMEOUT) return;
    this.#excused = true;
    this.#lastHeard = now;
    if (this.#silentSince !== undefined) this.#silentSince = now;
  }

  #nextDue(): number {
    if (this.#paused) return Infinity;
    const own = this.#silentSince === undefined ? this.#nextPing : Math.min(this.#replyDue(), this.#nextLook);
    return Math.min(own, this.#peerDue());
  }

  #replyDue(): number {
    const { timeout, interval } = this.#rules;
    if (this.#silentSince === undefined || timeout === 0) return Infinity;
    // The system makes room in large steps, so a slow reader shows up at long intervals only.
    return this.#silentSince + timeout + (this.#blocked ? interval : 0);
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
    const delay = Math.min(Math.max(Math.ceil(due - performance.now()), 1), MAX_TIMER_MS);
    this.#timer = setTimeout(this.#onTime, delay);
    this.#timer.unref();
  }

  readonly #onTime = (): void => {
    const now = performance.now();
    const late = now - this.#due;
    this.#due = Infinity;
    if (!this.#paused) {
      if (this.#silentSince !== undefined && now >= this.#nextLook) this.#lookAtOutput(now);
      if (this.#expires(now)) this.#excuse(now, late);
      if (this.#expires(now)) {
        // Timers come before I/O in a turn of the event loop, immediates after it. The immediate is not unref'ed: it
        // would then run only when something else keeps the loop going.
        this.#due = now;
        this.#look = setImmediate(this.#onLook);
        return;
      }
      if (this.#silentSince === undefined && now >= this.#nextPing) this.#ping(now);
    }
    if (!this.#stopped) this.#arm();
  };

  readonly #onLook = (): void => {
    this.#due = Infinity;
    const now = performance.now();
    if (this.#silentSince !== undefined) this.#lookAtOutput(now);
    if (!this.#paused && now >= this.#replyDue()) {
      this.#watcher.expired(this.#rules.timeout, 'heartbeatTimeout');
    } else if (!this.#paused && now >= this.#peerDue()) {
      this.#watcher.expired(this.#peerTimeToLive, 'the time to live in its heartbeat');
    } else {
      this.#arm();
    }
  };

  #ping(now: number): void {
    const { interval, timeout, timeToLive } = this.#rules;
    this.#silentSince = now;
    this.#nextPing = now + interval;
    this.#nextLook = timeout === 0 ? Infinity : now + timeout / CHECKS_PER_TIMEOUT;
    this.#blocked = this.#watcher.progress() === 'blocked';
    this.#watcher.ping(timeToLive);
  }

  #lookAtOutput(now: number): void {
    this.#nextLook = now + this.#rules.timeout / CHECKS_PER_TIMEOUT;
    const progress = this.#watcher.progress();
    this.#blocked = progress !== 'idle';
    if (progress === 'moving') this.#silentSince = now;
  }
}

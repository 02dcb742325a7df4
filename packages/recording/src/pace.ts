import { clearTimeout, MAX_TIMER_MS, onAbort, setImmediate, setTimeout } from '@zeromq-ts/core/spi';
import { now } from './clock.js';
import { onChange, type ReplayControl, takeStep } from './replay-control.js';

/** What is due within this many milliseconds goes now. */
const SAME_TURN_MS = 1;
/** The most messages that one turn of the event loop sends. */
const MAX_MESSAGES_PER_TURN = 1000;

/** A moment (milliseconds of the clock) at which the schedule was at a position (microseconds), and runs on at a speed. */
interface Anchor {
  readonly at: number;
  readonly position: number;
  readonly speed: number;
}

/**
 * Waits for the deadlines of a schedule. Deadlines are absolute: what comes late does not make what follows late. After a
 * stall it catches up, in bursts, unless the schedule is shifted.
 */
export class Pace {
  readonly #speed: number;
  readonly #catchUp: boolean;
  readonly #control: ReplayControl;
  readonly #signal: AbortSignal | undefined;
  #anchor: Anchor | undefined;
  #inTurn = 0;

  constructor(speed: number, catchUp: boolean, control: ReplayControl, signal: AbortSignal | undefined) {
    this.#speed = speed;
    this.#catchUp = catchUp;
    this.#control = control;
    this.#signal = signal;
  }

  /**
   * Waits until a message is due.
   *
   * @param position Its place in the schedule, in microseconds.
   * @returns how late it is, in milliseconds; `undefined` when it had no deadline.
   */
  async due(position: number): Promise<number | undefined> {
    for (;;) {
      this.#signal?.throwIfAborted();
      if (this.#control.paused) {
        if (takeStep(this.#control)) return this.#stepTo(position);
        await this.#whilePaused();
        continue;
      }
      const late = now() - this.#deadline(position);
      if (late >= -SAME_TURN_MS) {
        await this.#turn();
        if (!this.#catchUp && late > SAME_TURN_MS) this.#shift(late);
        return late === Infinity ? undefined : Math.max(0, late);
      }
      this.#inTurn = 0;
      await this.#wait(-late);
    }
  }

  #deadline(position: number): number {
    const speed = this.#control.speed ?? this.#speed;
    if (speed === Infinity) {
      // Whatever comes after a change of the speed is counted from where this is.
      this.#anchor = undefined;
      return -Infinity;
    }
    const anchor = this.#anchored(position, speed);
    return anchor.at + (position - anchor.position) / 1000 / speed;
  }

  #anchored(position: number, speed: number): Anchor {
    const time = now();
    const { at, position: start, speed: before } = (this.#anchor ??= { at: time, position, speed });
    if (before !== speed) this.#anchor = { at: time, position: start + (time - at) * 1000 * before, speed };
    return this.#anchor;
  }

  #shift(late: number): void {
    if (this.#anchor !== undefined) this.#anchor = { ...this.#anchor, at: this.#anchor.at + late };
  }

  #stepTo(position: number): undefined {
    const speed = this.#control.speed ?? this.#speed;
    this.#anchor = speed === Infinity ? undefined : { at: now(), position, speed };
  }

  /** The clock of the schedule stands still meanwhile. */
  async #whilePaused(): Promise<void> {
    const since = now();
    await this.#change();
    this.#shift(now() - since);
  }

  /** Lets the event loop do other things after many messages in one turn. */
  async #turn(): Promise<void> {
    if (++this.#inTurn < MAX_MESSAGES_PER_TURN) return;
    this.#inTurn = 0;
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }

  #wait(milliseconds: number): Promise<void> {
    return this.#change(Math.min(Math.max(1, Math.floor(milliseconds)), MAX_TIMER_MS));
  }

  /** Resolves at the next change of the control, when the signal is aborted, or after a time. */
  #change(milliseconds?: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        forget();
        removeListener?.();
        resolve();
      };
      const timer = milliseconds === undefined ? undefined : setTimeout(done, milliseconds);
      const forget = onChange(this.#control, done);
      const removeListener = this.#signal === undefined ? undefined : onAbort(this.#signal, done);
    });
  }
}

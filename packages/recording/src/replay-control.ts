import { ZMQError } from '@zeromq-ts/core';

/** Takes one of the steps that were asked for, if there is one. */
export let takeStep: (control: ReplayControl) => boolean;

/** Calls a function at the next change. Returns one that forgets it. */
export let onChange: (control: ReplayControl, listener: () => void) => () => void;

/**
 * Steers a replay while it runs: pauses it, sends single messages, changes its speed.
 *
 * @example
 * ```ts
 * import { ReplayControl } from '@zeromq-ts/recording';
 *
 * const control = new ReplayControl();
 * control.pause();
 * control.step(); // one message
 * control.speed = 2;
 * control.resume();
 * console.log(control.paused, control.speed); // false 2
 * ```
 */
export class ReplayControl {
  #paused = false;
  #speed: number | undefined;
  #steps = 0;
  #changed: (() => void)[] = [];

  static {
    takeStep = (control) => {
      if (control.#steps === 0) return false;
      control.#steps--;
      return true;
    };
    onChange = (control, listener) => {
      control.#changed.push(listener);
      return () => {
        control.#changed = control.#changed.filter((each) => each !== listener);
      };
    };
  }

  /** Whether the replay is paused. */
  get paused(): boolean {
    return this.#paused;
  }

  /** The speed that was set here; `undefined`: that of the options of the replay. */
  get speed(): number | undefined {
    return this.#speed;
  }

  set speed(speed: number | undefined) {
    if (speed !== undefined && !(speed > 0)) {
      throw new ZMQError('EINVAL', `speed is ${speed}; it accepts a number above 0, or Infinity.`);
    }
    this.#speed = speed;
    this.#notify();
  }

  /** Sends nothing more until {@link resume}. Idempotent. */
  pause(): void {
    this.#paused = true;
    this.#notify();
  }

  /** Goes on, with the rest of the pause before the next message. Idempotent. */
  resume(): void {
    this.#paused = false;
    this.#steps = 0;
    this.#notify();
  }

  /** While paused: sends the next message at once. */
  step(): void {
    if (!this.#paused) return;
    this.#steps++;
    this.#notify();
  }

  #notify(): void {
    for (const listener of this.#changed.splice(0)) listener();
  }
}

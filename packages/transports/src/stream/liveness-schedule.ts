import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';

/** The minimum interval between two checks of the members. */
const MIN_TURN_MS = 20;
/** How many members it looks at in one turn: with more, each has to wait longer for its turn. */
const MAX_CHECKS_PER_TURN = 10;

/** What a {@link LivenessSchedule} looks at. */
export interface LifeSignMember {
  /** @returns when to look again; `Infinity`: not at all. */
  look(now: number): number;
}

/**
 * When life is shown on which connection: one timer for all connections of the process, and none while none needs it.
 *
 * All together they send at most 500 PONGs a second, however many peers ask for them and however often.
 */
export class LivenessSchedule {
  /** With the time of the next look, in the order in which they were looked at last. */
  readonly #members = new Map<LifeSignMember, number>();
  #timer: NodeJS.Timeout | undefined;
  #due = Infinity;
  #lastTurn = -Infinity;

  add(member: LifeSignMember, due: number): void {
    this.#members.set(member, due);
    if (due < this.#due) this.#arm(due);
  }

  delete(member: LifeSignMember): void {
    this.#members.delete(member);
  }

  #arm(due: number): void {
    const now = performance.now();
    this.#due = Math.max(due, this.#lastTurn + MIN_TURN_MS);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onTime, Math.max(1, Math.ceil(this.#due - now)));
    this.#timer.unref();
  }

  readonly #onTime = (): void => {
    const now = performance.now();
    this.#lastTurn = now;
    this.#due = Infinity;
    let looks = 0;
    let next = Infinity;
    for (const [member, due] of this.#members) {
      if (due > now) {
        next = Math.min(next, due);
        continue;
      }
      if (looks === MAX_CHECKS_PER_TURN) {
        next = now;
        break;
      }
      looks++;
      const again = member.look(now);
      // Those that come after it are looked at first the next time.
      this.#members.delete(member);
      if (again === Infinity) continue;
      this.#members.set(member, again);
      next = Math.min(next, again);
    }
    if (next < Infinity) this.#arm(next);
  };
}

/** The schedule of this process. */
export const lifeSigns = new LivenessSchedule();

import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';

/** How many attempts may be waiting for an answer at once. */
export interface ConnectLimits {
  readonly most: number;
  /** After this many milliseconds, an attempt no longer counts: the peer is not just busy. */
  readonly patience: number;
}

/** A queue of connections that waits to be accepted has room for 100 by default (`backlog`). */
const LIMITS: ConnectLimits = { most: 64, patience: 200 };

/** The right to make an attempt, or to wait for it. */
export class Pass {
  timer: NodeJS.Timeout | undefined;
  readonly go: () => void;

  constructor(go: () => void) {
    this.go = go;
  }
}

/**
 * The pace at which a process makes connections. A listener whose queue is full has the system drop who else comes, and
 * let it try again after one second, and after twice the time each: thousands of connections begun in one go would take
 * half a minute, and they take a second or two when each waits until one before it is through.
 */
export class ConnectLimiter {
  readonly #limits: ConnectLimits;
  readonly #underWay = new Set<Pass>();
  readonly #waiting = new Set<Pass>();

  constructor(limits: ConnectLimits = LIMITS) {
    this.#limits = limits;
  }

  /** Begins an attempt, at once or when its turn has come; `leave` in any case. */
  enter(go: () => void): Pass {
    const pass = new Pass(go);
    if (this.#underWay.size < this.#limits.most) this.#begin(pass);
    else this.#waiting.add(pass);
    return pass;
  }

  /** The attempt has been answered, or has been given up. */
  leave(pass: Pass): void {
    clearTimeout(pass.timer);
    this.#waiting.delete(pass);
    if (this.#underWay.delete(pass)) this.#next();
  }

  #begin(pass: Pass): void {
    this.#underWay.add(pass);
    pass.timer = setTimeout(() => this.leave(pass), this.#limits.patience).unref();
    pass.go();
  }

  #next(): void {
    const [next] = this.#waiting;
    if (next === undefined) return;
    this.#waiting.delete(next);
    this.#begin(next);
  }
}

/** That of this process. */
export const dialPace = new ConnectLimiter();

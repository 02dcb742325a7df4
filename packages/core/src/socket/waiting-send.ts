import { rejectionForAwaiters } from '../errors/caller-stack.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Outgoing } from '../message/input.js';
import { performance } from '../runtime/timers.js';
import type { SendLimits } from './send-limits.js';

function ignore(): void {}

/**
 * The promise of a send that waits for room, and what is to be sent.
 *
 * It detects whether the program awaits it: with `await`, `then` or `Promise.all`, but not when it is dropped
 * (`void socket.send(…)`) or only has a `catch`. An awaited send keeps the process alive; another one is treated like a
 * queued message, and has the time of `linger`.
 */
export class WaitingSend extends Promise<boolean> {
  readonly message: Outgoing;
  /** When the send timeout is over, as `performance.now()` counts; `Infinity` for never. */
  readonly deadline: number;
  /** The send timeout, in milliseconds. */
  readonly timeout: number;
  /** The limits of this send alone; `timeout` and `deadline` are `Infinity` then. */
  readonly limits: SendLimits | undefined;
  /** The order of REQ and REP has taken note of it; false while it waits for its turn. */
  begun = true;
  /** It is to be rejected with this reason, once the engine has returned its message. */
  abandoned: { readonly reason: unknown } | undefined = undefined;
  readonly #resolve: (sent: boolean | Promise<never>) => void;
  readonly #reject: (error: unknown) => void;
  readonly #awaitedNow: () => void;
  #awaited = false;
  #settled = false;

  /** @param awaitedNow - Called once, when the program begins to wait, unless the send is over by then. */
  constructor(message: Outgoing, timeout: number, limits: SendLimits | undefined, awaitedNow: () => void) {
    let resolve: ((sent: boolean | Promise<never>) => void) | undefined;
    let reject: ((error: unknown) => void) | undefined;
    super((onSent, onFailure) => {
      resolve = onSent;
      reject = onFailure;
    });
    this.message = message;
    this.timeout = timeout;
    this.limits = limits;
    this.deadline = performance.now() + timeout;
    this.#resolve = resolve as unknown as (sent: boolean | Promise<never>) => void;
    this.#reject = reject as unknown as (error: unknown) => void;
    this.#awaitedNow = awaitedNow;
  }

  /** Promises that are derived of it are ordinary ones. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Whether the program waits for it. */
  get awaited(): boolean {
    return this.#awaited;
  }

  // oxlint-disable-next-line unicorn/no-thenable
  override then<A = boolean, B = never>(
    onSent?: ((sent: boolean) => A | PromiseLike<A>) | null,
    onFailure?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (typeof onSent === 'function' && !this.#awaited && !this.#settled) {
      this.#awaited = true;
      this.#awaitedNow();
    }
    return super.then(onSent, onFailure);
  }

  sent(): void {
    this.#settled = true;
    this.#resolve(true);
  }

  /** @param noted - Whether it is no error of the program to take no notice. */
  failed(reason: unknown, noted: boolean): void {
    this.#settled = true;
    // A rejection that has a handler is not reported as unhandled.
    if (noted) super.then(undefined, ignore);
    if (reason instanceof ZMQError && reason.code === 'EAGAIN') this.#resolve(rejectionForAwaiters(reason));
    else this.#reject(reason);
  }
}

import { turnBudget } from '../turn/event-loop-budget.js';

/**
 * The promise of sends whose message has been sent, but whose callers should not work yet: the turn is used up, or the
 * callers of other operations that were called at once have not run.
 *
 * One object serves all of them. Each `await`, `then` or `catch` has a place of its own among those that the budget resumes;
 * a send that nothing awaits costs nothing.
 */
class LateSend extends Promise<boolean> {
  /** Promises that are derived of it are ordinary ones. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  // oxlint-disable-next-line unicorn/no-thenable
  override then<A = boolean, B = never>(
    onSent?: ((sent: boolean) => A | PromiseLike<A>) | null,
    onFailure?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return new Promise<boolean>((resolve) => turnBudget.defer(() => resolve(true))).then(onSent, onFailure);
  }
}

export const SENT_LATE: Promise<boolean> = /* @__PURE__ */ new LateSend((resolve) => resolve(true));

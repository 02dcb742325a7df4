import { turnBudget } from '../turn/event-loop-budget.js';

/** Results of sends that come in a later turn of the event loop, because the budget of this one is used up. */
export class LaterResults {
  #sent = Promise.resolve(true);
  /** The slice of the turn to which `#sent` belongs: one promise is enough for it. */
  #slice = -1;

  /** A message was sent. */
  sent(): Promise<boolean> {
    if (this.#slice !== turnBudget.slice) {
      this.#slice = turnBudget.slice;
      this.#sent = turnBudget.nextTurn().then(() => true);
    }
    return this.#sent;
  }
}

/** Rejects now, or in a later turn: a caller that retries in a loop must not block the event loop. */
export function rejectWithinBudget(error: Error): Promise<never> {
  if (turnBudget.spend()) return Promise.reject(error);
  return turnBudget.nextTurn().then(() => {
    throw error;
  });
}

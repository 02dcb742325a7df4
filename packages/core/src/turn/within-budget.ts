import { turnBudget } from './event-loop-budget.js';

/**
 * Rejects now, or in a later turn when this one is used up: a program that calls again in a loop, whatever becomes of its
 * calls, must not block the event loop.
 */
export function rejectWithinBudget(reason: unknown): Promise<never> {
  return turnBudget.spend() ? Promise.reject(reason) : rejectLater(reason);
}

/** Resolves now, or in a later turn, likewise. */
export function resolveWithinBudget<T>(value: T): Promise<T> {
  return turnBudget.spend() ? Promise.resolve(value) : turnBudget.nextTurn().then(() => value);
}

/** Settles as a promise that may have been settled without waiting for anything; in a later turn, likewise. */
export function settleWithinBudget<T>(promise: Promise<T>): Promise<T> {
  if (turnBudget.spend()) return promise;
  return promise.then((value) => turnBudget.nextTurn().then(() => value), rejectLater);
}

function rejectLater(reason: unknown): Promise<never> {
  return turnBudget.nextTurn().then(() => {
    throw reason;
  });
}

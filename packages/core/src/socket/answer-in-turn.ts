import type { ZMQError } from '../errors/zmq-error.js';
import { turnBudget } from '../turn/event-loop-budget.js';

/**
 * Begins to wait for a condition; when it holds already and the turn of the event loop is used up, in a later turn. A promise
 * that is settled at once never leaves the microtask queue: a loop around such calls would stop timers and I/O.
 *
 * @param begin Looks at the condition, and waits.
 * @param refusal The error of every further call, if the socket has been closed meanwhile.
 */
export function answerInTurn(
  holds: () => boolean,
  begin: () => Promise<void>,
  refusal: () => ZMQError | undefined,
): Promise<void> {
  if (turnBudget.spend() || !holds()) return begin();
  return turnBudget.nextTurn().then(() => {
    const error = refusal();
    if (error !== undefined) throw error;
    return begin();
  });
}

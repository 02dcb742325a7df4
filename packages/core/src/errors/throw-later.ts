import { queueMicrotask } from '../runtime/timers.js';

/**
 * Makes what a function of the program has thrown an uncaught exception, as a listener of an `EventEmitter` or a timer does,
 * after the current call has ended: the code that called the function goes on.
 */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

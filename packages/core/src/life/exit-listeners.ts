import { throwLater } from '../errors/throw-later.js';
import { sharedSlot } from '../registry/shared-slot.js';

type ExitListener = (messages: number) => void;

/** Of all copies of this package. */
const listeners = /* @__PURE__ */ sharedSlot('core/exit-listeners@1', () => new Set<ExitListener>());

/**
 * Calls back when nothing else keeps the process alive, and messages were sent that have not been handed over to a
 * connection: the process then waits for them, for each socket no longer than its `linger`. Not called when the process ends
 * by `process.exit()` or a signal.
 *
 * @param listener Called with the number of those messages. On the engine `libzmq`, only sends that wait are counted.
 * @returns Removes the listener.
 *
 * @example
 * ```ts
 * import { onMessagesAtExit } from '@zeromq-ts/core';
 *
 * const remove = onMessagesAtExit((messages) => console.warn(`Waiting for ${messages} messages to be delivered.`));
 * remove();
 * ```
 */
export function onMessagesAtExit(listener: ExitListener): () => void {
  // An object of its own for each call: the same function may be given twice.
  const entry: ExitListener = (messages) => listener(messages);
  listeners.add(entry);
  return () => {
    listeners.delete(entry);
  };
}

/** Calls the listeners, if messages wait. What one throws is an uncaught exception, after the sockets have been closed. */
export function notifyExitListeners(messages: number): void {
  if (messages === 0) return;
  for (const listener of listeners) {
    try {
      listener(messages);
    } catch (error) {
      throwLater(error);
    }
  }
}

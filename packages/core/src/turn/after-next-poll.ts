import { setImmediate } from '../runtime/timers.js';

/**
 * Calls back when the event loop has polled for I/O once more: what has already arrived at a connection has been read then,
 * such as the end of its stream behind its last data.
 *
 * ```
 *   event loop   │ poll │ immediates │ timers │ poll │ immediates │
 *                  ^ call              reads ──────┘   ^ callback
 * ```
 */
export function afterNextPoll(callback: () => void): void {
  setImmediate(() => {
    setImmediate(callback);
  });
}

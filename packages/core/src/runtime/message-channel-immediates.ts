import type { Immediate, Immediates } from './timers.js';

/** A port of a `MessageChannel`. On Node, one that listens keeps the process alive unless it is `unref`. */
interface Port {
  addEventListener(type: 'message', listener: () => void): void;
  start(): void;
  postMessage(message: unknown): void;
  ref?(): unknown;
  unref?(): unknown;
}

/** What is to be run in the next turn; without a callback, it has been stopped. */
interface Planned extends Immediate {
  callback: ((_: void) => void) | undefined;
}

/**
 * `setImmediate` and `clearImmediate` for runtimes that have a `MessageChannel` instead, as browsers do: a message to
 * oneself is a task of its own, without the four milliseconds that nested timers take there.
 *
 * ```
 *   setImmediate(a) ─> [ a ]   ─ a message ─>  a     what is planned while they run
 *   setImmediate(b) ─> [ a b ]                 b     is run by the next message
 * ```
 */
export function immediatesByMessageChannel(): Immediates {
  let planned: Planned[] = [];
  let receiving: Port | undefined;
  let sending: Port | undefined;

  const run = (): void => {
    const due = planned;
    planned = [];
    for (const [index, { callback }] of due.entries()) {
      try {
        callback?.();
      } catch (error) {
        // As if each had a task of its own: those behind it run, and the error is an uncaught one.
        planned = [...due.slice(index + 1), ...planned];
        if (planned.length > 0) wake();
        throw error;
      }
    }
    if (planned.length === 0) receiving?.unref?.();
  };

  /** The channel is made when it is first needed: an open one is more than an import should leave behind. */
  const wake = (): void => {
    if (sending === undefined) {
      const { port1, port2 } = new (globalThis as unknown as Channels).MessageChannel();
      port1.addEventListener('message', run);
      port1.start();
      receiving = port1;
      sending = port2;
    }
    receiving?.ref?.();
    // eslint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    sending.postMessage(null);
  };

  return {
    setImmediate: (callback) => {
      const immediate: Planned = { callback };
      if (planned.push(immediate) === 1) wake();
      return immediate;
    },
    clearImmediate: (immediate) => {
      if (immediate !== undefined) (immediate as Planned).callback = undefined;
    },
  };
}

interface Channels {
  readonly MessageChannel: new () => { readonly port1: Port; readonly port2: Port };
}

import { emitProcessWarning } from '../runtime/environment.js';
import { clearInterval, performance, setInterval, unref } from '../runtime/timers.js';

/** The core of a socket, as needed when the socket is unreachable. */
export interface Forgettable {
  /**
   * Closes the socket, unless an operation is pending, an event has a listener, or it has messages to deliver.
   *
   * @param forgottenForMs How long it has been out of reach, in milliseconds.
   * @returns Whether it is closed now, or being closed.
   */
  closeForgotten(forgottenForMs: number): boolean;
}

/** How often to look whether those that could not be closed can be closed by now, in milliseconds. */
const POLL_INTERVAL_MS = 500;

/** The number of open sockets from which a leak is likely: the default limit of libzmq. */
const MANY_SOCKETS_COUNT = 1023;

/** The sockets out of reach that cannot be closed yet, with the time since when they are. */
const waiting = new Map<Forgettable, number>();
let timer: ReturnType<typeof setInterval> | undefined;
let open = 0;
let warned = false;

const registry = new FinalizationRegistry<Forgettable>((inside) => {
  waiting.set(inside, performance.now());
  look();
});

function look(): void {
  const now = performance.now();
  for (const [inside, since] of waiting) if (inside.closeForgotten(now - since)) waiting.delete(inside);
  if (waiting.size === 0) {
    clearInterval(timer);
    timer = undefined;
  } else if (timer === undefined) {
    timer = setInterval(look, POLL_INTERVAL_MS);
    unref(timer);
  }
}

function warnOfMany(): void {
  if (warned) return;
  warned = true;
  emitProcessWarning(
    `${open} ZeroMQ sockets are open in this process. Close sockets that are no longer needed, with close() or ` +
      '`await using`: each keeps its file descriptors until then, or until it is garbage-collected.',
    'ZMQ_MANY_SOCKETS',
  );
}

/**
 * Sockets that the application has dropped without closing them. The garbage collector finds them some time later; then
 * they are closed, each with its own linger, so that their descriptors are given back.
 *
 * For this, the inside of a socket must not refer to the object that the application has: neither the engine nor the
 * context holds it. What the application waits for does: a promise, an iteration, a listener that mentions the socket.
 */
export const forgottenSockets = {
  /**
   * Watches over a socket that has just been opened.
   *
   * @param socket The object that the application has.
   */
  watch(socket: object, inside: Forgettable): void {
    registry.register(socket, inside, inside);
    open++;
    if (open >= MANY_SOCKETS_COUNT) warnOfMany();
  },

  /** The socket is being closed. */
  release(inside: Forgettable): void {
    if (!registry.unregister(inside) && !waiting.delete(inside)) return;
    open--;
  },
};

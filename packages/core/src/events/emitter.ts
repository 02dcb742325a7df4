import { ZMQError } from '../errors/zmq-error.js';
import { describe } from '../errors/describe.js';
import { nearestName } from '../errors/nearest-name.js';
import type { SocketEventName, SocketEvents, SocketListener } from './events.js';
import { EVENT_NAMES } from './events.js';
import { queueMicrotask } from '../runtime/timers.js';

interface Entry {
  readonly listener: (event: never) => void;
  readonly once: boolean;
}

/**
 * The listeners of one socket. What a listener throws surfaces as an uncaught exception of the process, as it does
 * with Node's emitters, but never inside the engine that raised the event: the connection it was about lives on.
 */
export class Emitter {
  readonly #entries = new Map<SocketEventName, Entry[]>();

  add<N extends SocketEventName>(name: N, listener: SocketListener<N>, once: boolean): void {
    check(name, listener);
    const entries = this.#entries.get(name) ?? [];
    this.#entries.set(name, [...entries, { listener, once }]);
  }

  remove<N extends SocketEventName>(name: N, listener: SocketListener<N>): void {
    check(name, listener);
    const entries = this.#entries.get(name) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) this.#entries.set(name, entries.toSpliced(index, 1));
  }

  has(name: SocketEventName): boolean {
    return (this.#entries.get(name)?.length ?? 0) > 0;
  }

  /** Whether there is a listener for any event. */
  get listening(): boolean {
    for (const entries of this.#entries.values()) if (entries.length > 0) return true;
    return false;
  }

  #forget(name: SocketEventName, entry: Entry): void {
    const entries = this.#entries.get(name) ?? [];
    this.#entries.set(
      name,
      entries.filter((each) => each !== entry),
    );
  }

  emit<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    for (const entry of this.#entries.get(name) ?? []) {
      if (entry.once) this.#forget(name, entry);
      try {
        (entry.listener as SocketListener<N>)(event);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}

function check(name: unknown, listener: unknown): void {
  if (!EVENT_NAMES.includes(name as SocketEventName)) {
    throw new ZMQError(
      'EINVAL',
      `There is no event ${describe(name)}.${adviceFor(name)} There are: ${EVENT_NAMES.join(', ')}.`,
    );
  }
  if (typeof listener !== 'function') {
    throw new ZMQError('EINVAL', `A listener is a function, not ${describe(listener)}.`);
  }
}

function adviceFor(name: unknown): string {
  if (name === 'message' || name === 'data') return ' Messages are received with receive() or `for await`.';
  const nearest = typeof name === 'string' ? nearestName(name, EVENT_NAMES) : undefined;
  return nearest === undefined ? '' : ` Do you mean ${nearest}?`;
}

import { ZMQError } from '../errors/zmq-error.js';
import { showValue } from '../errors/show-value.js';
import { nearestName } from '../errors/nearest-name.js';
import type { SocketLog } from './socket-log.js';
import type { EventObserver, SocketEventName, SocketEvents, SocketListener } from './events.js';
import { EVENT_NAMES } from './events.js';
import { emitProcessWarning } from '../runtime/environment.js';
import { throwLater } from '../errors/throw-later.js';

/** How a listener is added. */
interface Addition {
  /** It is called once. */
  readonly once?: boolean;
  /** It is called before the existing ones. */
  readonly first?: boolean;
}

interface Entry {
  readonly listener: (event: never) => void;
  readonly once: boolean;
}

/**
 * The listeners of one socket. An exception thrown by a listener becomes an uncaught exception of the process, as with
 * Node's emitters, but it is never thrown inside the engine that emitted the event, so the connection is not affected.
 */
export class Emitter {
  /** More listeners than this for one event are reported as a leak; 0 for any number. */
  maxListeners = 0;
  readonly #entries = new Map<SocketEventName, Entry[]>();
  readonly #warned = new Set<SocketEventName>();
  #observers: readonly EventObserver[] = [];
  readonly #log: SocketLog | undefined;

  /** @param log Gets each event, too. */
  constructor(log?: SocketLog) {
    this.#log = log;
  }

  add<N extends SocketEventName>(name: N, listener: SocketListener<N>, how: Addition = {}): void {
    checkName(name);
    checkListener(listener);
    const entry = { listener, once: how.once === true };
    const others = this.#entries.get(name) ?? [];
    this.#entries.set(name, how.first === true ? [entry, ...others] : [...others, entry]);
    this.#warnOfLeak(name, others.length + 1);
  }

  remove<N extends SocketEventName>(name: N, listener: SocketListener<N>): void {
    checkName(name);
    checkListener(listener);
    const entries = this.#entries.get(name) ?? [];
    const index = entries.findLastIndex((entry) => entry.listener === listener);
    if (index >= 0) this.#entries.set(name, entries.toSpliced(index, 1));
  }

  /** @param name The event; `undefined` for all events. */
  removeAll(name: SocketEventName | undefined): void {
    if (name === undefined) {
      this.#entries.clear();
    } else {
      checkName(name);
      this.#entries.delete(name);
    }
  }

  listeners<N extends SocketEventName>(name: N): SocketListener<N>[] {
    checkName(name);
    return (this.#entries.get(name) ?? []).map(({ listener }) => listener as SocketListener<N>);
  }

  /** The events that have listeners. */
  names(): SocketEventName[] {
    return [...this.#entries].flatMap(([name, entries]) => (entries.length > 0 ? [name] : []));
  }

  /** Sets `maxListeners`. */
  limit(count: number): void {
    if (typeof count !== 'number' || Number.isNaN(count) || count < 0) {
      throw new ZMQError('EINVAL', `The number of listeners is at least 0, and not ${showValue(count)}.`);
    }
    this.maxListeners = count;
  }

  /** Whether there is a listener for any event. */
  get listening(): boolean {
    for (const entries of this.#entries.values()) if (entries.length > 0) return true;
    return false;
  }

  /** Adds an observer of all events, which is not a listener: it leaves the socket as unused as it was. */
  observe(observer: EventObserver): () => void {
    this.#observers = [...this.#observers, observer];
    return () => {
      this.#observers = this.#observers.filter((each) => each !== observer);
    };
  }

  #forget(name: SocketEventName, entry: Entry): void {
    const entries = this.#entries.get(name) ?? [];
    this.#entries.set(
      name,
      entries.filter((each) => each !== entry),
    );
  }

  /** Calls the listeners of an event for the application, and checks its name. */
  call<N extends SocketEventName>(name: N, event: SocketEvents[N]): boolean {
    checkName(name);
    return this.emit(name, event);
  }

  /** @returns Whether there was a listener. */
  emit<N extends SocketEventName>(name: N, event: SocketEvents[N]): boolean {
    this.#log?.event(name, event);
    for (const observer of this.#observers) observer(name, event);
    const entries = this.#entries.get(name);
    if (entries === undefined) return false;
    for (const entry of entries) {
      if (entry.once) this.#forget(name, entry);
      try {
        (entry.listener as SocketListener<N>)(event);
      } catch (error) {
        throwLater(error);
      }
    }
    return entries.length > 0;
  }

  #warnOfLeak(name: SocketEventName, count: number): void {
    if (this.maxListeners === 0 || count <= this.maxListeners || this.#warned.has(name)) return;
    this.#warned.add(name);
    emitProcessWarning(
      `${count} listeners for ${name} were added to one socket, which may be a leak. setMaxListeners sets the number.`,
      'ZMQ_MAX_LISTENERS',
    );
  }
}

function checkName(name: unknown): void {
  if (!EVENT_NAMES.includes(name as SocketEventName)) {
    throw new ZMQError(
      'EINVAL',
      `There is no event ${showValue(name)}.${adviceFor(name)} There are: ${EVENT_NAMES.join(', ')}.`,
    );
  }
}

function checkListener(listener: unknown): void {
  if (typeof listener === 'function') return;
  throw new ZMQError('EINVAL', `A listener is a function, not ${showValue(listener)}.`);
}

function adviceFor(name: unknown): string {
  if (name === 'message' || name === 'data') return ' Messages are received with receive() or `for await`.';
  const nearest = typeof name === 'string' ? nearestName(name, EVENT_NAMES) : undefined;
  return nearest === undefined ? '' : ` Do you mean ${nearest}?`;
}

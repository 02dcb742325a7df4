import type { EventEmitter } from 'node:events';
import { checkArguments, OBSERVED_SOCKET } from '../errors/arguments.js';
import { errnoError } from '../errors/errno-error.js';
import { PendingCall } from '../socket/pending-call.js';
import type { SocketState } from '../socket/socket-state.js';
import type { Event, EventOfType, EventType } from './events.js';
import { Monitor } from './monitor.js';

/** What has listeners for the events of a socket. */
export interface EventSubscriber {
  /** Adds a listener for events of one type. */
  on<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
  /** Removes a listener. */
  off<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber;
}

/** The state of a socket; set by the module of `Socket`, which observers are made of. */
export interface ObservedSockets {
  stateOf(socket: unknown): SocketState;
}

/** What an iterator of the npm package ends with: there is no property `value`. */
export function endOfIteration(): IteratorReturnResult<undefined> {
  return { done: true } as IteratorReturnResult<undefined>;
}

let sockets: ObservedSockets | undefined;

export function observe(observed: ObservedSockets): void {
  sockets = observed;
}

/**
 * Reports the events of a socket: either by {@link receive} and iteration, or to listeners.
 *
 * @example
 * ```ts
 * import { Publisher } from '@zeromq-ts/zeromq';
 *
 * const publisher = new Publisher();
 * publisher.events.on('bind', ({ address }) => console.log(address.startsWith('tcp://127.0.0.1:'))); // true
 * await publisher.bind('tcp://127.0.0.1:*');
 * publisher.close();
 * ```
 */
export class Observer implements EventSubscriber {
  readonly #queue: Event[] = [];
  #reading: PendingCall<Event> | undefined;
  #emitter: EventEmitter | undefined;
  #closed = false;

  /** @param socket The socket to observe. Use its property `events` instead. */
  constructor(socket: object) {
    checkArguments(arguments, OBSERVED_SOCKET);
    const state = (sockets as ObservedSockets).stateOf(socket);
    if (state.closed) throw errnoError('ENOTSOCK');
    state.observe(new Monitor((event) => this.#report(event)));
  }

  /** Whether it was closed, by {@link close} or with its socket. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Stops observing. */
  close(): void {
    checkArguments(arguments);
    if (this.#closed) return;
    this.#closed = true;
    this.#queue.length = 0;
    this.#reading?.reject(errnoError('ENOTSOCK'));
    this.#reading = undefined;
  }

  /**
   * Waits for the next event.
   *
   * @throws Error `EBADF` when it is closed, `ENOTSOCK` when it is closed while the call waits, `EBUSY` while another call
   *   waits; and when there are listeners.
   */
  receive(): Promise<Event> {
    checkArguments(arguments);
    if (this.#emitter !== undefined) {
      throw new Error(
        'Observer is in event emitter mode. After a call to events.on() it is not possible to read events with events.receive().',
      );
    }
    return this.#next();
  }

  on<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber {
    return this.#listeners().on(type, listener) as EventSubscriber;
  }

  off<E extends EventType>(type: E, listener: (data: EventOfType<E>) => void): EventSubscriber {
    return this.#listeners().off(type, listener) as EventSubscriber;
  }

  /** Iterates over the events, until the socket is closed. */
  [Symbol.asyncIterator](): AsyncIterator<Event, undefined> {
    return {
      next: async () => {
        if (this.#closed) return endOfIteration();
        try {
          return { value: await this.receive(), done: false };
        } catch (error) {
          if (this.#closed && (error as { code?: string }).code === 'ENOTSOCK') return endOfIteration();
          throw error;
        }
      },
    };
  }

  #next(): Promise<Event> {
    if (this.#closed) throw errnoError('EBADF');
    if (this.#reading !== undefined) {
      throw errnoError('EBUSY', {
        text: 'Observer is busy reading; only one receive operation may be in progress at any time',
      });
    }
    const event = this.#queue.shift();
    if (event !== undefined) return Promise.resolve(this.#delivered(event));
    this.#reading = new PendingCall<Event>(-1, () => {});
    this.#reading.hold();
    return this.#reading.promise;
  }

  #listeners(): EventEmitter {
    if (this.#emitter !== undefined) return this.#emitter;
    const { EventEmitter: Emitter } = process.getBuiltinModule('node:events');
    const emitter = new Emitter();
    this.#emitter = emitter;
    void this.#emitAll(emitter);
    return emitter;
  }

  async #emitAll(emitter: EventEmitter): Promise<void> {
    while (!this.#closed) {
      let event;
      try {
        event = await this.#next();
      } catch (error) {
        if (this.#closed) return;
        throw error;
      }
      // What a listener throws is an unhandled rejection, as in the npm package.
      emitter.emit(event.type, event);
    }
  }

  #report(event: Event): void {
    if (this.#closed) return;
    if (this.#reading === undefined) {
      this.#queue.push(event);
      return;
    }
    const reading = this.#reading;
    this.#reading = undefined;
    reading.resolve(this.#delivered(event));
  }

  #delivered(event: Event): Event {
    if (event.type === 'end') this.#closed = true;
    return event;
  }
}

import { checkArgumentCount } from '../errors/argument-count.js';
import type { Emitter } from './emitter.js';
import type { SocketEventName, SocketEvents, SocketListener } from './events.js';

/** The property with the listeners of a socket. A symbol, so that no field of a subclass can replace it. */
export const EMITTER = Symbol('emitter');

/**
 * The events of a socket. It has the members of Node's `EventEmitter`, so `once`, `on` and `getEventListeners` of
 * `node:events` accept a socket, also by type.
 *
 * It differs from `EventEmitter` in three ways. Event names are checked: all methods throw a ZMQError `EINVAL` for an
 * unknown event. An `error` without a listener is not thrown. An exception thrown by a listener becomes an uncaught
 * exception of the process after all other listeners have been called.
 *
 * Listeners do not keep the process alive.
 *
 * @example
 * ```ts
 * import { once } from 'node:events';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const bound = new ZMQPair('@inproc://events');
 * const accepted = once(bound, 'handshake-succeeded', { signal: AbortSignal.timeout(1000) });
 * const connected = new ZMQPair('>inproc://events');
 * const [{ peer }] = await accepted;
 * console.log(peer.socketType); // PAIR
 * await Promise.all([bound.close(), connected.close()]);
 * ```
 */
export abstract class SocketEmitter {
  /** @internal */
  abstract readonly [EMITTER]: Emitter;

  /**
   * Adds a listener for a monitor event. Listeners do not keep the process alive.
   *
   * `once(socket, 'connected', { signal })` and `on(socket, 'accepted', { signal })` of `node:events` also work.
   * Waiting for an event does not keep the process alive.
   *
   * @throws ZMQError `EINVAL` when there is no such event.
   */
  on<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('on', arguments, 2);
    this[EMITTER].add(event, listener);
    return this;
  }

  /** Adds a listener: the same as {@link on}. */
  addListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('addListener', arguments, 2);
    this[EMITTER].add(event, listener);
    return this;
  }

  /** Adds a listener that is called once. */
  once<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('once', arguments, 2);
    this[EMITTER].add(event, listener, { once: true });
    return this;
  }

  /** Adds a listener that is called before the existing ones. */
  prependListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('prependListener', arguments, 2);
    this[EMITTER].add(event, listener, { first: true });
    return this;
  }

  /** Adds a listener that is called once, before the existing ones. */
  prependOnceListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('prependOnceListener', arguments, 2);
    this[EMITTER].add(event, listener, { once: true, first: true });
    return this;
  }

  /**
   * Removes a listener. One that was added several times must be removed as often; the last addition is removed first.
   */
  off<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('off', arguments, 2);
    this[EMITTER].remove(event, listener);
    return this;
  }

  /** Removes a listener: the same as {@link off}. */
  removeListener<N extends SocketEventName>(event: N, listener: SocketListener<N>): this {
    checkArgumentCount('removeListener', arguments, 2);
    this[EMITTER].remove(event, listener);
    return this;
  }

  /**
   * Removes all listeners.
   *
   * @param event The event. Default: all events.
   */
  removeAllListeners(event?: SocketEventName): this {
    checkArgumentCount('removeAllListeners', arguments, 1);
    this[EMITTER].removeAll(event);
    return this;
  }

  /**
   * Calls the listeners of an event, as if the socket had emitted it: for tests of listeners. It has no other effect.
   *
   * @returns Whether there was a listener.
   */
  emit<N extends SocketEventName>(event: N, value: SocketEvents[N]): boolean {
    checkArgumentCount('emit', arguments, 2);
    return this[EMITTER].call(event, value);
  }

  /** The listeners of an event, in the order in which they are called. */
  listeners<N extends SocketEventName>(event: N): SocketListener<N>[] {
    checkArgumentCount('listeners', arguments, 1);
    return this[EMITTER].listeners(event);
  }

  /** The same as {@link listeners}: those that were added with `once` are not wrapped. */
  rawListeners<N extends SocketEventName>(event: N): SocketListener<N>[] {
    checkArgumentCount('rawListeners', arguments, 1);
    return this[EMITTER].listeners(event);
  }

  /**
   * The number of listeners of an event.
   *
   * @param listener Counts only the additions of this listener.
   */
  listenerCount<N extends SocketEventName>(event: N, listener?: SocketListener<N>): number {
    checkArgumentCount('listenerCount', arguments, 2);
    const all = this[EMITTER].listeners(event);
    return listener === undefined ? all.length : all.filter((each) => each === listener).length;
  }

  /** The events that have listeners. */
  eventNames(): SocketEventName[] {
    checkArgumentCount('eventNames', arguments, 0);
    return this[EMITTER].names();
  }

  /**
   * Sets how many listeners an event may have before the process warns of a leak (`ZMQWarning`, once for each event).
   *
   * @param count Default 0: any number.
   */
  setMaxListeners(count: number): this {
    checkArgumentCount('setMaxListeners', arguments, 1);
    this[EMITTER].limit(count);
    return this;
  }

  /** How many listeners an event may have before the process warns of a leak; 0 for any number. */
  getMaxListeners(): number {
    checkArgumentCount('getMaxListeners', arguments, 0);
    return this[EMITTER].maxListeners;
  }
}

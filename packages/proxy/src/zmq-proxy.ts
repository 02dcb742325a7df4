import { ZMQError } from '@zeromq-ts/core';
import { type CallOptionChecks, checkCallOptions, checkFunction, throwLater } from '@zeromq-ts/core/spi';
import { type Capture, type CaptureCallback, type CaptureSocket, captureOf } from './capture.js';
import { checkControl, type ControlSocket, obey } from './control.js';
import { checkSocket, isDestination, isSource, type ProxyDirection, type ProxySocket } from './proxy-socket.js';
import { type ProxyDropReason, type ProxyStats, SideCounters } from './proxy-stats.js';
import { Relay } from './relay.js';
import type { Transform } from './transform.js';

/** Options of a {@link ZMQProxy}. */
export interface ProxyOptions {
  /**
   * Gets a copy of every message of both directions, with all frames, before it is transformed and forwarded: a socket
   * (PUB, PUSH, DEALER, PAIR) or a function. A capture socket without room loses the copy, which is counted; it never
   * slows the traffic down.
   */
  readonly capture?: CaptureSocket | CaptureCallback | undefined;
  /** A socket (REP, PAIR, PULL, SUB) that takes the commands of `zmq_proxy_steerable(3)`. It stays open. */
  readonly control?: ControlSocket | undefined;
  /** Changes, filters or multiplies messages. Default: every message is forwarded as it is. */
  readonly transform?: Transform | undefined;
}

/** A listener for what goes wrong with a single message. */
export type ProxyErrorListener = (error: unknown, direction: ProxyDirection) => void;

const anything = (): void => {};

/** What `capture` and `control` are is checked where they are used. */
const OPTION_CHECKS: CallOptionChecks = { capture: anything, control: anything, transform: checkFunction };

/**
 * A proxy: forwards messages between two sockets, in both directions as far as their types send and receive
 * (`zmq_proxy(3)`, `zmq_proxy_steerable(3)`). Messages keep their frames and their order in each direction.
 *
 * A proxy reads a message when it can hand on the last one, so a slow side slows the other down instead of filling the
 * memory. The same socket on both sides is an echo. The proxy does not own its sockets: they stay open after it.
 *
 * @example
 * ```ts
 * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
 * import { ZMQProxy } from '@zeromq-ts/proxy';
 *
 * await using clients = new ZMQRouter();
 * await using servers = new ZMQDealer();
 * await clients.bind('tcp://127.0.0.1:*');
 * await servers.bind('tcp://127.0.0.1:*');
 *
 * const proxy = new ZMQProxy(clients, servers);
 * const running = proxy.run();
 * // …
 * await proxy.stop();
 * await running;
 * ```
 */
export class ZMQProxy implements AsyncDisposable {
  readonly #relays: readonly Relay[];
  readonly #sockets: readonly ProxySocket[];
  readonly #control: ControlSocket | undefined;
  readonly #frontend = new SideCounters();
  readonly #backend: SideCounters;
  readonly #capture: Capture | undefined;
  readonly #transform: Transform | undefined;
  readonly #listeners = new Set<ProxyErrorListener>();
  readonly #dropped: Record<ProxyDropReason, number> = { transform: 0, error: 0, capture: 0 };
  readonly #stopping = new AbortController();
  #unknownCommands = 0;
  #running: Promise<void> | undefined;
  #startedAt: number | undefined;
  #paused = false;
  #over = false;
  #finish: (error?: unknown) => void = () => {};

  /**
   * @param frontend The socket that clients, publishers or producers talk to.
   * @param backend The other one; the same one for an echo.
   * @param options See {@link ProxyOptions}.
   * @throws ZMQError `EINVAL` when an argument is no socket, when no direction is possible (two PULLs), or for a wrong
   * option.
   */
  constructor(frontend: ProxySocket, backend: ProxySocket, options: ProxyOptions = {}) {
    checkSocket('frontend', frontend);
    checkSocket('backend', backend);
    checkCallOptions('ZMQProxy', options, OPTION_CHECKS);
    this.#capture = captureOf(options.capture);
    this.#transform = options.transform;
    this.#control = checkControl(options.control);
    this.#backend = frontend === backend ? this.#frontend : new SideCounters();
    this.#sockets = [frontend, backend];
    this.#relays = this.#relaysBetween(frontend, backend);
    if (this.#relays.length === 0) {
      throw new ZMQError(
        'EINVAL',
        `A proxy between ${frontend.type} and ${backend.type} has nothing to do: it needs one that receives and one that sends.`,
      );
    }
  }

  /** Whether the proxy is paused. */
  get paused(): boolean {
    return this.#paused;
  }

  /**
   * Forwards messages until {@link stop}, the control command `TERMINATE`, or until one of the sockets closes.
   *
   * While it waits for messages, it keeps the process alive, as a `receive` does. Calling it again returns the same
   * promise.
   *
   * @returns A promise that resolves when the proxy has stopped; it rejects when a socket, that for control included,
   * cannot be used (its constructor's bind failed).
   */
  run(): Promise<void> {
    this.#running ??= this.#start();
    return this.#running;
  }

  /**
   * Pauses: nothing more is read, connections stay open, and the queues of peers fill up. Messages already read are
   * forwarded first. Idempotent.
   */
  async pause(): Promise<void> {
    this.#paused = true;
    await Promise.all(this.#relays.map((relay) => relay.halt()));
  }

  /** Goes on after {@link pause}. Idempotent. */
  resume(): void {
    if (!this.#paused) return;
    this.#paused = false;
    if (this.#running !== undefined && !this.#over) this.#startRelays();
  }

  /**
   * Stops permanently: nothing more is read, and messages already read are in the queue of the other socket when the
   * promise resolves. Both sockets stay open, and a message waiting there for room keeps waiting. Idempotent.
   */
  async stop(): Promise<void> {
    this.#over = true;
    this.#stopping.abort();
    await Promise.all(this.#relays.map((relay) => relay.halt()));
    this.#finish();
    await this.#running?.catch(() => {});
  }

  /** Messages, frames and bytes in and out of each socket, and what was dropped. Cheap. */
  stats(): ProxyStats {
    return {
      frontend: { ...this.#frontend },
      backend: { ...this.#backend },
      dropped: { ...this.#dropped },
      unknownCommands: this.#unknownCommands,
      running: this.#running !== undefined && !this.#over,
      paused: this.#paused,
      startedAt: this.#startedAt,
    };
  }

  /**
   * Adds a listener for errors that cost one message each: a transform that throws, a send that fails (a mandatory ROUTER
   * without that peer). The proxy goes on with or without one; what a listener throws is an uncaught exception.
   */
  on(event: 'error', listener: ProxyErrorListener): this {
    if (event !== 'error')
      throw new ZMQError('EINVAL', `A ZMQProxy has the event error, and no event ${String(event)}.`);
    this.#listeners.add(listener);
    return this;
  }

  /** Removes a listener. */
  off(_event: 'error', listener: ProxyErrorListener): this {
    this.#listeners.delete(listener);
    return this;
  }

  /** Stops the proxy at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #relaysBetween(frontend: ProxySocket, backend: ProxySocket): readonly Relay[] {
    const host = {
      capture: this.#capture,
      transform: this.#transform,
      dropped: (reason: ProxyDropReason) => void this.#dropped[reason]++,
      failed: (error: unknown, direction: ProxyDirection) => this.#failed(error, direction),
    };
    const relays: Relay[] = [];
    const [front, back] = [this.#frontend, this.#backend];
    if (isSource(frontend) && isDestination(backend)) {
      relays.push(new Relay(frontend, backend, 'forward', { from: front, to: back }, host));
    }
    if (frontend !== backend && isSource(backend) && isDestination(frontend)) {
      relays.push(new Relay(backend, frontend, 'backward', { from: back, to: front }, host));
    }
    return relays;
  }

  async #start(): Promise<void> {
    this.#startedAt = Date.now();
    if (this.#over) return;
    const finished = new Promise<void>((resolve, reject) => {
      this.#finish = (error) => (error === undefined ? resolve() : reject(error));
    });
    // What is sent to a socket that cannot be used would be dropped, one message after the other.
    for (const socket of this.#sockets)
      socket.ready?.catch((error: unknown) => this.#end(socket.closed ? undefined : error));
    if (!this.#paused) this.#startRelays();
    if (this.#control !== undefined) {
      const steered = {
        pause: () => this.pause(),
        resume: () => this.resume(),
        terminate: () => void this.stop(),
        stats: () => this.stats(),
        unknownCommand: () => void this.#unknownCommands++,
      };
      obey(this.#control, steered, this.#stopping.signal).catch((error: unknown) => this.#end(error));
    }
    await finished;
  }

  #startRelays(): void {
    for (const relay of this.#relays) {
      relay.start().then(
        // A socket has closed: the other direction has lost its use, too.
        (closed) => closed && this.#end(),
        (error: unknown) => this.#end(error),
      );
    }
  }

  #end(error?: unknown): void {
    if (this.#over) return;
    this.#finish(error);
    void this.stop();
  }

  #failed(error: unknown, direction: ProxyDirection): void {
    for (const listener of this.#listeners) {
      try {
        listener(error, direction);
      } catch (thrown) {
        throwLater(thrown);
      }
    }
  }
}

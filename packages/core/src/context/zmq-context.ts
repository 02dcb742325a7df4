import { ZMQError } from '../errors/zmq-error.js';
import type { EngineChoice } from '../engine/engines.js';
import { checkArgumentCount } from '../errors/argument-count.js';
import { checkCallOptions } from '../options/call-options.js';
import type { CloseOptions } from '../options/close-options.js';
import { CLOSE_OPTION_CHECKS } from '../options/close-options.js';
import { SOCKET_OPTIONS } from '../options/socket-options.js';
import { refuseAssignedOptions } from '../options/option-accessors.js';
import type { ContextOptions } from './context-options.js';
import { checkContextOptions } from './context-options.js';
import { isInstance } from '../registry/is-instance.js';
import { sharedSlot } from '../registry/shared-slot.js';

/** Marks contexts of every copy and release of this package. */
const BRAND = Symbol.for('@zeromq-ts/core/ZMQContext');

/**
 * The property with the functions that sockets of every copy of this package use on a context. The number is raised
 * when `ContextAccess` changes incompatibly.
 */
const CONTEXT_SEAM = 'context@1';
const ACCESS = Symbol.for(`@zeromq-ts/core/access/${CONTEXT_SEAM}`);

/** The functions that sockets use on their context. */
export interface ContextAccess {
  /** @throws ZMQError `ETERM` when the context is closed. */
  enter(context: ZMQContext, socket: ContextMember): void;
  leave(context: ZMQContext, socket: ContextMember): void;
}

/** What a context needs to know of a socket in it. */
export interface ContextMember {
  close(options?: CloseOptions): Promise<void>;
}

/**
 * A set of sockets that share their `inproc` names and can be closed together (libzmq: `zmq_ctx_new`).
 *
 * Sockets created without the option `context` belong to one default context. `inproc://name` in one context is
 * another endpoint than `inproc://name` in a second one, or on another engine.
 *
 * @example
 * ```ts
 * import { ZMQContext } from '@zeromq-ts/core';
 * import { ZMQPair } from '@zeromq-ts/pair';
 *
 * const context = new ZMQContext();
 * const left = new ZMQPair('@inproc://pair', { context });
 * const right = new ZMQPair('>inproc://pair', { context });
 * await left.send('hello');
 * console.log(`${await right.receive()}`);
 * await context.close();
 * ```
 */
export class ZMQContext {
  readonly #sockets = new Set<ContextMember>();
  readonly #engine: EngineChoice | undefined;
  #closed = false;

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
    refuseAssignedOptions(
      this.prototype,
      Object.keys(SOCKET_OPTIONS),
      (name) => `A ZMQContext has no options for its sockets: give ${name} to the constructor of each.`,
    );
    // For the sockets of all copies: private fields can be read by the copy that has made the context, and by no other.
    const access: ContextAccess = {
      enter: (context, socket) => context.#enter(socket),
      leave: (context, socket) => context.#sockets.delete(socket),
    };
    Object.defineProperty(this.prototype, ACCESS, { value: access });
  }

  /** @throws ZMQError `EINVAL` when `engine` is neither an engine nor a name, and for every other option. */
  constructor(options: ContextOptions = {}) {
    checkArgumentCount('ZMQContext', arguments, 1);
    checkContextOptions(options);
    this.#engine = options.engine;
  }

  /** The engine of the sockets in this context that do not choose one. */
  get engine(): EngineChoice | undefined {
    return this.#engine;
  }

  /** The number of open sockets in this context. */
  get size(): number {
    return this.#sockets.size;
  }

  /** Whether {@link close} was called. */
  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Closes all sockets of this context; no further sockets can be created in it (libzmq: `zmq_ctx_term`). Idempotent.
   *
   * @param options.linger Milliseconds to wait for messages not yet handed over, instead of the `linger` of each
   * socket.
   * @returns A promise that resolves when all are closed.
   * @throws ZMQError `EINVAL` for another option, or a wrong value (as a rejection; then nothing is closed).
   */
  async close(options: CloseOptions = {}): Promise<void> {
    checkArgumentCount('close', arguments, 1);
    checkCallOptions('close', options, CLOSE_OPTION_CHECKS);
    this.#closed = true;
    await Promise.all([...this.#sockets].map((socket) => socket.close(options)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** `instanceof` holds across two copies of this package in one process. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return isInstance(value, BRAND, this, ZMQContext);
  }

  #enter(socket: ContextMember): void {
    if (this.#closed) {
      throw new ZMQError('ETERM', 'This context is closed: no socket can be created in it. Create another context.');
    }
    this.#sockets.add(socket);
  }
}

/** The functions that sockets use on a context; `undefined` for a context of a release with another version of them. */
export function accessTo(context: ZMQContext): ContextAccess | undefined {
  return (context as { [ACCESS]?: ContextAccess })[ACCESS];
}

/** The context of sockets without the option `context`: one for all copies of this package. */
export function defaultContext(): ZMQContext {
  return sharedSlot(`core/${CONTEXT_SEAM}`, () => new ZMQContext());
}

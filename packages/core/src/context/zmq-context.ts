import { ZMQError } from '../errors/zmq-error.js';
import type { EngineChoice } from '../engine/engines.js';
import { checkArgumentCount } from '../errors/argument-count.js';
import { checkCallOptions } from '../options/call-options.js';
import type { CloseOptions } from '../options/close-options.js';
import { CLOSE_OPTION_CHECKS } from '../options/close-options.js';
import { SOCKET_OPTIONS } from '../options/socket-options.js';
import { refuseAssignedOptions } from '../options/option-accessors.js';
import type { ContextLimits, ContextOptions, ResolvedContextLimits } from './context-options.js';
import { checkContextLimit, checkContextOptions, CONTEXT_LIMITS, socketDefaults } from './context-options.js';
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
  /** @throws ZMQError `ETERM` when the context is closed, `EMFILE` when it has as many sockets as it may. */
  enter(context: ZMQContext, socket: ContextMember): void;
  leave(context: ZMQContext, socket: ContextMember): void;
  /** The options that its sockets have unless they are given others. Absent in older releases. */
  defaults?(context: ZMQContext): Readonly<Record<string, unknown>>;
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
  #limits: ResolvedContextLimits;
  #closed = false;

  static {
    Object.defineProperty(this.prototype, BRAND, { value: true });
    refuseAssignedOptions(
      this.prototype,
      Object.keys(SOCKET_OPTIONS),
      (name) =>
        `Options are not assigned to: give ${name} to the constructor of each socket, or of the context if it has it.`,
    );
    // For the sockets of all copies: private fields can be read by the copy that has made the context, and by no other.
    const access: ContextAccess = {
      enter: (context, socket) => context.#enter(socket),
      leave: (context, socket) => context.#sockets.delete(socket),
      defaults: (context) => socketDefaults(context.#limits),
    };
    Object.defineProperty(this.prototype, ACCESS, { value: access });
  }

  /** @throws ZMQError `EINVAL` when `engine` is neither an engine nor a name, for a wrong value, and for an unknown option. */
  constructor(options: ContextOptions = {}) {
    checkArgumentCount('ZMQContext', arguments, 1);
    checkContextOptions(options);
    this.#engine = options.engine;
    const { ipv6, maxMessageSize, maxSockets, blocky } = options;
    this.#limits = withDefaults({ ipv6, maxMessageSize, maxSockets, blocky });
  }

  /** The engine of the sockets in this context that do not choose one. */
  get engine(): EngineChoice | undefined {
    return this.#engine;
  }

  /**
   * Changes an option, for sockets created after it.
   *
   * @param name One of {@link ContextLimits}.
   * @param value As in the constructor; `undefined` for the default.
   * @throws ZMQError `EINVAL` for another option, or a wrong value. libzmq: `zmq_ctx_set`.
   *
   * @example
   * ```ts
   * import { ZMQContext } from '@zeromq-ts/core';
   * import { ZMQPush } from '@zeromq-ts/pushpull';
   *
   * await using context = new ZMQContext({ blocky: false });
   * context.setOption('maxSockets', 1);
   * const push = new ZMQPush(undefined, { context });
   * console.log(push.getOption('linger'), context.getOption('maxSockets')); // 0 1
   * ```
   */
  setOption<Name extends keyof ContextLimits>(name: Name, value: ContextLimits[Name]): void {
    checkArgumentCount('setOption', arguments, 2);
    checkContextLimit(name, value);
    this.#limits = withDefaults({ ...this.#limits, [name]: value });
  }

  /**
   * The value of an option.
   *
   * @throws ZMQError `EINVAL` for an option that a context does not have. libzmq: `zmq_ctx_get`.
   */
  getOption<Name extends keyof ContextLimits>(name: Name): ResolvedContextLimits[Name] {
    checkArgumentCount('getOption', arguments, 1);
    checkContextLimit(name, undefined);
    return this.#limits[name];
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
    const { maxSockets } = this.#limits;
    if (this.#sockets.size >= maxSockets) {
      throw new ZMQError(
        'EMFILE',
        `This context has ${maxSockets} open sockets, as many as its option maxSockets allows. Close one, or raise it.`,
      );
    }
    this.#sockets.add(socket);
  }
}

function withDefaults(limits: ContextLimits): ResolvedContextLimits {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...CONTEXT_LIMITS, ...Object.fromEntries(given) };
}

/** The functions that sockets use on a context; `undefined` for a context of a release with another version of them. */
export function accessTo(context: ZMQContext): ContextAccess | undefined {
  return (context as { [ACCESS]?: ContextAccess })[ACCESS];
}

/** The context of sockets without the option `context`: one for all copies of this package. */
export function defaultContext(): ZMQContext {
  return sharedSlot(`core/${CONTEXT_SEAM}`, () => new ZMQContext());
}

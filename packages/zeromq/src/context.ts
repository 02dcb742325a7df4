import { ZMQContext } from '@zeromq-ts/core';
import { defaultContext } from '@zeromq-ts/core/spi';
import { ContextOptionValues, globalContextMemory, MAX_SOCKETS } from './context-options.js';
import { BOOLEAN_VALUE, checkArguments, IDENTIFIER, NUMBER_VALUE, OPTIONS } from './errors/arguments.js';
import { errnoError } from './errors/errno-error.js';
import { ERROR_TEXTS } from './errors/error-texts.js';
import type { Options } from './option-types.js';

/** What sockets use of their context. */
export interface ContextState {
  readonly options: ContextOptionValues;
  /** The context of core that its sockets belong to. */
  readonly sockets: ZMQContext;
  /** Open sockets, and those that are not collected yet. */
  count: number;
}

const states = new WeakMap<object, ContextState>();
let globalState: ContextState | undefined = {
  options: new ContextOptionValues(globalContextMemory()),
  sockets: defaultContext(),
  count: 0,
};

/**
 * The state of a context.
 *
 * @throws Error for what is no context.
 */
export function stateOf(context: unknown): ContextState {
  const state = typeof context === 'object' && context !== null ? states.get(context) : undefined;
  if (state === undefined) throw new Error(ERROR_TEXTS['EINVAL']);
  return state;
}

/** Counts a socket. @throws Error `EMFILE` when the context has as many as it may. */
export function enter(state: ContextState): void {
  if (state.count >= state.options.get(MAX_SOCKETS)) throw errnoError('EMFILE');
  state.count++;
}

/**
 * A ØMQ context: sockets of the same context share `inproc` names. Sockets use the global {@link context} unless another
 * one is given to their constructor. Most applications do not need a context of their own.
 *
 * @example
 * ```ts
 * import { Context, Dealer } from '@zeromq-ts/zeromq';
 *
 * const context = new Context({ maxSockets: 10 });
 * const dealer = new Dealer({ context });
 * console.log(dealer.context === context, context.maxSockets); // true 10
 * dealer.close();
 * ```
 */
export class Context {
  /** By default, the end of the process waits for messages not yet handed over, within the linger of their sockets. ZMQ_BLOCKY */
  declare blocky: boolean;
  /** Kept, and without effect: there are no threads for I/O. ZMQ_IO_THREADS */
  declare ioThreads: number;
  /** Kept, and without effect. ZMQ_MAX_MSGSZ */
  declare maxMessageSize: number;
  /** How many sockets may be open in this context. ZMQ_MAX_SOCKETS */
  declare maxSockets: number;
  /** The default of the option `ipv6` of sockets created after it. ZMQ_IPV6 */
  declare ipv6: boolean;
  /** Without effect. ZMQ_THREAD_PRIORITY */
  declare threadPriority: number;
  /** Without effect. ZMQ_THREAD_SCHED_POLICY */
  declare threadSchedulingPolicy: number;
  /** The highest value of `maxSockets`. ZMQ_SOCKET_LIMIT */
  declare readonly maxSocketsLimit: number;

  /** @param options Values for the properties of this class. */
  constructor(options?: Options<Context>) {
    checkArguments(arguments, OPTIONS);
    states.set(this, globalState ?? { options: new ContextOptionValues(), sockets: new ZMQContext(), count: 0 });
    globalState = undefined;
    Object.seal(this);
    Object.assign(this, options);
  }

  protected getBoolOption(option: number): boolean {
    checkArguments(arguments, IDENTIFIER);
    return stateOf(this).options.get(option) !== 0;
  }

  protected setBoolOption(option: number, value: boolean): void {
    checkArguments(arguments, IDENTIFIER, BOOLEAN_VALUE);
    stateOf(this).options.set(option, Number(value));
  }

  protected getInt32Option(option: number): number {
    checkArguments(arguments, IDENTIFIER);
    return stateOf(this).options.get(option);
  }

  protected setInt32Option(option: number, value: number): void {
    checkArguments(arguments, IDENTIFIER, NUMBER_VALUE);
    stateOf(this).options.set(option, value);
  }
}

/** The context of all sockets that are created without one. Its options are shared with worker threads. */
export const context = new Context();

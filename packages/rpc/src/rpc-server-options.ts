import type { CallOptionChecks } from '@zeromq-ts/core/spi';
import { checkAtLeast, checkFlag, checkFunction, checkObject } from '@zeromq-ts/core/spi';
import type { RouterOptions } from '@zeromq-ts/dealerrouter';
import type { RpcFormat } from './format.js';

/** Options of an {@link RpcServer}. */
export interface RpcServerOptions {
  /** How values travel. Default: JSON. The clients must use the same. */
  readonly format?: RpcFormat | undefined;
  /**
   * How many calls are carried out at a time. Further ones wait, in the order of their client, and clients take turns. Credit
   * and cancellation of calls under way are read meanwhile. Default 10 000.
   */
  readonly maxConcurrentCalls?: number | undefined;
  /**
   * How many calls one client may have, those that wait for `maxConcurrentCalls` included; a further one fails with
   * `RESOURCE_EXHAUSTED`. This is what limits how many wait. Default 1000.
   */
  readonly maxCallsPerClient?: number | undefined;
  /**
   * Whether clients get name and text of any error that a handler throws. Default false: they get `INTERNAL`, and only
   * an `RpcError` is sent as it is.
   */
  readonly exposeErrors?: boolean | undefined;
  /** Is called with what a handler throws that is no `RpcError`. Default: nothing. */
  readonly onError?: ((error: unknown, method: string) => void) | undefined;
  /** Options of the ROUTER: keys, limits, engine, context. */
  readonly socket?: RouterOptions | undefined;
}

export const SERVER_OPTION_CHECKS: CallOptionChecks = {
  format: checkObject,
  maxConcurrentCalls: checkAtLeast(1),
  maxCallsPerClient: checkAtLeast(1),
  exposeErrors: checkFlag,
  onError: checkFunction,
  socket: checkObject,
};

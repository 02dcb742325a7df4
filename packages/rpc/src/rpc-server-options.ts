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
   * How many bytes of replies may wait for one client that does not read them, or not fast enough, counted as for
   * `sendHighWaterMarkBytes` of a socket. No further call of this client begins and no stream continues until it has read
   * half of them; other clients are not affected. Beyond this limit wait only the replies of its calls under way, and 1000
   * short answers to further requests: refusals, and answers to `ping`, `info` and `serverStats`. A client that makes more
   * such requests is disconnected; see `stats()` of the server. Default: `sendHighWaterMarkBytes` of `socket`, 67 108 864
   * (64 MiB). `Infinity`: no limit. No effect on the engine `libzmq`, which does not report the queue of a peer.
   */
  readonly maxQueuedReplyBytesPerClient?: number | undefined;
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

/** What `close` of a server takes. */
export interface DrainOptions {
  /**
   * How long calls under way may go on, in milliseconds; then they are aborted, and handlers that go on nevertheless are not
   * waited for. Default `Infinity`.
   */
  readonly timeout?: number | undefined;
}

export const SERVER_OPTION_CHECKS: CallOptionChecks = {
  format: checkObject,
  maxConcurrentCalls: checkAtLeast(1),
  maxCallsPerClient: checkAtLeast(1),
  maxQueuedReplyBytesPerClient: checkAtLeast(1),
  exposeErrors: checkFlag,
  onError: checkFunction,
  socket: checkObject,
};

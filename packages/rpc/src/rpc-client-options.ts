import type { CallOptionChecks } from '@zeromq-ts/core/spi';
import { checkAtLeast, checkDuration, checkObject } from '@zeromq-ts/core/spi';
import type { DealerOptions } from '@zeromq-ts/dealerrouter';
import type { RpcFormat } from './format.js';
import type { InputOf, MethodDefinition, Methods, OutputOf } from './service.js';

/** What a call takes beside its input. */
export interface CallOptions {
  /** How long the call may take with all tries, in milliseconds. For a stream: until its first item. Default: the client's. */
  readonly timeout?: number | undefined;
  /** Cancels the call, here and at the server. */
  readonly signal?: AbortSignal | undefined;
}

type Call<D extends MethodDefinition> = D extends { readonly stream: true }
  ? (input: InputOf<D>, options?: CallOptions) => AsyncIterableIterator<OutputOf<D>>
  : (input: InputOf<D>, options?: CallOptions) => Promise<OutputOf<D>>;

/** A function for each method of a service. */
export type Calls<M extends Methods> = { readonly [N in keyof M]: Call<M[N]> };

/** Options of an {@link RpcClient}. */
export interface RpcClientOptions {
  /** How values travel. Default: JSON. The servers must use the same. */
  readonly format?: RpcFormat | undefined;
  /** How long a call may take, in milliseconds. Default 30 000. */
  readonly timeout?: number | undefined;
  /**
   * How long one try of an idempotent call may take, from when it is sent, before the call is sent to another server. While
   * no other one is ready, the try goes on. The last of the `retries` may take as long as the call. Default: no limit of its own.
   */
  readonly tryTimeout?: number | undefined;
  /**
   * How often an idempotent call is sent again after a lost connection or a `tryTimeout`, both counted together. When a
   * connection is lost after that, the call fails with `UNAVAILABLE`. Default 2.
   */
  readonly retries?: number | undefined;
  /** How long a call waits for a connected server before it fails with `UNAVAILABLE`. Default: as long as the call may take. */
  readonly connectTimeout?: number | undefined;
  /** How many calls are under way at one server at a time; others wait. Default 1000. */
  readonly maxInFlight?: number | undefined;
  /** How many calls may wait. Default 10 000; one more fails with `RESOURCE_EXHAUSTED`. */
  readonly maxQueued?: number | undefined;
  /** Options of the DEALERs: keys, limits, engine, context. */
  readonly socket?: DealerOptions | undefined;
}

/** What `info()` of a client returns. */
export interface ServiceInfo {
  readonly name: string;
  readonly version: string;
  readonly methods: readonly { readonly name: string; readonly stream: boolean; readonly idempotent: boolean }[];
}

export const CLIENT_OPTION_CHECKS: CallOptionChecks = {
  format: checkObject,
  timeout: checkDuration,
  tryTimeout: checkDuration,
  retries: checkAtLeast(0),
  connectTimeout: checkDuration,
  maxInFlight: checkAtLeast(1),
  maxQueued: checkAtLeast(0),
  socket: checkObject,
};

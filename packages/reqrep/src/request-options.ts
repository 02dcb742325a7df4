import type { PeerTimeoutOptions, ProbeRouterOptions, RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption, PEER_TIMEOUT_OPTIONS, PROBE_ROUTER_OPTIONS, ROUTING_ID_OPTIONS } from '@zeromq-ts/core/spi';
import { TURN_OPTIONS, type TurnOptions } from './turn-options.js';

/** Options of a `ZMQRequest`. */
export interface RequestOptions
  extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, PeerTimeoutOptions, TurnOptions {
  /**
   * Send a request id with each request, and accept only the reply with the same id. Default false. libzmq:
   * `ZMQ_REQ_CORRELATE`.
   */
  readonly correlate?: boolean | undefined;
  /**
   * Let `send` abandon the pending request and start another, instead of being ignored. Default false. libzmq:
   * `ZMQ_REQ_RELAXED`.
   */
  readonly relaxed?: boolean | undefined;
}

/** The rules of the options that only some sockets have. */
export const REQUEST_OPTIONS = {
  ...ROUTING_ID_OPTIONS,
  ...PROBE_ROUTER_OPTIONS,
  ...PEER_TIMEOUT_OPTIONS,
  ...TURN_OPTIONS,
  correlate: flagOption({ change: 'at once', libzmq: 52 }),
  // The order of sends and receives stands above the engine: to libzmq, every REQ is relaxed.
  relaxed: flagOption({ change: 'at once' }),
} satisfies OptionRules<Omit<RequestOptions, keyof SocketOptions>>;

import type {
  ConflateOptions,
  PeerTimeoutOptions,
  ProbeRouterOptions,
  RoutingIdOptions,
  SocketOptions,
} from '@zeromq-ts/core';
import { CONFLATE_OPTIONS, PEER_TIMEOUT_OPTIONS, PROBE_ROUTER_OPTIONS, ROUTING_ID_OPTIONS } from '@zeromq-ts/core/spi';

/** Options of a `ZMQDealer`. */
export interface DealerOptions
  extends SocketOptions, RoutingIdOptions, ProbeRouterOptions, ConflateOptions, PeerTimeoutOptions {}

/** The rules of the options that only some sockets have. */
export const DEALER_OPTIONS = {
  ...ROUTING_ID_OPTIONS,
  ...PROBE_ROUTER_OPTIONS,
  ...CONFLATE_OPTIONS,
  ...PEER_TIMEOUT_OPTIONS,
};

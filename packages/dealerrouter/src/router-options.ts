import type { ProbeRouterOptions, RoutingIdOptions, SocketOptions } from '@zeromq-ts/core';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption, PROBE_ROUTER_OPTIONS, ROUTING_ID_OPTIONS } from '@zeromq-ts/core/spi';

/** Options of a `ZMQRouter`. */
export interface RouterOptions extends SocketOptions, RoutingIdOptions, ProbeRouterOptions {
  /**
   * Reject messages that cannot be routed: `send` rejects with `EHOSTUNREACH` when no peer has the routing id, and with
   * `EAGAIN` when the peer's queue is full. Default false: such messages are dropped. libzmq: `ZMQ_ROUTER_MANDATORY`.
   */
  readonly mandatory?: boolean | undefined;
  /**
   * A new peer with the routing id of an existing one replaces it. Default false: the new peer waits until the existing
   * one has left. libzmq: `ZMQ_ROUTER_HANDOVER`.
   */
  readonly handover?: boolean | undefined;
}

/** The rules of the options that only some sockets have. */
export const ROUTER_OPTIONS = {
  ...ROUTING_ID_OPTIONS,
  ...PROBE_ROUTER_OPTIONS,
  mandatory: flagOption({ change: 'at once', libzmq: 33 }),
  handover: flagOption({ change: 'at once', libzmq: 56 }),
} satisfies OptionRules<Omit<RouterOptions, keyof SocketOptions>>;

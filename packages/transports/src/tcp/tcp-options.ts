// oxlint-disable-next-line import/no-empty-named-blocks, unicorn/require-module-specifiers -- the module that is added to below
import type {} from '@zeromq-ts/core';
import type { OptionRules } from '@zeromq-ts/core/spi';
import { flagOption } from '@zeromq-ts/core/spi';
import { STREAM_OPTIONS, systemOption } from '../stream/stream-options.js';

/** Options of the transport tcp, beside those of all byte streams. */
export interface TcpOptions {
  /**
   * Also use IPv6: names resolve to both, `*` binds to both, and an interface name means its IPv6 address, if it has
   * one. Otherwise only IPv4 is used. Default false. libzmq: `ZMQ_IPV6`.
   */
  readonly ipv6?: boolean | undefined;
  /** TCP keep-alive: 1 on, 0 off, -1 operating-system default. Default -1. libzmq: `ZMQ_TCP_KEEPALIVE`. */
  readonly tcpKeepalive?: -1 | 0 | 1 | undefined;
  /**
   * Unanswered keep-alive probes before the connection is dropped; -1 for the operating-system default. Default -1. No
   * effect on the engine `zmtp`. libzmq: `ZMQ_TCP_KEEPALIVE_CNT`.
   */
  readonly tcpKeepaliveCount?: number | undefined;
  /**
   * Seconds of silence before the first probe; -1 for the operating-system default. Default -1. libzmq:
   * `ZMQ_TCP_KEEPALIVE_IDLE`.
   */
  readonly tcpKeepaliveIdle?: number | undefined;
  /**
   * Seconds between probes; -1 for the operating-system default. Default -1. No effect on the engine `zmtp`. libzmq:
   * `ZMQ_TCP_KEEPALIVE_INTVL`.
   */
  readonly tcpKeepaliveInterval?: number | undefined;
}

const OWN_OPTIONS = {
  ipv6: flagOption({ change: 'new endpoints', libzmq: 42 }),
  tcpKeepalive: {
    accepts: "1, 0, or -1 for the system's default",
    fallback: -1,
    change: 'new endpoints',
    libzmq: 34,
    check: (value: unknown) => value === -1 || value === 0 || value === 1,
  },
  tcpKeepaliveCount: systemOption('probes', 35),
  tcpKeepaliveIdle: systemOption('seconds', 36),
  tcpKeepaliveInterval: systemOption('seconds', 37),
} satisfies OptionRules<TcpOptions>;

/** All options of the transport tcp. */
export const TCP_OPTIONS: OptionRules = { ...STREAM_OPTIONS, ...OWN_OPTIONS };

declare module '@zeromq-ts/core' {
  interface TransportOptions extends TcpOptions {}
}

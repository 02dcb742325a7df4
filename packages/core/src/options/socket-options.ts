import type { ZMQContext } from '../context/zmq-context.js';
import type { EngineChoice } from '../engine/engines.js';
import type { SecurityOptions } from './security-options.js';

/**
 * Options of every socket. Names and units are those of the npm package `zeromq`; durations are milliseconds, and
 * `Infinity` means no limit. An invalid option throws a `ZMQError` `EINVAL` with its name, its value and the accepted
 * values.
 */
export interface SocketOptions extends SecurityOptions {
  /** Messages queued for each peer before `send` waits or drops; 0 for no limit. Default 1000. libzmq: `ZMQ_SNDHWM`. */
  readonly sendHighWaterMark?: number | undefined;
  /**
   * Messages queued from each peer before its connection is no longer read; 0 for no limit. Default 1000. libzmq:
   * `ZMQ_RCVHWM`.
   */
  readonly receiveHighWaterMark?: number | undefined;
  /**
   * Bytes queued for each peer before `send` waits or drops; 0 for no limit. A message counts as the bytes of its
   * frames plus 128 for each frame. While the queue is below the limit, a message of any size is accepted. Default 67
   * 108 864 (64 MiB). No effect on the engine `libzmq`, which counts messages only.
   */
  readonly sendHighWaterMarkBytes?: number | undefined;
  /**
   * Bytes queued from each peer before its connection is no longer read; 0 for no limit. Counted as for
   * `sendHighWaterMarkBytes`. Default 67 108 864 (64 MiB). No effect on the engine `libzmq`.
   */
  readonly receiveHighWaterMarkBytes?: number | undefined;
  /**
   * Bytes received from all peers together; 0 for no limit. While the messages to be received exceed it, only one
   * message of each peer is queued. Incomplete messages count as well: above the limit, peers with more than a fair
   * share are paused, except one at a time, and peers that do not continue their message are disconnected, with an
   * `ENOBUFS` in the event `disconnected`. Counted as for `sendHighWaterMarkBytes`. Default 268 435 456 (256 MiB). No
   * effect on the engine `libzmq`.
   */
  readonly maxIncomingBytes?: number | undefined;
  /** How long `close`, and the end of the process, wait for messages not yet handed over. Default 30 000. libzmq: `ZMQ_LINGER`. */
  readonly linger?: number | undefined;
  /** How long `send` waits for room before it rejects with `EAGAIN`; 0 not at all. Default `Infinity`. libzmq: `ZMQ_SNDTIMEO`. */
  readonly sendTimeout?: number | undefined;
  /** How long `receive` waits before it rejects with `EAGAIN`; 0 not at all. Default `Infinity`. libzmq: `ZMQ_RCVTIMEO`. */
  readonly receiveTimeout?: number | undefined;
  /**
   * The minimum delay before a lost connection is retried; `Infinity` for no retry. Default 100. libzmq:
   * `ZMQ_RECONNECT_IVL`.
   */
  readonly reconnectInterval?: number | undefined;
  /**
   * The maximum of that delay, which doubles with each attempt; 0 for no increase. Default 0. libzmq:
   * `ZMQ_RECONNECT_IVL_MAX`.
   */
  readonly reconnectMaxInterval?: number | undefined;
  /**
   * How long one connection attempt may take; 0 for the operating-system default. Default 0. libzmq:
   * `ZMQ_CONNECT_TIMEOUT`.
   */
  readonly connectTimeout?: number | undefined;
  /**
   * How long a handshake may take before the connection is closed; 0 for no limit. Default 30 000. libzmq:
   * `ZMQ_HANDSHAKE_IVL`.
   */
  readonly handshakeInterval?: number | undefined;
  /**
   * The interval between heartbeats on a silent connection; 0 for no heartbeats. Default 0. libzmq:
   * `ZMQ_HEARTBEAT_IVL`.
   */
  readonly heartbeatInterval?: number | undefined;
  /**
   * How long to wait for an answer after a heartbeat was sent, in milliseconds. On the engine `zmtp`, any received byte
   * counts as an answer, and so does progress of a blocked write. The timeout does not expire while this side does not
   * read because its queue is full. Default: `heartbeatInterval`. libzmq: `ZMQ_HEARTBEAT_TIMEOUT`.
   */
  readonly heartbeatTimeout?: number | undefined;
  /**
   * After how much silence from this side the peer may drop the connection, at most 6 553 599, in steps of 100; 0 for
   * not specified. Default 0. libzmq: `ZMQ_HEARTBEAT_TTL`.
   */
  readonly heartbeatTimeToLive?: number | undefined;
  /**
   * Queue messages only for established connections, not for those in progress. Default false. libzmq: `ZMQ_IMMEDIATE`.
   */
  readonly immediate?: boolean | undefined;
  /**
   * The largest frame to accept, in bytes. On the engine `zmtp`, it is announced to peers, and `send` of a larger frame
   * rejects with `EMSGSIZE` at peers on `zmtp`, also over inproc. A peer that sends one anyway is disconnected. Default
   * `Infinity`: a message has at most 2^31 - 1 bytes and 262 144 frames. libzmq: `ZMQ_MAXMSGSIZE`.
   */
  readonly maxMessageSize?: number | undefined;
  /** The maximum number of connections waiting to be accepted. Default 100. libzmq: `ZMQ_BACKLOG`. */
  readonly backlog?: number | undefined;
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
  /**
   * The system's send buffer for each connection, in bytes; -1 for the operating-system default. Default -1. No effect
   * on the engine `zmtp`. libzmq: `ZMQ_SNDBUF`.
   */
  readonly sendBufferSize?: number | undefined;
  /**
   * The system's receive buffer for each connection, in bytes; -1 for the operating-system default. Default -1. No
   * effect on the engine `zmtp`. libzmq: `ZMQ_RCVBUF`.
   */
  readonly receiveBufferSize?: number | undefined;
  /** The context the socket belongs to. Default: one shared by all sockets without this option. */
  readonly context?: ZMQContext | undefined;
  /** The engine that carries the socket: `'zmtp'`, `'libzmq'`, or an engine object. */
  readonly engine?: EngineChoice | undefined;
}

/** Options of sockets that a ROUTER can address: REQ, REP, DEALER, ROUTER. */
export interface RoutingIdOptions {
  /**
   * The id by which ROUTER peers address this socket: 1 to 255 bytes, the first of them not zero. Default: the peer
   * assigns one. libzmq: `ZMQ_ROUTING_ID`.
   */
  readonly routingId?: string | Uint8Array | undefined;
}

/** Options of REQ, DEALER and ROUTER. */
export interface ProbeRouterOptions {
  /** Send an empty message over each new connection, so that a ROUTER peer learns of it. Default false. libzmq: `ZMQ_PROBE_ROUTER`. */
  readonly probeRouter?: boolean | undefined;
}

/** Options of PUSH, PULL, PUB, SUB and DEALER. */
export interface ConflateOptions {
  /** Keep only the newest message for each peer; for messages of one frame. Default false. libzmq: `ZMQ_CONFLATE`. */
  readonly conflate?: boolean | undefined;
}

/** Options of PUB, XPUB, SUB and XSUB. */
export interface InvertMatchingOptions {
  /**
   * Deliver messages that do not match a subscription; set it on both sides. Default false. libzmq:
   * `ZMQ_INVERT_MATCHING`.
   */
  readonly invertMatching?: boolean | undefined;
}

/** Options of PUB and XPUB. */
export interface NoDropOptions {
  /** When a subscriber's queue is full, `send` waits instead of dropping the message for it. Default false. libzmq: `ZMQ_XPUB_NODROP`. */
  readonly noDrop?: boolean | undefined;
}

/** Options of PUB and XPUB. */
export interface SubscriptionLimitOptions {
  /**
   * Bytes that the subscriptions of all peers together may take: their topics, plus 200 for each; 0 for no limit. Above
   * it, the peer whose subscriptions take the most is disconnected, with an `ENOBUFS` in the event `disconnected`.
   * Default 268 435 456 (256 MiB): more than a million subscriptions. No effect on the engine `libzmq`.
   */
  readonly maxSubscriptionBytes?: number | undefined;
}

import type { ZMQContext } from '../context/zmq-context.js';
import type { EngineChoice } from '../engine/engines.js';
import type { OptionRules } from './option-rule.js';
import { durationOption, flagOption, integerOption, MAX_DURATION_MS } from './option-rule.js';
import type { MechanismOptions } from '../security/mechanism-kinds.js';
import type { SecurityOptions } from './security-options.js';
import type { TransportOptions } from './transport-options.js';

/**
 * Options of every socket. Names and units are those of the npm package `zeromq`; durations are milliseconds, and
 * `Infinity` means no limit. An invalid option throws a `ZMQError` `EINVAL` with its name, its value and the accepted
 * values.
 */
export interface SocketOptions extends TransportOptions, SecurityOptions, MechanismOptions {
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
  /**
   * Frames of up to this many bytes are copied when `send` is called, so that their buffers may be modified at once; 0 for none.
   * libzmq copies frames of up to 128 bytes in the npm package `zeromq`. Larger frames, and by default all, must not be
   * modified until they have been handed over to the system. Default 0.
   */
  readonly copyFramesUpToBytes?: number | undefined;
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
  /** The context the socket belongs to. Default: one shared by all sockets without this option. */
  readonly context?: ZMQContext | undefined;
  /** The engine that carries the socket: `'zmtp'`, `'libzmq'`, or an engine object. */
  readonly engine?: EngineChoice | undefined;
}

const MIB = 2 ** 20;

const bytes = (mebibytes: number) => integerOption(mebibytes * MIB, 0, Number.MAX_SAFE_INTEGER, 'bytes');

/** The options of which this package has the rules: not those that transports, mechanisms and socket types bring. */
// oxlint-disable-next-line typescript/no-redundant-type-constituents -- never here, and not where a transport is imported
type OwnOptions = Omit<SocketOptions, Brought | keyof SecurityOptions | 'context' | 'engine'>;
type Brought = keyof (TransportOptions & MechanismOptions);

/**
 * The rules of the options that every socket takes. Defaults are those of libzmq, except `linger`, and the limits in
 * bytes, which libzmq does not have.
 */
export const SOCKET_OPTIONS = {
  sendHighWaterMark: integerOption(1000, 0, MAX_DURATION_MS, 'messages', { change: 'at once', libzmq: 23 }),
  receiveHighWaterMark: integerOption(1000, 0, MAX_DURATION_MS, 'messages', { change: 'at once', libzmq: 24 }),
  sendHighWaterMarkBytes: { ...bytes(64), change: 'at once' },
  receiveHighWaterMarkBytes: { ...bytes(64), change: 'at once' },
  maxIncomingBytes: bytes(256),
  copyFramesUpToBytes: integerOption(0, 0, MAX_DURATION_MS, 'bytes', { change: 'at once' }),
  // Those who wait do so above the engine, which sets ZMQ_LINGER when it closes.
  linger: durationOption(30_000, { change: 'at once' }),
  sendTimeout: durationOption(Infinity, { change: 'at once' }),
  receiveTimeout: durationOption(Infinity, { change: 'at once' }),
  reconnectInterval: durationOption(100, { change: 'new endpoints', libzmq: 18 }),
  reconnectMaxInterval: milliseconds(0, 21),
  connectTimeout: milliseconds(0, 79),
  handshakeInterval: milliseconds(30_000, 66),
  heartbeatInterval: milliseconds(0, 75),
  heartbeatTimeout: milliseconds(undefined, 77),
  heartbeatTimeToLive: milliseconds(0, 76, 6_553_599),
  // The engine libzmq sets it where it has an effect on sending, and always on publishers.
  immediate: flagOption({ change: 'new endpoints' }),
  maxMessageSize: {
    accepts: 'bytes from 0 to 2^53 - 1, or Infinity',
    fallback: Infinity,
    change: 'new endpoints',
    libzmq: (value: number) => [[22, value === Infinity ? -1n : BigInt(value)]],
    check: (value: unknown) => value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0),
  },
} satisfies OptionRules<OwnOptions>;

function milliseconds<Fallback extends number | undefined>(fallback: Fallback, libzmq: number, last = MAX_DURATION_MS) {
  return integerOption(fallback, 0, last, 'milliseconds', { change: 'new endpoints', libzmq });
}

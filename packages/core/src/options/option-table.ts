import { textLength } from '../runtime/bytes.js';
import type { SocketTypeName } from '../pattern/socket-type-name.js';

/** The longest time a timer can run, and what libzmq's int options hold: 24.8 days in milliseconds. */
export const LONGEST_DURATION = 2 ** 31 - 1;

/** One option: who takes it, what it accepts, and what it is when it is not given. */
export interface OptionRule {
  /** The socket types that take it; undefined: all. */
  readonly types?: readonly SocketTypeName[];
  readonly accepts: string;
  readonly fallback: unknown;
  /** Whether no text may show a value of it. */
  readonly confidential?: boolean;
  /** Says what is wrong with a value that is not accepted, without showing it, where more than its kind can be said. */
  describe?(value: unknown): string | undefined;
  /** Whether a value is acceptable. */
  check(value: unknown): boolean;
}

const boolean = (fallback = false): OptionRule => ({
  accepts: 'true or false',
  fallback,
  check: (value) => typeof value === 'boolean',
});

const duration = (fallback: number): OptionRule => ({
  accepts: `milliseconds from 0 to ${LONGEST_DURATION}, or Infinity`,
  fallback,
  check: (value) => typeof value === 'number' && value >= 0 && (value === Infinity || value <= LONGEST_DURATION),
});

const limited = (fallback: number | undefined, first: number, last: number, unit: string): OptionRule => ({
  accepts: `${unit} from ${first} to ${last}`,
  fallback,
  check: (value) => Number.isInteger(value) && (value as number) >= first && (value as number) <= last,
});

const MIB = 2 ** 20;

const bytes = (fallback: number): OptionRule => limited(fallback, 0, Number.MAX_SAFE_INTEGER, 'bytes');

const systemDefault = (unit: string): OptionRule => ({
  accepts: `${unit} from 1 to ${LONGEST_DURATION}, or -1 for the system's default`,
  fallback: -1,
  check: (value) =>
    Number.isInteger(value) && (value === -1 || ((value as number) >= 1 && (value as number) <= LONGEST_DURATION)),
});

const octets = (first: number, last: number): OptionRule => ({
  accepts: `a string or bytes${last === Infinity ? '' : `, ${first} to ${last} bytes`}`,
  fallback: undefined,
  check: (value) => {
    if (typeof value !== 'string' && !(value instanceof Uint8Array)) return false;
    const length = typeof value === 'string' ? textLength(value) : value.byteLength;
    return length >= first && length <= last;
  },
});

/** RFC 37, "The Identity Property": what begins with a zero octet is what a ROUTER makes up. */
const identity: OptionRule = {
  ...octets(1, 255),
  accepts: 'a string or bytes, 1 to 255 bytes of which the first is not zero',
  check: (value) => {
    if (!octets(1, 255).check(value)) return false;
    return typeof value === 'string' ? !value.startsWith('\0') : (value as Uint8Array)[0] !== 0;
  },
};

const only = (types: readonly SocketTypeName[], rule: OptionRule): OptionRule => ({ ...rule, types });

/** All options of all socket types. Defaults are libzmq's, except `linger` and limits in bytes, which libzmq does not have. */
export const OPTION_TABLE = {
  sendHighWaterMark: limited(1000, 0, LONGEST_DURATION, 'messages'),
  receiveHighWaterMark: limited(1000, 0, LONGEST_DURATION, 'messages'),
  sendHighWaterMarkBytes: bytes(64 * MIB),
  receiveHighWaterMarkBytes: bytes(64 * MIB),
  maxIncomingBytes: bytes(256 * MIB),
  linger: duration(30_000),
  sendTimeout: duration(Infinity),
  receiveTimeout: duration(Infinity),
  reconnectInterval: duration(100),
  reconnectMaxInterval: limited(0, 0, LONGEST_DURATION, 'milliseconds'),
  connectTimeout: limited(0, 0, LONGEST_DURATION, 'milliseconds'),
  handshakeInterval: limited(30_000, 0, LONGEST_DURATION, 'milliseconds'),
  heartbeatInterval: limited(0, 0, LONGEST_DURATION, 'milliseconds'),
  heartbeatTimeout: limited(undefined, 0, LONGEST_DURATION, 'milliseconds'),
  heartbeatTimeToLive: limited(0, 0, 6_553_599, 'milliseconds'),
  immediate: boolean(),
  maxMessageSize: {
    accepts: 'bytes from 0 to 2^53 - 1, or Infinity',
    fallback: Infinity,
    check: (value: unknown) => value === Infinity || (Number.isSafeInteger(value) && (value as number) >= 0),
  },
  backlog: limited(100, 1, LONGEST_DURATION, 'connections'),
  ipv6: boolean(),
  tcpKeepalive: {
    accepts: "1, 0, or -1 for the system's default",
    fallback: -1,
    check: (value: unknown) => value === -1 || value === 0 || value === 1,
  },
  tcpKeepaliveCount: systemDefault('probes'),
  tcpKeepaliveIdle: systemDefault('seconds'),
  tcpKeepaliveInterval: systemDefault('seconds'),
  sendBufferSize: systemDefault('bytes'),
  receiveBufferSize: systemDefault('bytes'),
  routingId: only(['REQ', 'REP', 'DEALER', 'ROUTER'], identity),
  probeRouter: only(['REQ', 'DEALER', 'ROUTER'], boolean()),
  correlate: only(['REQ'], boolean()),
  relaxed: only(['REQ'], boolean()),
  mandatory: only(['ROUTER'], boolean()),
  handover: only(['ROUTER'], boolean()),
  conflate: only(['PUSH', 'PULL', 'PUB', 'SUB', 'DEALER'], boolean()),
  invertMatching: only(['PUB', 'XPUB', 'SUB', 'XSUB'], boolean()),
  noDrop: only(['PUB', 'XPUB'], boolean()),
  maxSubscriptionBytes: only(['PUB', 'XPUB'], bytes(256 * MIB)),
  verbosity: only(['XPUB'], {
    accepts: "null, 'allSubs' or 'allSubsUnsubs'",
    fallback: null,
    check: (value: unknown) => value === null || value === 'allSubs' || value === 'allSubsUnsubs',
  }),
  manual: only(['XPUB'], boolean()),
  welcomeMessage: only(['XPUB'], octets(0, Infinity)),
} satisfies Record<string, OptionRule>;

export type OptionName = keyof typeof OPTION_TABLE;

import type { FlagDefinition } from '../grammar/definition.js';
import type { SocketType } from '../sockets/socket-type.js';

/** A flag with the words of an option of sockets. */
interface OptionFlag extends FlagDefinition {
  /** The types that take it. Default: all. */
  readonly types?: readonly SocketType[];
}

const GROUP = 'Socket options';

/** Of the API, in the same words: `sendHighWaterMark` is `--send-high-water-mark`. */
const OPTION_FLAGS: readonly OptionFlag[] = [
  {
    name: 'engine',
    type: 'choice',
    values: ['zmtp', 'libzmq'],
    summary: 'what carries the socket; libzmq needs npm install zeromq',
  },
  { name: 'max-message-size', type: 'size', summary: 'largest frame to accept', default: '16MiB' },
  {
    name: 'linger',
    short: 'l',
    type: 'duration',
    summary: 'how long to wait at the end for messages that are not handed over',
    default: '5s',
  },
  { name: 'send-high-water-mark', type: 'integer', summary: 'messages queued for each peer; 0 for no limit' },
  { name: 'receive-high-water-mark', type: 'integer', summary: 'messages queued from each peer; 0 for no limit' },
  { name: 'send-high-water-mark-bytes', type: 'size', summary: 'bytes queued for each peer; 0 for no limit' },
  { name: 'receive-high-water-mark-bytes', type: 'size', summary: 'bytes queued from each peer; 0 for no limit' },
  { name: 'max-incoming-bytes', type: 'size', summary: 'bytes queued from all peers together; 0 for no limit' },
  { name: 'copy-frames-up-to-bytes', type: 'size', summary: 'frames of up to this size are copied when they are sent' },
  { name: 'send-timeout', type: 'duration', summary: 'how long one send waits for room' },
  { name: 'receive-timeout', type: 'duration', summary: 'how long one receive waits' },
  {
    name: 'reconnect-interval',
    type: 'duration',
    summary: 'delay before a lost connection is retried',
    default: '100ms',
  },
  { name: 'reconnect-max-interval', type: 'duration', summary: 'maximum of that delay, which doubles', default: '5s' },
  { name: 'connect-timeout', type: 'duration', summary: 'how long one connection attempt may take' },
  { name: 'handshake-interval', type: 'duration', summary: 'how long a handshake may take' },
  {
    name: 'heartbeat-interval',
    type: 'duration',
    summary: 'interval of heartbeats on a silent connection; 0 for none; with --engine libzmq none unless given',
    default: '5s',
  },
  {
    name: 'heartbeat-timeout',
    type: 'duration',
    summary: 'how long to wait for the answer to a heartbeat',
    default: '15s',
  },
  {
    name: 'heartbeat-time-to-live',
    type: 'duration',
    summary: 'after how much silence the peer may drop the connection',
  },
  { name: 'immediate', type: 'boolean', summary: 'queue messages for established connections alone' },
  { name: 'ipv6', type: 'boolean', summary: 'use IPv6, too' },
  { name: 'backlog', type: 'integer', least: 1, summary: 'connections waiting to be accepted' },
  {
    name: 'tcp-keepalive',
    type: 'integer',
    least: -1,
    most: 1,
    summary: 'TCP keep-alive: 1 on, 0 off, -1 default of the system',
  },
  {
    name: 'tcp-keepalive-count',
    type: 'integer',
    least: -1,
    summary: 'unanswered probes before the connection is dropped',
  },
  { name: 'tcp-keepalive-idle', type: 'integer', least: -1, summary: 'seconds of silence before the first probe' },
  { name: 'tcp-keepalive-interval', type: 'integer', least: -1, summary: 'seconds between probes' },
  { name: 'send-buffer-size', type: 'integer', least: -1, summary: 'send buffer of the system for each connection' },
  {
    name: 'receive-buffer-size',
    type: 'integer',
    least: -1,
    summary: 'receive buffer of the system for each connection',
  },
  {
    name: 'routing-id',
    type: 'text',
    value: 'ID',
    summary: 'by which a ROUTER addresses this socket: text, or 0x and hexadecimal digits',
    types: ['DEALER', 'ROUTER', 'REQ', 'REP'],
  },
  {
    name: 'probe-router',
    type: 'boolean',
    summary: 'send an empty message to each new peer',
    types: ['DEALER', 'ROUTER', 'REQ'],
  },
  { name: 'mandatory', type: 'boolean', summary: 'an unknown routing id is an error', types: ['ROUTER'] },
  {
    name: 'handover',
    type: 'boolean',
    summary: 'a peer with a known routing id replaces the one before',
    types: ['ROUTER'],
  },
  {
    name: 'conflate',
    type: 'boolean',
    summary: 'keep the last message alone',
    types: ['DEALER', 'PUB', 'SUB', 'PUSH', 'PULL'],
  },
  {
    name: 'invert-matching',
    type: 'boolean',
    summary: 'take what matches no subscription',
    types: ['PUB', 'SUB', 'XPUB', 'XSUB'],
  },
  {
    name: 'no-drop',
    type: 'boolean',
    summary: 'wait instead of dropping while a subscriber is full',
    types: ['PUB', 'XPUB'],
  },
  {
    name: 'last-value-cache',
    type: 'integer',
    summary: 'topics whose last message a new subscriber gets',
    types: ['PUB', 'XPUB'],
  },
  { name: 'last-value-cache-bytes', type: 'size', summary: 'bytes of these messages together', types: ['PUB', 'XPUB'] },
  {
    name: 'max-subscription-bytes',
    type: 'size',
    summary: 'bytes of the subscriptions of one peer',
    types: ['PUB', 'XPUB'],
  },
  {
    name: 'verbosity',
    type: 'choice',
    values: ['allSubs', 'allSubsUnsubs'],
    summary: 'show repeated subscriptions, too',
    types: ['XPUB'],
  },
  { name: 'manual', type: 'boolean', summary: 'subscriptions are made by the application', types: ['XPUB'] },
  { name: 'welcome-message', type: 'text', summary: 'what each new subscriber gets first', types: ['XPUB'] },
  {
    name: 'peer-timeout',
    type: 'duration',
    summary: 'a send without a peer for this long is an error',
    types: ['DEALER', 'PAIR', 'PUSH', 'REQ'],
  },
  {
    name: 'strategy',
    type: 'choice',
    values: ['round-robin', 'credit'],
    summary: 'which peer gets a message',
    types: ['PUSH'],
  },
  {
    name: 'credit',
    type: 'integer',
    least: 1,
    summary: 'messages to ask a PUSH with the strategy credit for',
    types: ['PULL'],
  },
  { name: 'correlate', type: 'boolean', summary: 'an id in each request tells late replies', types: ['REQ'] },
  { name: 'relaxed', type: 'boolean', summary: 'a new request may replace a pending one', types: ['REQ'] },
  { name: 'wait-for-turn', type: 'boolean', summary: 'a call out of turn waits', types: ['REQ', 'REP'] },
];

const ANY_OPTION: FlagDefinition = {
  name: 'option',
  short: 'O',
  type: 'text',
  value: 'NAME=VALUE',
  repeatable: true,
  onlyFlag: true,
  summary: 'set any option of the socket by its name in the API',
  group: GROUP,
};

/** The flags for the options of sockets of this type. */
export function socketOptionFlags(type: SocketType): readonly FlagDefinition[] {
  const own = OPTION_FLAGS.filter(({ types }) => types === undefined || types.includes(type));
  return [...own.map((flag) => ({ ...flag, group: GROUP })), ANY_OPTION];
}

/** The flags for the options that sockets of every type have. */
export function optionFlagsOfAll(): readonly FlagDefinition[] {
  const own = OPTION_FLAGS.filter(({ types }) => types === undefined);
  return [...own.map((flag) => ({ ...flag, group: GROUP })), ANY_OPTION];
}

/** The names of all flags that stand for an option of a socket. */
export const OPTION_FLAG_NAMES: ReadonlySet<string> = new Set(OPTION_FLAGS.map(({ name }) => name));

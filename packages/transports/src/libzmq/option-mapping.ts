import type { ResolvedOptions, SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { describe, ZMQError } from '@zeromq-ts/core/spi';
import type { NativeError, NativeSocket } from './native-binding.js';
import { OPTIONS } from './libzmq-numbers.js';

/** Options that are an int of libzmq's, and libzmq's default: what equals it is not set. */
const NUMBERS = [
  ['sendHighWaterMark', OPTIONS.SNDHWM, 1000],
  ['receiveHighWaterMark', OPTIONS.RCVHWM, 1000],
  ['reconnectInterval', OPTIONS.RECONNECT_IVL, 100],
  ['reconnectMaxInterval', OPTIONS.RECONNECT_IVL_MAX, 0],
  ['connectTimeout', OPTIONS.CONNECT_TIMEOUT, 0],
  ['handshakeInterval', OPTIONS.HANDSHAKE_IVL, 30_000],
  ['heartbeatInterval', OPTIONS.HEARTBEAT_IVL, 0],
  ['heartbeatTimeout', OPTIONS.HEARTBEAT_TIMEOUT, undefined],
  ['heartbeatTimeToLive', OPTIONS.HEARTBEAT_TTL, 0],
  ['backlog', OPTIONS.BACKLOG, 100],
  ['tcpKeepalive', OPTIONS.TCP_KEEPALIVE, -1],
  ['tcpKeepaliveCount', OPTIONS.TCP_KEEPALIVE_CNT, -1],
  ['tcpKeepaliveIdle', OPTIONS.TCP_KEEPALIVE_IDLE, -1],
  ['tcpKeepaliveInterval', OPTIONS.TCP_KEEPALIVE_INTVL, -1],
  ['sendBufferSize', OPTIONS.SNDBUF, -1],
  ['receiveBufferSize', OPTIONS.RCVBUF, -1],
] as const satisfies readonly (readonly [keyof ResolvedOptions, number, number | undefined])[];

/** Options that are a flag of libzmq's, all of them off by default. */
const FLAGS = [
  ['ipv6', OPTIONS.IPV6],
  ['probeRouter', OPTIONS.PROBE_ROUTER],
  ['correlate', OPTIONS.REQ_CORRELATE],
  ['mandatory', OPTIONS.ROUTER_MANDATORY],
  ['handover', OPTIONS.ROUTER_HANDOVER],
  ['conflate', OPTIONS.CONFLATE],
  ['invertMatching', OPTIONS.INVERT_MATCHING],
  ['noDrop', OPTIONS.XPUB_NODROP],
  ['manual', OPTIONS.XPUB_MANUAL],
] as const satisfies readonly (readonly [keyof ResolvedOptions, number])[];

/**
 * Whether ZMQ_IMMEDIATE is set: on the types whose messages can wait for a peer, if the application asks for it, and on
 * publishers always. With it, each connection has a pipe of its own, instead of one for all connections to an endpoint:
 * the subscriptions of a lost subscriber end with its connection, and a `noDrop` publisher does not wait for it.
 *
 * Nowhere else, whatever the application asks for: it would change nothing about sending, and libzmq throws away what
 * has been received and not read when such a connection ends. A ROUTER or REP that has looked at the first frame of
 * a message by then even aborts the process (fq_t::recvpipe).
 */
function endsWithTheConnection({ subscriptions, muteAction }: SocketTypeDefinition, immediate: boolean): boolean {
  return subscriptions === 'received' || (muteAction === 'block' && immediate);
}

/** A duration or a limit as libzmq writes it. */
export function toNative(value: number): number {
  return value === Infinity ? -1 : value;
}

/**
 * Sets the options of a socket that is neither bound nor connected yet. Timeouts are not among them: those who wait
 * do so above the engine.
 *
 * @throws ZMQError when libzmq does not accept a value.
 */
export function applyOptions(socket: NativeSocket, definition: SocketTypeDefinition, options: ResolvedOptions): void {
  const set = (name: keyof ResolvedOptions, change: () => void): void => {
    try {
      change();
    } catch (cause) {
      const code = (cause as NativeError).code ?? 'EINVAL';
      throw new ZMQError(code, `libzmq does not accept ${name}: ${describe(options[name])}.`, { cause });
    }
  };
  for (const [name, option, usual] of NUMBERS) {
    const value = options[name];
    if (value !== undefined && value !== usual) set(name, () => socket.setInt32Option(option, toNative(value)));
  }
  for (const [name, option] of FLAGS) {
    if (options[name]) set(name, () => socket.setBoolOption(option, true));
  }
  const { maxMessageSize, routingId, welcomeMessage, verbosity } = options;
  if (maxMessageSize !== Infinity) {
    set('maxMessageSize', () => socket.setInt64Option(OPTIONS.MAXMSGSIZE, maxMessageSize));
  }
  if (routingId !== undefined) {
    set('routingId', () => socket.setStringOption(OPTIONS.ROUTING_ID, Buffer.from(routingId)));
  }
  if (welcomeMessage !== undefined) {
    set('welcomeMessage', () => socket.setStringOption(OPTIONS.XPUB_WELCOME_MSG, Buffer.from(welcomeMessage)));
  }
  if (verbosity === 'allSubs') set('verbosity', () => socket.setBoolOption(OPTIONS.XPUB_VERBOSE, true));
  if (verbosity === 'allSubsUnsubs') set('verbosity', () => socket.setBoolOption(OPTIONS.XPUB_VERBOSER, true));
  // What SUB and XSUB send are subscriptions. To libzmq they are messages like others: those above the mark would be lost,
  // and with them, after each reconnect, all topics but the first thousand.
  if (definition.subscriptions === 'sent') socket.setInt32Option(OPTIONS.SNDHWM, 0);
  if (endsWithTheConnection(definition, options.immediate)) socket.setBoolOption(OPTIONS.IMMEDIATE, true);
  // Until close() sets it: libzmq would linger over what waits for a peer that has left, and the close of the socket, too
  // (own_t::process_term_req).
  socket.setInt32Option(OPTIONS.LINGER, 0);
  // The exchange above the engine is strict, so libzmq need not be: it could not be made to give up a request.
  if (definition.lockstep === 'send-first') socket.setBoolOption(OPTIONS.REQ_RELAXED, true);
}

import type {
  LibzmqSetting,
  OpenSocket,
  OptionRule,
  OptionRules,
  ResolvedOptions,
  SocketTypeDefinition,
} from '@zeromq-ts/core/spi';
import { showValue, ZMQError } from '@zeromq-ts/core/spi';
import type { NativeError, NativeSocket } from './native-binding.js';
import { OPTIONS } from './libzmq-numbers.js';
import { quietly } from './quietly.js';

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
 * Sets the options of a socket that is neither bound nor connected yet: those whose rules say how libzmq has them.
 * Timeouts are not among them: those who wait do so above the engine.
 *
 * @throws ZMQError when libzmq does not accept a value.
 */
export function applyOptions(socket: NativeSocket, { definition, options, rules }: OpenSocket): void {
  const values = options as unknown as Readonly<Record<string, unknown>>;
  // On unless it is set, where the option of a STREAM is off.
  if (definition.raw === true) socket.setBoolOption(OPTIONS.STREAM_NOTIFY, false);
  for (const [name, rule] of Object.entries(rules)) {
    if (values[name] !== rule.fallback && applies(definition, name, values[name]))
      set(socket, name, rule, values[name]);
  }
  // What SUB and XSUB send are subscriptions. To libzmq they are messages like others: those above the mark would be lost,
  // and with them, after each reconnect, all topics but the first thousand.
  if (definition.subscriptions === 'sent') socket.setInt32Option(OPTIONS.SNDHWM, 0);
  if (endsWithTheConnection(definition, options.immediate)) socket.setBoolOption(OPTIONS.IMMEDIATE, true);
  // Until close() sets it: otherwise libzmq would linger for messages to a peer that has left, and so would the close
  // of the socket (own_t::process_term_req).
  socket.setInt32Option(OPTIONS.LINGER, 0);
  // The exchange above the engine is strict, so libzmq need not be: it could not be made to give up a request.
  if (definition.lockstep === 'send-first') socket.setBoolOption(OPTIONS.REQ_RELAXED, true);
}

/**
 * Sets an option that was changed.
 *
 * @throws ZMQError when libzmq does not accept the value.
 */
export function changeOption(
  socket: NativeSocket,
  { definition, rules }: OpenSocket,
  name: string,
  options: ResolvedOptions,
): void {
  quietly(() => change(socket, definition, rules, name, options));
}

function change(
  socket: NativeSocket,
  definition: SocketTypeDefinition,
  rules: OptionRules,
  name: string,
  options: ResolvedOptions,
): void {
  if (name === 'immediate') {
    socket.setBoolOption(OPTIONS.IMMEDIATE, endsWithTheConnection(definition, options.immediate));
    return;
  }
  const value = (options as unknown as Readonly<Record<string, unknown>>)[name];
  if (applies(definition, name, value)) set(socket, name, rules[name] as OptionRule, value);
}

/**
 * Whether libzmq is given an option. The send mark of a SUB or XSUB would hold subscriptions back. A PUB is an XPUB of
 * libzmq: at its receive mark, with what XSUBs have sent besides, it would not read that one of them has left, and `close`
 * would wait for it. So it has the default of libzmq, or none.
 */
function applies({ receives, subscriptions }: SocketTypeDefinition, name: string, value: unknown): boolean {
  if (name === 'sendHighWaterMark') return subscriptions !== 'sent';
  return name !== 'receiveHighWaterMark' || value === 0 || receives || subscriptions !== 'received';
}

function set(socket: NativeSocket, name: string, { libzmq }: OptionRule, value: unknown): void {
  if (libzmq === undefined) return;
  const settings = typeof libzmq === 'number' ? [[libzmq, settingOf(value)] as const] : libzmq(value);
  try {
    for (const [option, setting] of settings) setOne(socket, option, setting);
  } catch (cause) {
    const code = (cause as NativeError).code ?? 'EINVAL';
    throw new ZMQError(code, `libzmq does not accept ${name}: ${showValue(value)}.`, { cause });
  }
}

/** For libzmq, -1 stands for the default of an int. */
function settingOf(value: unknown): LibzmqSetting[1] {
  return value === undefined ? -1 : (value as LibzmqSetting[1]);
}

function setOne(socket: NativeSocket, option: number, value: LibzmqSetting[1]): void {
  if (typeof value === 'boolean') socket.setBoolOption(option, value);
  else if (typeof value === 'number') socket.setInt32Option(option, toNative(value));
  else if (typeof value === 'bigint') socket.setInt64Option(option, Number(value));
  else socket.setStringOption(option, Buffer.from(value));
}

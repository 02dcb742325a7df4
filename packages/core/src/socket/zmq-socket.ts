import { checkArgumentCount } from '../errors/argument-count.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { SocketPeer } from '../engine/socket-peer.js';
import type { Emitter } from '../events/emitter.js';
import { EMITTER, SocketEmitter } from '../events/socket-emitter.js';
import { forgottenSockets } from '../life/forgotten-sockets.js';
import { openSockets } from '../life/open-sockets.js';
import type { CloseOptions } from '../options/close-options.js';
import type { DrainOptions } from '../options/drain-options.js';
import { refuseAssignedOptions, SECURITY_OPTION_NAMES } from '../options/option-accessors.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Bytes } from '../runtime/bytes.js';
import type { SecurityOptions } from '../options/security-options.js';
import { SOCKET_OPTIONS, type SocketOptions } from '../options/socket-options.js';
import type { WaitOptions } from '../options/timing.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { SocketTypeName } from '../pattern/socket-type-name.js';
import type { SenderFactory } from './sender-factory.js';
import { SocketCore } from './socket-core.js';
import type { SocketStats } from './stats.js';
import { rejectWithinBudget, settleWithinBudget } from '../turn/within-budget.js';

/** Options of `connected`. */
export interface ConnectedOptions extends WaitOptions {
  /** The number of peers that must have completed the handshake. Default 1. */
  readonly peers?: number | undefined;
}

/** The options of a socket by name: those of its constructor. */
export type OptionName<Options> = keyof Options & string;

/** What `getOption` returns: the value that holds, which is the default when none was given. Text that stands for bytes is bytes. */
export type OptionValue<Options, Name extends keyof Options> = Name extends keyof SecurityOptions
  ? Options[Name]
  : Extract<Options[Name], Uint8Array> extends never
    ? Name extends keyof ResolvedOptions
      ? ResolvedOptions[Name]
      : Exclude<Options[Name], undefined>
    : Bytes | undefined;

/** The property with the core of a socket. A symbol, so that no field of a subclass can replace it. */
const CORE = Symbol('core');

/**
 * The base class of all sockets. Create sockets with the classes of the pattern packages, or with `createSocket`.
 *
 * An open socket with nothing pending does not keep the process alive; a pending `receive`, `send` or iteration, and a
 * message not yet handed over, do.
 *
 * Close sockets when you are done with them. An unreachable socket with nothing pending and no listener is closed, with
 * its `linger`, when it is garbage-collected, which may take long. When 1023 sockets are open in a process, one process
 * warning with the name `ZMQWarning` is emitted.
 *
 * @typeParam Options What its constructor takes.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 *
 * await using pull = new ZMQPull();
 * console.log(await pull.bind('tcp://127.0.0.1:*')); // tcp://127.0.0.1:49152, or another free port
 * ```
 */
export abstract class ZMQSocket<Options extends object = SocketOptions>
  extends SocketEmitter
  implements AsyncDisposable
{
  static {
    refuseAssignedOptions(
      this.prototype,
      [...Object.keys(SOCKET_OPTIONS), ...SECURITY_OPTION_NAMES, 'context'],
      adviceFor,
    );
  }

  /** @internal */
  declare readonly [CORE]: SocketCore;

  /** @param senderOf What {@link SendSocket} brings; nothing else should. */
  constructor(
    definition: SocketTypeDefinition,
    endpoint?: string | readonly string[],
    options: Options = {} as Options,
    senderOf?: SenderFactory,
  ) {
    super();
    if (endpoint !== undefined && typeof endpoint !== 'string' && !Array.isArray(endpoint)) {
      throw new ZMQError(
        'EINVAL',
        `The first argument of ${definition.className} is an endpoint or a list of them, not ${showValue(endpoint)}. ` +
          'Options come after it; for a socket without an endpoint, pass undefined there.',
      );
    }
    const core = new SocketCore(definition, endpoint, options, senderOf);
    // Not enumerable: printing or cloning a socket should not walk its inside.
    Object.defineProperty(this, CORE, { value: core });
    forgottenSockets.watch(this, core);
    openSockets.add(this, core);
  }

  /** @internal */
  get [EMITTER](): Emitter {
    return this[CORE].emitter;
  }

  /** The name of the socket type on the wire: `'REQ'`, `'PUB'`, … */
  get type(): SocketTypeName {
    return this[CORE].definition.type;
  }

  /** The name of the engine that carries this socket. */
  get engine(): string {
    return this[CORE].engineName;
  }

  /**
   * The endpoint bound or connected last, with its actual port; `null` before the first. libzmq: `ZMQ_LAST_ENDPOINT`.
   */
  get endpoint(): string | null {
    return this[CORE].endpoint;
  }

  /** Whether {@link close} was called. */
  get closed(): boolean {
    return this[CORE].closed;
  }

  /**
   * The peers whose connections stand; empty on a closed socket. The list
   * is a new one each time, with the same object for the same connection. Figures are read when `stats()` of a peer is
   * called. On the engine `libzmq`, only endpoint and time are known.
   *
   * @example
   * ```ts
   * import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
   *
   * const router = new ZMQRouter('inproc://peers');
   * const dealer = new ZMQDealer('inproc://peers', { routingId: 'anna' });
   * await dealer.send('Hello');
   * const { peer } = await router.receive();
   * for (const each of router.peers) {
   *   console.log(`${each.routingId}`, each.info === peer, each.stats().bytesReceived); // anna true 5
   * }
   * await Promise.all([router.close(), dealer.close()]);
   * ```
   */
  get peers(): readonly SocketPeer[] {
    return this[CORE].peers;
  }

  /**
   * Resolves when the endpoints of the constructor are bound, or their connections are started. If binding fails, it
   * rejects, and so does every later `send` and `receive`. It never causes an unhandled rejection.
   */
  get ready(): Promise<void> {
    return this[CORE].ready;
  }

  /**
   * Binds to an endpoint; other sockets can then connect to it.
   *
   * @param endpoint `tcp://*:5555`, `tcp://127.0.0.1:*`, `ipc:///path`, `inproc://name`, …
   * @returns The endpoint with its actual port.
   * @throws ZMQError `EINVAL`, `EPROTONOSUPPORT` for a malformed endpoint; `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`,
   * `ENODEV` when the operating system refuses; `ENOTSOCK` on a closed socket. All as rejections.
   */
  bind(endpoint: string): Promise<string> {
    return refused('bind', arguments, 1, OPTIONS_BELONG_TO_SOCKETS) ?? settleWithinBudget(this[CORE].bind(endpoint));
  }

  /**
   * Binds to an endpoint before it returns, as {@link bind} does later: for `inproc://`, for `tcp://` with an address, an
   * interface or `*`, and for `ipc://` where no file is at the path. Prefer {@link bind}.
   *
   * @returns The endpoint with its actual port, which {@link endpoint} shows at once. The event `listening` follows.
   * @throws ZMQError as `bind` rejects; `ENOTSUP` for an endpoint that can only be bound by `bind`: a host name, a path
   * with a socket of another process, or of one that has ended, and on the engine `zmtp` on Bun and Deno every `tcp://` and
   * `ipc://`.
   *
   * @example
   * ```ts
   * import { ZMQPull } from '@zeromq-ts/pushpull';
   *
   * await using pull = new ZMQPull();
   * console.log(pull.bindSync('inproc://tasks'), pull.endpoint); // inproc://tasks inproc://tasks
   * ```
   */
  bindSync(endpoint: string): string {
    checkArgumentCount('bindSync', arguments, 1, OPTIONS_BELONG_TO_SOCKETS);
    return this[CORE].bindSync(endpoint);
  }

  /**
   * Connects to an endpoint. The connection is made in the background, and again whenever it is lost.
   *
   * @throws ZMQError `EINVAL`, `EPROTONOSUPPORT` for a malformed endpoint; `ENOTSOCK` on a closed socket.
   */
  connect(endpoint: string): void {
    checkArgumentCount('connect', arguments, 1, OPTIONS_BELONG_TO_SOCKETS);
    this[CORE].connect(endpoint);
  }

  /**
   * Stops listening on an endpoint and disconnects the peers that connected to it.
   *
   * @param endpoint As given to `bind`, or as `bind` returned it.
   * @throws ZMQError `ENOENT` when it is not bound (as a rejection).
   */
  unbind(endpoint: string): Promise<void> {
    return refused('unbind', arguments, 1) ?? settleWithinBudget(this[CORE].unbind(endpoint));
  }

  /**
   * Disconnects from an endpoint. Messages queued for it are still sent, within the option `linger`, even if the
   * connection has to be made first; the rest is dropped (event `dropped`, reason `linger`). Messages that have arrived
   * from it can still be received. On the engine `libzmq`, messages may be lost in either direction. libzmq:
   * `zmq_disconnect`.
   *
   * @param endpoint As given to `connect`, or as `endpoint` showed it.
   * @throws ZMQError `ENOENT` when it is not connected.
   */
  disconnect(endpoint: string): void {
    checkArgumentCount('disconnect', arguments, 1);
    this[CORE].disconnect(endpoint);
  }

  /**
   * Resolves once the given number of peers are connected and have completed the handshake.
   *
   * @param options `peers`: the number of peers, default 1; `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket is closed; the reason of the signal.
   */
  connected(options: ConnectedOptions = {}): Promise<void> {
    return refused('connected', arguments, 1) ?? this[CORE].connected(options);
  }

  /**
   * Changes an option while the socket is open.
   *
   * Timeouts, high-water marks, `linger`, `copyFramesUpToBytes`, `mandatory`, `handover`, `probeRouter`, `correlate`, `relaxed`, `waitForTurn`,
   * `invertMatching`, `noDrop`, `verbosity`, `welcomeMessage` and `maxSubscriptionBytes` take effect at once: timeouts for calls
   * that begin after it, marks for what is in the queues already. The others — intervals of reconnecting and heartbeats,
   * `connectTimeout`, `handshakeInterval`, `maxMessageSize`, `immediate`, `routingId`, `conflate`, and those of transports —
   * hold for endpoints that are bound or connected after it; endpoints that are there keep what they have, also for
   * connections that they make again. The options of security, `maxIncomingBytes`, `manual`, `context` and `engine` cannot
   * be changed.
   *
   * @param value As in the constructor; `undefined` for the default.
   * @throws ZMQError `EINVAL` for an unknown option, a wrong value, or an option that cannot be changed, with a list of those
   * that can; `ENOTSUP` when the engine cannot change it; `ENOTSOCK` on a closed socket. libzmq: `zmq_setsockopt`.
   *
   * @example
   * ```ts
   * import { ZMQPush } from '@zeromq-ts/pushpull';
   *
   * await using push = new ZMQPush('inproc://jobs', { linger: 0 });
   * push.setOption('sendTimeout', 50);
   * await push.send('work').catch((error) => console.log(error.code)); // EAGAIN
   * console.log(push.getOption('sendTimeout'), push.getOption('sendHighWaterMark')); // 50 1000
   * ```
   */
  setOption<Name extends OptionName<Options>>(name: Name, value: Options[Name]): void {
    checkArgumentCount('setOption', arguments, 2);
    this[CORE].setOption(name, value);
  }

  /**
   * The value of an option: what was given to the constructor or to {@link setOption}, or the default. It can be asked for
   * on a closed socket, too.
   *
   * @throws ZMQError `EINVAL` for an unknown option, and for secret keys and passwords, which are not returned. libzmq:
   * `zmq_getsockopt`.
   */
  getOption<Name extends OptionName<Options>>(name: Name): OptionValue<Options, Name> {
    checkArgumentCount('getOption', arguments, 1);
    return this[CORE].getOption(name) as OptionValue<Options, Name>;
  }

  /**
   * Closes the socket. Pending receives reject with `ENOTSOCK`, iterations end. The reply to a request that a
   * `for await` loop over a REP has in hand is waited for, within linger: in that loop, send it before you await
   * `close()`, or leave the loop. {@link drain} also finishes the messages that have arrived. Idempotent.
   *
   * @param options `linger`: milliseconds to wait for messages not yet handed over, instead of the option `linger`.
   * @returns A promise that resolves when all sent messages have been handed over, or linger has expired.
   */
  close(options: CloseOptions = {}): Promise<void> {
    return refused('close', arguments, 1) ?? settleWithinBudget(this[CORE].close(options));
  }

  /**
   * Finishes what the socket has taken, and closes it. Nothing more is read from peers, and no new peers are accepted.
   * `for await` loops and `receive` get the messages that have arrived; then loops end, and `receive` rejects with
   * `ENOTSOCK`. Replies can be sent. The socket is closed, as by {@link close}, when all messages have been received, no
   * `for await` loop is busy with one, a REP owes no reply, and no `request` is pending. Idempotent.
   *
   * Work that a loop starts and does not await, and work after a `receive` outside a loop (except the reply of a REP), is
   * not known to the socket: wait for it, then call `close`. On the engine `libzmq` peers can go on sending; what arrives
   * after the call is dropped.
   *
   * @param options `timeout` in milliseconds until the socket is closed in any case, default 30 000; `signal`, which
   * closes it at once.
   * @returns A promise that resolves when the socket is closed.
   * @throws ZMQError `EAGAIN` after the timeout, with what was not finished; the reason of the signal. The socket is
   * closed by then. All as rejections.
   *
   * @example
   * ```ts
   * import { setTimeout } from 'node:timers/promises';
   * import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
   *
   * const server = new ZMQReply('inproc://slow');
   * const client = new ZMQRequest('inproc://slow');
   * const answer = client.request('Hello');
   * process.once('SIGTERM', () => void server.drain({ timeout: 5000 }));
   * for await (const request of server) {
   *   process.emit('SIGTERM');
   *   await setTimeout(10);
   *   await server.send(`${request} World`);
   * }
   * console.log(`${await answer}`); // Hello World
   * await client.close();
   * ```
   */
  drain(options: DrainOptions = {}): Promise<void> {
    return refused('drain', arguments, 1) ?? settleWithinBudget(this[CORE].draining.begin(options));
  }

  /** Closes the socket at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return settleWithinBudget(this[CORE].close());
  }

  /** Counts of messages and bytes, drops by reason, peers, and queue lengths. Cheap to call. */
  stats(): SocketStats {
    checkArgumentCount('stats', arguments, 0);
    return this[CORE].stats();
  }

  /** How `console.log` shows it on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { className } = this[CORE].definition;
    return `${className} { endpoint: ${showValue(this.endpoint)}, engine: '${this.engine}', closed: ${this.closed} }`;
  }
}

/**
 * The core of a socket: its options, its engine socket, its sender and receiver. For classes of socket types, which
 * extend the base class of the same copy of this package.
 *
 * @throws ZMQError `EINVAL` for a socket created by another copy of this package.
 */
export function coreOf(socket: ZMQSocket): SocketCore {
  const core = (socket as Partial<ZMQSocket>)[CORE];
  if (core !== undefined) return core;
  throw new ZMQError(
    'EINVAL',
    `The inside of ${showValue(socket)} is not to be had here: it was made by another copy of @zeromq-ts/core.`,
  );
}

const OPTIONS_BELONG_TO_SOCKETS =
  'Options are given to the constructor, and hold for all endpoints of a socket. Only a ZMQRouter gives a peer a routing ' +
  'id; for other types, each peer chooses its own, with its option routingId.';

function adviceFor(name: string): string {
  const call =
    name === 'receiveTimeout'
      ? ', or give { timeout } to receive()'
      : name === 'linger'
        ? ', or give { linger } to close()'
        : '';
  const change = SECURITY_OPTION_NAMES.includes(name) || name === 'context' ? '' : `, or to setOption('${name}', …)`;
  return `Options are given to the constructor, as { ${name}: … }${change}${call}.`;
}

/** Has the assignment to options that a transport or a socket type brings be an error, as that to others is. */
export function refuseSocketOptions(rules: object): void {
  refuseAssignedOptions(ZMQSocket.prototype, Object.keys(rules), adviceFor);
}

/** The rejection of a call with more arguments than it takes, see `checkArgumentCount`. */
function refused(
  member: string,
  given: ArrayLike<unknown>,
  accepted: number,
  advice?: string,
): Promise<never> | undefined {
  try {
    checkArgumentCount(member, given, accepted, advice);
    return undefined;
  } catch (error) {
    return rejectWithinBudget(error);
  }
}

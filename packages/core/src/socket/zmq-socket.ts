import { checkArgumentCount } from '../errors/argument-count.js';
import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Emitter } from '../events/emitter.js';
import { EMITTER, SocketEmitter } from '../events/socket-emitter.js';
import { forgottenSockets } from '../life/forgotten-sockets.js';
import type { CloseOptions } from '../options/close-options.js';
import { refuseAssignedOptions, SECURITY_OPTION_NAMES } from '../options/option-accessors.js';
import { OPTION_TABLE } from '../options/option-table.js';
import type { SocketOptions } from '../options/socket-options.js';
import type { WaitOptions } from '../options/timing.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { SocketTypeName } from '../pattern/socket-type-name.js';
import { SocketCore } from './socket-core.js';
import type { SocketStats } from './stats.js';

/** What `connected` takes. */
export interface ConnectedOptions extends WaitOptions {
  /** How many peers must have completed the handshake. Default 1. */
  readonly peers?: number | undefined;
}

/** Where a socket has its inside. A symbol, so that no field of a subclass can take its place. */
const CORE = Symbol('core');

/**
 * What all sockets have in common. Sockets are created by the classes of the pattern packages, or by `createSocket`.
 *
 * A bound or connected socket with nothing pending does not keep the process alive; a pending `receive`, `send` or
 * iteration, and a message not yet handed over, do.
 *
 * Close sockets that are not needed any more. A socket that the program cannot reach any more, with nothing pending and
 * no listener, is closed when the garbage collector finds it, with its `linger`; that may take long. When 1023 sockets
 * are open in a process, Node prints one warning of the type `ZMQWarning`.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 *
 * await using pull = new ZMQPull();
 * console.log(await pull.bind('tcp://127.0.0.1:*')); // tcp://127.0.0.1:49152, or another free port
 * ```
 */
export abstract class ZMQSocket extends SocketEmitter implements AsyncDisposable {
  static {
    refuseAssignedOptions(
      this.prototype,
      [...Object.keys(OPTION_TABLE), ...SECURITY_OPTION_NAMES, 'context'],
      adviceFor,
    );
  }

  /** @internal */
  declare readonly [CORE]: SocketCore;

  constructor(definition: SocketTypeDefinition, endpoint?: string | readonly string[], options: SocketOptions = {}) {
    super();
    if (endpoint !== undefined && typeof endpoint !== 'string' && !Array.isArray(endpoint)) {
      throw new ZMQError(
        'EINVAL',
        `The first argument of ${definition.className} is an endpoint or a list of them, not ${describe(endpoint)}. ` +
          'Options come after it; for a socket without an endpoint, pass undefined there.',
      );
    }
    const core = new SocketCore(definition, endpoint, options);
    // Not enumerable: printing or cloning a socket should not walk its inside.
    Object.defineProperty(this, CORE, { value: core });
    forgottenSockets.watch(this, core);
  }

  /** @internal */
  get [EMITTER](): Emitter {
    return this[CORE].emitter;
  }

  /** The wire name of the socket type: `'REQ'`, `'PUB'`, … */
  get type(): SocketTypeName {
    return this[CORE].definition.type;
  }

  /** The name of the engine that carries this socket. */
  get engine(): string {
    return this[CORE].engineName;
  }

  /** The endpoint bound or connected last, with its real port; `null` before the first. libzmq: `ZMQ_LAST_ENDPOINT`. */
  get endpoint(): string | null {
    return this[CORE].endpoint;
  }

  /** Whether {@link close} was called. */
  get closed(): boolean {
    return this[CORE].closed;
  }

  /**
   * Settles when the endpoints given to the constructor are bound or under way. A bind that fails rejects it, and every
   * later `send` and `receive`, too; by itself it never raises an unhandled rejection.
   */
  get ready(): Promise<void> {
    return this[CORE].ready;
  }

  /**
   * Binds to an endpoint; other sockets can then connect to it.
   *
   * @param endpoint `tcp://*:5555`, `tcp://127.0.0.1:*`, `ipc:///path`, `inproc://name`, …
   * @returns The real endpoint, port filled in.
   * @throws ZMQError `EINVAL`, `EPROTONOSUPPORT` for a malformed endpoint; `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`,
   * `ENODEV` when the system refuses; `ENOTSOCK` on a closed socket. All as rejections.
   */
  bind(endpoint: string): Promise<string> {
    return refused('bind', arguments, 1, OPTIONS_BELONG_TO_SOCKETS) ?? this[CORE].bind(endpoint);
  }

  /**
   * Connects to an endpoint. The connection is made, and made again when it is lost, in the background.
   *
   * @throws ZMQError `EINVAL`, `EPROTONOSUPPORT` for a malformed endpoint; `ENOTSOCK` on a closed socket.
   */
  connect(endpoint: string): void {
    checkArgumentCount('connect', arguments, 1, OPTIONS_BELONG_TO_SOCKETS);
    this[CORE].connect(endpoint);
  }

  /**
   * Stops listening on an endpoint and lets go of the peers that came through it.
   *
   * @param endpoint As given to `bind`, or as `bind` returned it.
   * @throws ZMQError `ENOENT` when it is not bound (as a rejection).
   */
  unbind(endpoint: string): Promise<void> {
    return refused('unbind', arguments, 1) ?? this[CORE].unbind(endpoint);
  }

  /**
   * Ends a connection. Messages still queued for it are sent, for as long as the option `linger` says, even if the
   * connection has to be made first; then the rest is dropped (event `dropped`, reason `linger`). Messages received from
   * it can still be read. On the engine `libzmq`, messages may be lost in either direction. libzmq: `zmq_disconnect`.
   *
   * @param endpoint As given to `connect`, or as `endpoint` showed it.
   * @throws ZMQError `ENOENT` when it is not connected.
   */
  disconnect(endpoint: string): void {
    checkArgumentCount('disconnect', arguments, 1);
    this[CORE].disconnect(endpoint);
  }

  /**
   * Resolves once so many peers have completed the handshake and are there.
   *
   * @param options `peers`: how many, default 1; `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket is closed; the reason of the signal.
   */
  connected(options: ConnectedOptions = {}): Promise<void> {
    return refused('connected', arguments, 1) ?? this[CORE].connected(options);
  }

  /**
   * Closes the socket. Pending receives reject with `ENOTSOCK`, iterations end. Idempotent.
   *
   * @param options `linger`: milliseconds to wait for messages not yet handed over, instead of the option `linger`.
   * @returns A promise that resolves when what was sent has been handed over, or linger has run out.
   */
  close(options: CloseOptions = {}): Promise<void> {
    return refused('close', arguments, 1) ?? this[CORE].close(options);
  }

  /** Closes the socket at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this[CORE].close();
  }

  /** Messages and bytes in and out, drops by reason, peers, queue depths. Cheap. */
  stats(): SocketStats {
    checkArgumentCount('stats', arguments, 0);
    return this[CORE].stats();
  }

  /** How `console.log` shows it on Node. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const { className } = this[CORE].definition;
    return `${className} { endpoint: ${describe(this.endpoint)}, engine: '${this.engine}', closed: ${this.closed} }`;
  }
}

/**
 * The inside of a socket: its options, its engine's socket, what sends and what receives. For the classes of socket types,
 * which are made on one copy of this package.
 *
 * @throws ZMQError `EINVAL` for a socket that another copy of this package has made.
 */
export function coreOf(socket: ZMQSocket): SocketCore {
  const core = (socket as Partial<ZMQSocket>)[CORE];
  if (core !== undefined) return core;
  throw new ZMQError(
    'EINVAL',
    `The inside of ${describe(socket)} is not to be had here: it was made by another copy of @zeromq-ts/core.`,
  );
}

const OPTIONS_BELONG_TO_SOCKETS =
  'Options are given to the constructor, and hold for all endpoints of a socket. A routing id cannot be given to a peer: ' +
  'each peer chooses its own, with its option routingId.';

function adviceFor(name: string): string {
  const call =
    name === 'receiveTimeout'
      ? ', or give { timeout } to receive()'
      : name === 'linger'
        ? ', or give { linger } to close()'
        : '';
  return `Options are given to the constructor, as { ${name}: … }${call}.`;
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
    return Promise.reject(error);
  }
}

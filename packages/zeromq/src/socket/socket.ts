import { z85Encode } from '@zeromq-ts/core/spi';
import { type Context, context as globalContext, stateOf as contextState } from '../context.js';
import {
  ADDRESS,
  BOOLEAN_VALUE,
  checkArguments,
  IDENTIFIER,
  MESSAGE,
  NUMBER_VALUE,
  OPTIONS,
  SOCKET_TYPE,
  TEXT_VALUE,
} from '../errors/arguments.js';
import { errnoError } from '../errors/errno-error.js';
import { ERROR_TEXTS } from '../errors/error-texts.js';
import { endOfIteration, Observer, observe } from '../observer/observer.js';
import type { OptionWidth, StoredValue } from '../options/option-spec.js';
import { LAST_ENDPOINT, MECHANISM, specOf, TYPE } from '../options/option-store.js';
import { isKeyOption, KEY_BYTES } from '../options/security-options.js';
import { SocketState } from './socket-state.js';

const ROUTING_ID = 5;
const SUBSCRIBE = 6;
const UNSUBSCRIBE = 7;
const CONNECT_ROUTING_ID = 61;
const SUB = 2;
const XPUB = 9;

const contexts = new WeakMap<object, Context>();
const observers = new WeakMap<object, Observer>();

/** What is behind a socket. @throws Error for what is no socket. */
let stateOf: (socket: unknown) => SocketState;

/** What is behind the socket that a method is called on. @throws TypeError for what is no socket. */
let thisState: (socket: unknown) => SocketState;

/**
 * The base class of all sockets. Options are properties: they can be given to the constructor, and set later. Objects are
 * sealed, so that a misspelt option is an error.
 *
 * Most options take effect with the next `bind` or `connect`; setting such an option on a socket that is bound or connected
 * emits a process warning. Options of security that are set after the first `bind` or `connect` have no effect.
 *
 * @example
 * ```ts
 * import { Pull, Push } from '@zeromq-ts/zeromq';
 *
 * const pull = new Pull();
 * await pull.bind('tcp://127.0.0.1:*');
 * const push = new Push({ sendTimeout: 1000 });
 * push.connect(pull.lastEndpoint ?? '');
 * await push.send(['task', '1']);
 * const [name, body] = await pull.receive();
 * console.log(`${name} ${body}`); // task 1
 * push.close();
 * pull.close();
 * ```
 */
export abstract class Socket {
  /** Kept, and without effect: there are no threads for I/O. ZMQ_AFFINITY */
  declare affinity: number;
  /** Kept, and without effect: there is no multicast. ZMQ_RATE */
  declare rate: number;
  /** Kept, and without effect: there is no multicast. ZMQ_RECOVERY_IVL */
  declare recoveryInterval: number;
  /** Milliseconds for which messages not yet handed over are kept after `close`; -1 for no limit. ZMQ_LINGER */
  declare linger: number;
  /** Milliseconds before a lost connection is made again; -1 for never. ZMQ_RECONNECT_IVL */
  declare reconnectInterval: number;
  /** How many connections may wait to be accepted. ZMQ_BACKLOG */
  declare backlog: number;
  /** The maximum of the interval, which doubles with each attempt; 0 for no increase. ZMQ_RECONNECT_IVL_MAX */
  declare reconnectMaxInterval: number;
  /** The largest frame to accept, in bytes; -1 for no limit. ZMQ_MAXMSGSIZE */
  declare maxMessageSize: number;
  /** 1 for on, 0 for off, -1 for the default of the system. ZMQ_TCP_KEEPALIVE */
  declare tcpKeepalive: number;
  /** ZMQ_TCP_KEEPALIVE_CNT */
  declare tcpKeepaliveCount: number;
  /** ZMQ_TCP_KEEPALIVE_IDLE */
  declare tcpKeepaliveIdle: number;
  /** ZMQ_TCP_KEEPALIVE_INTVL */
  declare tcpKeepaliveInterval: number;
  /** Kept, and without effect. ZMQ_TCP_ACCEPT_FILTER */
  declare tcpAcceptFilter: string | null;
  /** Queue messages for established connections only. ZMQ_IMMEDIATE */
  declare immediate: boolean;
  /** Use IPv6 as well as IPv4. ZMQ_IPV6 */
  declare ipv6: boolean;
  /** This socket is the server of PLAIN. ZMQ_PLAIN_SERVER */
  declare plainServer: boolean;
  /** ZMQ_PLAIN_USERNAME */
  declare plainUsername: string | null;
  /** ZMQ_PLAIN_PASSWORD */
  declare plainPassword: string | null;
  /** This socket is the server of CURVE. ZMQ_CURVE_SERVER */
  declare curveServer: boolean;
  /** ZMQ_CURVE_PUBLICKEY */
  declare curvePublicKey: string | null;
  /** ZMQ_CURVE_SECRETKEY */
  declare curveSecretKey: string | null;
  /** ZMQ_CURVE_SERVERKEY */
  declare curveServerKey: string | null;
  /** Not available, as in most builds of libzmq. ZMQ_GSSAPI_SERVER */
  declare gssapiServer: boolean;
  /** ZMQ_GSSAPI_PRINCIPAL */
  declare gssapiPrincipal: string | null;
  /** ZMQ_GSSAPI_SERVICE_PRINCIPAL */
  declare gssapiServicePrincipal: string | null;
  /** ZMQ_GSSAPI_PLAINTEXT */
  declare gssapiPlainText: boolean;
  /** ZMQ_GSSAPI_PRINCIPAL_NAMETYPE */
  declare gssapiPrincipalNameType: 'hostBased' | 'userName' | 'krb5Principal';
  /** ZMQ_GSSAPI_SERVICE_PRINCIPAL_NAMETYPE */
  declare gssapiServicePrincipalNameType: 'hostBased' | 'userName' | 'krb5Principal';
  /** The domain that a ZAP handler is given. ZMQ_ZAP_DOMAIN */
  declare zapDomain: string | null;
  /** Kept, and without effect. ZMQ_TOS */
  declare typeOfService: number;
  /** ZMQ_HANDSHAKE_IVL */
  declare handshakeInterval: number;
  /** Kept, and without effect. ZMQ_SOCKS_PROXY */
  declare socksProxy: string | null;
  /** ZMQ_HEARTBEAT_IVL */
  declare heartbeatInterval: number;
  /** ZMQ_HEARTBEAT_TTL */
  declare heartbeatTimeToLive: number;
  /** ZMQ_HEARTBEAT_TIMEOUT */
  declare heartbeatTimeout: number;
  /** ZMQ_CONNECT_TIMEOUT */
  declare connectTimeout: number;
  /** Kept, and without effect. ZMQ_TCP_MAXRT */
  declare tcpMaxRetransmitTimeout: number;
  /** Kept, and without effect. ZMQ_MULTICAST_MAXTPDU */
  declare multicastMaxTransportDataUnit: number;
  /** Not available, as in most builds of libzmq: `EINVAL`. ZMQ_VMCI_BUFFER_SIZE */
  declare vmciBufferSize: number;
  /** Not available, as in most builds of libzmq: `EINVAL`. ZMQ_VMCI_BUFFER_MIN_SIZE */
  declare vmciBufferMinSize: number;
  /** Not available, as in most builds of libzmq: `EINVAL`. ZMQ_VMCI_BUFFER_MAX_SIZE */
  declare vmciBufferMaxSize: number;
  /** Not available, as in most builds of libzmq: `EINVAL`. ZMQ_VMCI_CONNECT_TIMEOUT */
  declare vmciConnectTimeout: number;
  /** Kept, and without effect. ZMQ_BINDTODEVICE */
  declare interface: string | null;
  /** Refuse peers when there is a domain and no ZAP handler. ZMQ_ZAP_ENFORCE_DOMAIN */
  declare zapEnforceDomain: boolean;
  /** Kept, and without effect. ZMQ_LOOPBACK_FASTPATH */
  declare loopbackFastPath: boolean;
  /** The number of the socket type in libzmq. ZMQ_TYPE */
  declare readonly type: number;
  /** The endpoint bound or connected last, with its port. ZMQ_LAST_ENDPOINT */
  declare readonly lastEndpoint: string | null;
  /** The mechanism that the options of security amount to. ZMQ_MECHANISM */
  declare readonly securityMechanism: null | 'plain' | 'curve' | 'gssapi';
  /** ZMQ_THREAD_SAFE */
  declare readonly threadSafe: boolean;

  static {
    // A private field, and no map: it is read with every message.
    stateOf = (socket) => {
      if (typeof socket === 'object' && socket !== null && #state in socket) return socket.#state;
      throw new Error(ERROR_TEXTS['EINVAL']);
    };
    thisState = (socket) => {
      if (typeof socket === 'object' && socket !== null && #state in socket) return socket.#state;
      throw new TypeError('Illegal invocation');
    };
    observe({ stateOf });
  }

  readonly #state: SocketState;

  /** @param type The number of the socket type. */
  protected constructor(type: number, options?: object) {
    checkArguments(arguments, SOCKET_TYPE, OPTIONS);
    const { context, ...values } = (options ?? {}) as { context?: Context };
    const owner = options !== undefined && 'context' in options ? context : globalContext;
    this.#state = new SocketState(Math.trunc(type), contextState(owner));
    contexts.set(this, owner as Context);
    Object.seal(this);
    Object.assign(this, values);
  }

  /** Reports the events of this socket. @throws Error `ENOTSOCK` when it is closed. */
  get events(): Observer {
    openState(this);
    let observer = observers.get(this);
    if (observer === undefined) {
      observer = new Observer(this);
      observers.set(this, observer);
    }
    return observer;
  }

  /** The context of this socket. */
  get context(): Context {
    return contexts.get(this) as Context;
  }

  /** Whether it was closed. */
  get closed(): boolean {
    return stateOf(this).closed;
  }

  /** Whether the next `receive` has a message at once. */
  get readable(): boolean {
    return stateOf(this).readable;
  }

  /** Whether the next `send` is done at once. */
  get writable(): boolean {
    return stateOf(this).writable;
  }

  /**
   * Closes the socket. What was sent is still handed over, within `linger`. While a `bind` or `unbind` is under way, it is
   * closed after that. Idempotent.
   */
  close(): void {
    checkArguments(arguments);
    thisState(this).close();
    if (thisState(this).closed) contexts.delete(this);
  }

  /**
   * Binds to an endpoint. Until the promise settles, the socket cannot be bound, unbound, connected or disconnected.
   *
   * @param address `tcp://127.0.0.1:5555`, `tcp://*:*`, `ipc:///path`, `inproc://name`
   * @throws Error with `code`, `errno` and `address`.
   */
  bind(address: string): Promise<void> {
    checkArguments(arguments, ADDRESS);
    return thisState(this).endpoints.bind(address);
  }

  /**
   * Stops listening on an endpoint.
   *
   * @throws Error with `code`, `errno` and `address`: `ENOENT` when it is not bound.
   */
  unbind(address: string): Promise<void> {
    checkArguments(arguments, ADDRESS);
    return thisState(this).endpoints.unbind(address);
  }

  /** Binds to an endpoint before it returns. @throws Error with `code`, `errno` and `address`. */
  bindSync(address: string): void {
    checkArguments(arguments, ADDRESS);
    thisState(this).endpoints.bindSync(address);
  }

  /** Stops listening on an endpoint before it returns. @throws Error with `code`, `errno` and `address`. */
  unbindSync(address: string): void {
    checkArguments(arguments, ADDRESS);
    thisState(this).endpoints.unbindSync(address);
  }

  /**
   * Connects to an endpoint; the connection is made in the background, and again when it is lost.
   *
   * @throws Error with `code`, `errno` and `address`.
   */
  connect(address: string): void {
    checkArguments(arguments, ADDRESS);
    thisState(this).endpoints.connect(address);
  }

  /** Disconnects from an endpoint. @throws Error with `code`, `errno` and `address`: `ENOENT` when it is not connected. */
  disconnect(address: string): void {
    checkArguments(arguments, ADDRESS);
    thisState(this).endpoints.disconnect(address);
  }

  protected getBoolOption(option: number): boolean {
    checkArguments(arguments, IDENTIFIER);
    return getNumber(this, option, 'int32') !== 0;
  }

  protected setBoolOption(option: number, value: boolean): void {
    checkArguments(arguments, IDENTIFIER, BOOLEAN_VALUE);
    setOption(this, option, 'int32', Number(value));
  }

  protected getInt32Option(option: number): number {
    checkArguments(arguments, IDENTIFIER);
    return getNumber(this, option, 'int32');
  }

  protected setInt32Option(option: number, value: number): void {
    checkArguments(arguments, IDENTIFIER, NUMBER_VALUE);
    setOption(this, option, 'int32', Math.trunc(value) | 0);
  }

  protected getUint32Option(option: number): number {
    checkArguments(arguments, IDENTIFIER);
    return getNumber(this, option, 'int32');
  }

  protected setUint32Option(option: number, value: number): void {
    checkArguments(arguments, IDENTIFIER, NUMBER_VALUE);
    setOption(this, option, 'int32', Math.trunc(value) >>> 0);
  }

  protected getInt64Option(option: number): number {
    checkArguments(arguments, IDENTIFIER);
    return getNumber(this, option, 'int64');
  }

  protected setInt64Option(option: number, value: number): void {
    checkArguments(arguments, IDENTIFIER, NUMBER_VALUE);
    setOption(this, option, 'int64', Number.isFinite(value) ? Math.trunc(value) : 0);
  }

  protected getUint64Option(option: number): number {
    checkArguments(arguments, IDENTIFIER);
    return getNumber(this, option, 'uint64');
  }

  protected setUint64Option(option: number, value: number): void {
    checkArguments(arguments, IDENTIFIER, NUMBER_VALUE);
    if (value > Number.MAX_SAFE_INTEGER) {
      process.emitWarning('Value is larger than Number.MAX_SAFE_INTEGER and may have been rounded inaccurately.');
    }
    setOption(this, option, 'uint64', Math.max(0, Math.trunc(value)));
  }

  protected getStringOption(option: number): string | null {
    checkArguments(arguments, IDENTIFIER);
    const state = openState(this);
    if (option === LAST_ENDPOINT) return state.endpoints.last;
    specOf(option, 'text', state.type);
    const bytes = state.options.get(option) as Buffer | null;
    if (isKeyOption(option) && bytes?.length === KEY_BYTES) return z85Encode(bytes);
    if (bytes === null || bytes.length === 0) return null;
    // The one option whose value has no zero at its end in libzmq.
    if (option === ROUTING_ID && bytes.length === 1 && bytes[0] === 0) return null;
    const end = bytes.indexOf(0);
    return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
  }

  protected setStringOption(option: number, value: string | Buffer | null): void {
    checkArguments(arguments, IDENTIFIER, TEXT_VALUE);
    const bytes = value === null ? null : bytesOf(value);
    const state = openState(this);
    if ((option === SUBSCRIBE || option === UNSUBSCRIBE) && (state.type === SUB || state.type === XPUB)) {
      state[option === SUBSCRIBE ? 'subscribe' : 'unsubscribe'](bytes ?? Buffer.alloc(0));
    } else if (option === CONNECT_ROUTING_ID) {
      state.endpoints.nextRoutingId(bytes);
    } else {
      setOption(this, option, 'text', bytes);
    }
  }
}

// Not declared above: only some types of sockets have them, and their interfaces say what they take.
Object.assign(Socket.prototype, {
  send(this: Socket, message: unknown): Promise<void> {
    // Looked at first, since checking takes longer than sending.
    if (arguments.length !== 1 || message === undefined) checkArguments(arguments, MESSAGE);
    return thisState(this).send(message);
  },
  receive(this: Socket): Promise<Buffer[]> {
    if (arguments.length > 0) checkArguments(arguments);
    return thisState(this).receive();
  },
  [Symbol.asyncIterator](this: Socket & { receive(): Promise<Buffer[]> }): AsyncIterator<Buffer[], undefined> {
    return {
      next: async () => {
        if (this.closed) return endOfIteration();
        try {
          return { value: await this.receive(), done: false };
        } catch (error) {
          if (this.closed && (error as { code?: string }).code === 'EAGAIN') return endOfIteration();
          throw error;
        }
      },
    };
  },
});

/** What is behind a socket that is open. @throws Error `ENOTSOCK` for one that is closed. */
function openState(socket: Socket): SocketState {
  const state = stateOf(socket);
  if (state.closed) throw errnoError('ENOTSOCK');
  return state;
}

function getNumber(socket: Socket, option: number, width: OptionWidth): number {
  const state = openState(socket);
  if (option === TYPE) return state.type;
  if (option === MECHANISM) return state.options.mechanism;
  specOf(option, width, state.type);
  return state.options.get(option) as number;
}

function setOption(socket: Socket, option: number, width: OptionWidth, value: StoredValue): void {
  const state = openState(socket);
  const spec = specOf(option, width, state.type);
  if (spec.immediate !== true && !state.fresh) {
    process.emitWarning('Socket option will not take effect until next connect/bind.');
  }
  state.setOption(option, value);
}

function bytesOf(value: string | ArrayBufferView): Buffer {
  if (typeof value === 'string') return Buffer.from(value);
  return Buffer.from(Buffer.from(value.buffer, value.byteOffset, value.byteLength));
}

// Under an alias, this package has the name of the npm package: the engine libzmq has to know which of the two it has loaded.
Object.defineProperty(Socket, Symbol.for('@zeromq-ts/zeromq'), { value: true });

export { stateOf };

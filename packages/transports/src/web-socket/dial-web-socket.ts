// oxlint-disable unicorn/prefer-add-event-listener -- a connection has one listener at a time, and the next phase replaces it
import type { Attempt, ConnectionEvents, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import {
  clearTimeout,
  noCryptography,
  queueMicrotask,
  registeredCryptography,
  setTimeout,
  ZMQError,
} from '@zeromq-ts/core/spi';
import type { BrowserSocket } from './browser-globals.js';
import { isHidden, isOffline, openSocket, whenBack } from './browser-globals.js';
import { type LoadedMechanism, offeredByBrowser, WebHandshake } from './web-handshake.js';
import { WebLink } from './web-link.js';

/** So long an attempt waits for the page to be seen: a hidden page reconnects, and not in a hurry. */
const HIDDEN_PATIENCE_MS = 10_000;
const NORMAL = 1000;
const PROTOCOL_ERROR = 4002;
const BARE = 'ZWS2.0';

/** Endpoints whose server turned out to speak without a mechanism, by the options of the socket. */
const bareServers = new WeakMap<object, Set<string>>();

/** CURVE, by the security settings of the sockets that have it. */
const loaded = new WeakMap<object, Promise<LoadedMechanism>>();

/** What a mechanism needs that is not in the bundle. NULL and PLAIN are. */
function mechanismOf({ options: { security } }: LocalSocket): Promise<LoadedMechanism> | undefined {
  if (security.mechanism !== 'CURVE') return undefined;
  const known = loaded.get(security);
  if (known !== undefined) return known;
  const loading = import('../page-curve.js').then(({ pageCurve }) => {
    const provider = registeredCryptography();
    if (provider === undefined) throw noCryptography();
    return pageCurve(security, provider);
  });
  loaded.set(security, loading);
  // A file that could not be loaded can be there at the next attempt.
  loading.catch(() => loaded.delete(security));
  return loading;
}

/** The settings that mean something in a page; `browser-transport.ts` has checked them. */
interface PageSettings {
  readonly subprotocols?: readonly string[] | undefined;
  readonly idleTimeout?: number | undefined;
}

const settingsOf = ({ options }: LocalSocket): PageSettings =>
  (options as { webSocket?: PageSettings }).webSocket ?? {};

/** Starts one attempt: with the network there and the page seen, a WebSocket; then the handshake. */
export function dialFromBrowser(endpoint: string, local: LocalSocket, watcher: ConnectionEvents): Attempt {
  return new WebAttempt(endpoint, local, watcher);
}

/** `waiting for network and page → connecting → handshake → over`. */
class WebAttempt implements Attempt {
  readonly #endpoint: string;
  readonly #local: LocalSocket;
  readonly #watcher: ConnectionEvents;
  readonly #peer: PeerInfo;
  #socket: BrowserSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ignoreBack: () => void = () => {};
  #giveBack: (() => void) | undefined;
  #handshake: WebHandshake | undefined;
  #over = false;

  constructor(endpoint: string, local: LocalSocket, watcher: ConnectionEvents) {
    this.#endpoint = endpoint;
    this.#local = local;
    this.#watcher = watcher;
    this.#peer = { address: endpoint };
    queueMicrotask(() => this.#wait());
  }

  abort(): void {
    if (!this.#leave()) return;
    this.#handshake?.end();
    this.#socket?.close(NORMAL);
  }

  #wait(): void {
    if (this.#over) return;
    if (!isOffline() && !isHidden()) {
      this.#load();
      return;
    }
    const begin = (): void => {
      this.#ignoreBack();
      clearTimeout(this.#timer);
      this.#load();
    };
    this.#ignoreBack = whenBack(() => {
      if (!isOffline() && !isHidden()) begin();
    });
    // Of a device that says that it is offline, it is not always true.
    this.#timer = setTimeout(begin, HIDDEN_PATIENCE_MS);
  }

  #load(): void {
    const loading = mechanismOf(this.#local);
    if (loading === undefined) this.#open();
    else {
      loading.then(
        (mechanism) => this.#open(mechanism),
        (cause: unknown) => this.#fail(cause as Error, false, 'unreachable'),
      );
    }
  }

  #open(mechanism?: LoadedMechanism): void {
    if (this.#over) return;
    const { options } = this.#local;
    const isBare = bareServers.get(options)?.has(this.#endpoint) === true;
    const { subprotocols = offeredByBrowser(options.security.mechanism) } = settingsOf(this.#local);
    const protocols = isBare ? [BARE] : subprotocols;
    try {
      this.#socket = openSocket(this.#endpoint, protocols);
    } catch (cause) {
      this.#fail(unreachable(this.#endpoint, cause), false, 'unreachable');
      return;
    }
    const socket = this.#socket;
    socket.binaryType = 'arraybuffer';
    if (options.connectTimeout > 0) this.#limit(options.connectTimeout, 'connectTimeout', false);
    socket.onopen = () => this.#opened(socket, protocols, mechanism);
    socket.onerror = socket.onclose = () => this.#fail(unreachable(this.#endpoint), false, 'unreachable');
  }

  #opened(socket: BrowserSocket, protocols: readonly string[], mechanism: LoadedMechanism | undefined): void {
    clearTimeout(this.#timer);
    this.#watcher.opened(this.#peer);
    // Not every browser checks that the server has chosen one that was offered.
    if (!protocols.includes(socket.protocol)) {
      this.#refuse(new ZMQError('EPROTO', `The server chooses none of the subprotocols ${protocols.join(', ')}.`));
      return;
    }
    const { handshakeInterval, security } = this.#local.options;
    if (socket.protocol === BARE && security.mechanism !== 'NULL') {
      const text = `The server speaks without a security mechanism, and this socket has ${security.mechanism}.`;
      this.#refuse(new ZMQError('EPROTO', text));
      return;
    }
    if (handshakeInterval > 0) this.#limit(handshakeInterval, 'handshakeInterval', true);
    const handshake = new WebHandshake(this.#local, socket.protocol, mechanism);
    this.#handshake = handshake;
    socket.onerror = null;
    socket.onclose = ({ code, reason }) => {
      const why = `closed with the code ${code}${reason === '' ? '' : `, ${JSON.stringify(reason)}`}`;
      this.#fail(new ZMQError('ECONNRESET', `The handshake at ${this.#endpoint} failed: ${why}.`), true, 'refused');
    };
    socket.onmessage = ({ data }) => this.#take(socket, handshake, data);
    try {
      this.#giveBack = this.#watcher.reserve?.();
      socket.send(handshake.start());
    } catch (cause) {
      this.#refuse(cause as Error);
    }
  }

  #take(socket: BrowserSocket, handshake: WebHandshake, data: unknown): void {
    try {
      if (!(data instanceof ArrayBuffer) || data.byteLength === 0) {
        throw new ZMQError('EPROTO', 'The peer sent text, or an empty message.');
      }
      const payload = new Uint8Array(data);
      if (!handshake.bare && (payload[0] as number) < 2 && this.#mayBeBare) throw this.#remember();
      const reply = handshake.take(payload);
      if (reply !== undefined) socket.send(reply);
    } catch (error) {
      this.#refuse(error as Error);
      return;
    }
    if (handshake.peer === undefined || !this.#leave()) return;
    const { maxFrameBytes, ...known } = handshake.peer;
    const peer = Object.freeze({ ...this.#peer, ...known });
    const link = new WebLink(socket, this.#local, peer, {
      maxFrameBytes,
      endpoint: this.#endpoint,
      seal: handshake.seal,
      idleTimeout: settingsOf(this.#local).idleTimeout ?? 0,
    });
    link.start(this.#watcher.established(link));
  }

  get #mayBeBare(): boolean {
    return this.#local.options.security.mechanism === 'NULL';
  }

  /** Servers made with jszmq answer with what is offered, and speak without a mechanism. */
  #remember(): Error {
    const { options } = this.#local;
    const known = bareServers.get(options) ?? new Set();
    bareServers.set(options, known.add(this.#endpoint));
    return new ZMQError('ECONNREFUSED', 'the server speaks ZWS2.0 without a mechanism. Retrying without one.');
  }

  #limit(milliseconds: number, name: string, opened: boolean): void {
    const text = `The connection to ${this.#endpoint} was not completed within ${name}, ${milliseconds} ms.`;
    const error = new ZMQError('ETIMEDOUT', text, { endpoint: this.#endpoint });
    this.#timer = setTimeout(() => this.#fail(error, opened, 'unreachable'), milliseconds);
  }

  #refuse(cause: Error): void {
    const { code } = cause as ZMQError;
    const error = new ZMQError(code ?? 'EPROTO', `The handshake at ${this.#endpoint} failed: ${cause.message}`, {
      endpoint: this.#endpoint,
      cause,
    });
    this.#fail(error, true, code === 'ECONNREFUSED' ? 'unreachable' : 'refused');
  }

  #fail(error: Error, opened: boolean, kind: 'unreachable' | 'refused'): void {
    if (!this.#leave()) return;
    this.#handshake?.end();
    this.#socket?.close(opened && kind === 'refused' ? PROTOCOL_ERROR : NORMAL);
    this.#watcher.failed({ peer: opened ? this.#peer : {}, error, opened, kind });
  }

  /** @returns whether it was not over yet. */
  #leave(): boolean {
    if (this.#over) return false;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#ignoreBack();
    this.#giveBack?.();
    const socket = this.#socket;
    if (socket !== undefined) socket.onopen = socket.onerror = socket.onclose = socket.onmessage = null;
    return true;
  }
}

function unreachable(endpoint: string, cause?: unknown): ZMQError {
  const text =
    `Cannot connect to ${endpoint} yet. Browsers do not say why: nothing listens there, the server refuses the origin or ` +
    'the subprotocol, the policy connect-src of the page forbids it, or a page of https connects to ws. Retrying.';
  return new ZMQError('ECONNREFUSED', text, { endpoint, cause });
}

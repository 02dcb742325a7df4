import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionEvents, Listener, ListenerEvents, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import { clearTimeout, performance, setImmediate, setTimeout, ZMQError } from '@zeromq-ts/core/spi';
import {
  formatAddress,
  HalfOpenConnections,
  ignore,
  socketOptions,
  SocketReader,
  StreamHandshake,
} from '@zeromq-ts/transports/internal';
import type { AuthenticatedPeer } from '@zeromq-ts/transports/internal';
import { serverFraming } from '../handshake/server-handshake.js';
import { chosen } from '../handshake/subprotocols.js';
import { askVerify } from './ask-verify.js';
import { checkHost, checkOrigin } from './check-origin.js';
import { checkUpgrade } from './check-upgrade.js';
import { type HttpRefusal, printable, refuse } from './http-refusal.js';
import { claimsOf, clientAddress, upgradeRequest } from './request-info.js';

const MAX_CONNECTIONS = 10_000;
const NOTHING = Buffer.alloc(0);

/** A request for a path, with what has come behind it. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Socket;
  readonly head: Buffer;
  /** When its connection was accepted, as `performance.now()`. */
  readonly since: number;
  /** Whether the server and its connections are of no one else. */
  readonly owned: boolean;
}

/** The same, when it has been counted. */
interface CountedUpgrade extends Upgrade {
  /** To be called when the connection is closed. */
  readonly leave: () => void;
}

/** What a listener works with. */
export interface PathSpec {
  readonly endpoint: string;
  readonly protocol: 'ws' | 'wss';
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
  /** Takes the path from its server. */
  release(): void;
}

/** One path of one server, at which peers of one socket arrive. */
export class PathListener implements Listener {
  readonly endpoint: string;
  readonly #spec: PathSpec;
  readonly #handshakes = new HalfOpenConnections<StreamHandshake>();
  /** Requests that `verify` is being asked about. */
  readonly #asked = new Set<() => void>();
  #connections = 0;
  /** Calls of `verify` that still run though their client has left or was refused. */
  #abandoned = 0;
  #closed = false;

  constructor(spec: PathSpec) {
    this.#spec = spec;
    this.endpoint = spec.endpoint;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#spec.release();
    for (const giveUp of this.#asked) giveUp();
    for (const handshake of this.#handshakes) handshake.abort();
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Takes a request for this path. */
  take(upgrade: Upgrade): void {
    const { request, socket } = upgrade;
    const { protocol, local, watcher } = this.#spec;
    socket.setTimeout(0);
    socket.setNoDelay(true);
    // The options are of this socket, and the server may have others.
    const { keepAlive, keepAliveInitialDelay } = socketOptions(local.options);
    if (keepAlive === true) socket.setKeepAlive(true, keepAliveInitialDelay);
    socket.unref();
    const address = clientAddress(request, socket, local.options.webSocket.trustProxy === true);
    const peer: PeerInfo = { address: peerAddress(protocol, address, socket) };
    const events = watcher.accepted(peer);
    const refusal = this.#closed ? { status: 503, text: 'The socket is being closed.' } : this.#refusal(upgrade);
    if (refusal !== undefined) {
      this.#refuse(socket, refusal, peer, events);
      return;
    }
    this.#connections++;
    const leave = (): void => void this.#connections--;
    socket.once('close', leave);
    void this.#ask({ ...upgrade, leave }, peer, events, address);
  }

  #refusal({ request, socket }: Upgrade): HttpRefusal | undefined {
    const { local } = this.#spec;
    const { webSocket, security } = local.options;
    const { headers } = request;
    const refusal =
      checkUpgrade(request) ??
      checkHost(headers.host, socket.localAddress, webSocket) ??
      checkOrigin(headers.origin, headers.host, webSocket);
    if (refusal !== undefined) return refusal;
    if (chosen(headers['sec-websocket-protocol'], security.mechanism) === undefined) {
      const text = `This socket speaks ZWS2.0/${security.mechanism}; Sec-WebSocket-Protocol does not offer it.`;
      return { status: 400, text, rule: 'ERR_ZMTP_MECHANISM_MISMATCH' };
    }
    if (this.#connections + this.#abandoned >= (webSocket.maxConnections ?? MAX_CONNECTIONS)) {
      return { status: 503, text: 'Too many peers are connected.' };
    }
    return undefined;
  }

  /** Asks `verify`, within the time for the handshake. */
  async #ask(
    upgrade: CountedUpgrade,
    peer: PeerInfo,
    events: Omit<ConnectionEvents, 'opened'>,
    address: string | undefined,
  ): Promise<void> {
    const { request, socket } = upgrade;
    const { verify } = this.#spec.local.options.webSocket;
    if (verify === undefined) {
      this.#begin(upgrade, peer, events, address, undefined);
      return;
    }
    const remaining = this.#remaining(upgrade);
    let given = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const giveUp = (refusal?: HttpRefusal): void => {
      if (!given) return;
      settle();
      this.#abandoned++;
      if (refusal !== undefined) this.#refuse(socket, refusal, peer, events);
      else socket.destroy();
    };
    const abort = (): void => giveUp();
    const lost = (): void => {
      giveUp();
      events.failed({ peer, error: lostError(this.endpoint), opened: true, kind: 'unreachable' });
    };
    const settle = (): void => {
      given = false;
      clearTimeout(timer);
      this.#asked.delete(abort);
      socket.off('close', lost);
      socket.off('end', lost);
    };
    this.#asked.add(abort);
    socket.once('close', lost);
    // A client that has ended its side hears no answer.
    socket.once('end', lost);
    if (remaining > 0) {
      timer = setTimeout(() => giveUp({ status: 503, text: 'The request could not be verified in time.' }), remaining);
    }
    const verified = await askVerify(verify, upgradeRequest(request, address));
    if (!given) {
      this.#abandoned--;
      return;
    }
    settle();
    if ('refusal' in verified) {
      this.#refuse(socket, verified.refusal, peer, events);
      return;
    }
    this.#begin(upgrade, peer, events, address, verified.admission);
  }

  #begin(
    upgrade: CountedUpgrade,
    peer: PeerInfo,
    events: Omit<ConnectionEvents, 'opened'>,
    address: string | undefined,
    admission: AuthenticatedPeer | undefined,
  ): void {
    const { request } = upgrade;
    const { local } = this.#spec;
    const { headers } = request;
    const source = new SocketReader();
    const { socket, unread } = connectionOf(upgrade, source);
    const framing = serverFraming({
      key: headers['sec-websocket-key'] as string,
      subprotocol: chosen(headers['sec-websocket-protocol'], local.options.security.mechanism) as string,
      claims: claimsOf(request),
      admission,
    });
    const handshake = new StreamHandshake(
      {
        socket,
        source,
        local,
        peer,
        endpoint: this.endpoint,
        framing,
        handshakeMs: Math.max(1, this.#remaining(upgrade)),
        remoteAddress: address,
      },
      events,
      (over) => this.#handshakes.delete(over),
    );
    this.#handshakes.add(handshake);
    handshake.begin();
    source.first(unread);
  }

  /** How much is left of the time for request and handshake together, in milliseconds. */
  #remaining({ since }: Upgrade): number {
    const { handshakeInterval } = this.#spec.local.options;
    return handshakeInterval === 0 ? 0 : Math.max(1, handshakeInterval - (performance.now() - since));
  }

  #refuse(socket: Socket, refusal: HttpRefusal, peer: PeerInfo, events: Omit<ConnectionEvents, 'opened'>): void {
    refuse(socket, refusal);
    const { status, cause } = refusal;
    const reason = printable(refusal.detail === undefined ? refusal.text : `${refusal.text} ${refusal.detail}`);
    const text = `The handshake at ${this.endpoint} failed: the request was refused with ${status}: ${reason}`;
    const error = new ZMQError(status === 400 ? 'EPROTO' : 'EACCES', text, { endpoint: this.endpoint, cause });
    events.failed({
      peer,
      error,
      opened: true,
      kind: 'refused',
      reason,
      rule: refusal.rule,
    });
  }
}

/** The connection to go on with, being read, and what has been read of it already. */
function connectionOf({ socket, head, owned, leave }: CountedUpgrade, source: SocketReader): ReadConnection {
  if (!owned) {
    // What has come behind the request is read first.
    if (head.length > 0) socket.unshift(head);
    source.readChunks(socket);
    return { socket, unread: NOTHING };
  }
  const read = socket.read() as Buffer | null;
  const unread = read === null ? head : Buffer.concat([head, read]);
  socket.off('close', leave);
  const connection = source.takeOver(socket);
  connection.on('error', ignore);
  connection.once('close', leave);
  connection.unref();
  return { socket: connection, unread };
}

interface ReadConnection {
  readonly socket: Socket;
  readonly unread: Buffer;
}

function peerAddress(protocol: string, address: string | undefined, socket: Socket): string | undefined {
  const { remoteAddress, remotePort } = socket;
  if (address === undefined) return undefined;
  const isForwarded = remotePort === undefined || remoteAddress?.replace(/^::ffff:/i, '') !== address;
  // Of a client behind a proxy, the port is not known.
  if (isForwarded) return `${protocol}://${address.includes(':') ? `[${address}]` : address}`;
  return formatAddress(address, remotePort).replace(/^tcp/, protocol);
}

function lostError(endpoint: string): ZMQError {
  return new ZMQError('ECONNRESET', `The connection at ${endpoint} ended before the handshake was completed.`, {
    endpoint,
  });
}

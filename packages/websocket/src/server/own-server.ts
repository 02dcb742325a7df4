import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';
import { type HalfOpenConnection, HalfOpenConnections, ignore } from '@zeromq-ts/transports/internal';
import type { WebSocketSettings } from '../options/web-socket-options.js';
import { UpgradeServer } from './upgrade-server.js';

/** The most bytes of the headers of a request; Node answers larger ones with 431. */
const MAX_HEADER_BYTES = 16_384;

/** How a server is made. */
export interface OwnServerSpec {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly backlog: number;
  /** The time for a request, in milliseconds; 0: no limit. */
  readonly requestMs: number;
  /** Absent: without TLS. */
  readonly tls: WebSocketSettings['tls'];
}

/**
 * An HTTP or HTTPS server that sockets have bound, and whose paths they share. It has no pages: whatever is no upgrade is
 * answered with 426.
 */
export class OwnServer {
  readonly upgrades: UpgradeServer;
  readonly #server: Server;
  readonly #requestMs: number;
  /** Connections whose request has not come yet. */
  readonly #pending = new HalfOpenConnections<PendingRequest>();
  readonly #pendingOf = new WeakMap<Socket, PendingRequest>();
  /** Those of TLS, by the addresses of both ends: Node does not say over which connection TLS runs. */
  readonly #pendingTls = new Map<string, PendingRequest>();

  private constructor(server: Server, { tls, requestMs }: OwnServerSpec) {
    this.#server = server;
    this.#requestMs = requestMs;
    // The handle of a TLS connection cannot be taken from it.
    this.upgrades = UpgradeServer.of(server, (socket) => this.#taken(socket), tls === undefined);
    if (tls === undefined) {
      server.on('connection', this.#onConnection);
    } else {
      server.on('connection', this.#onTlsBegins);
      server.on('secureConnection', this.#onTls);
    }
    server.on('request', onRequest);
    server.unref();
  }

  /** @throws the error of the system, as a rejection. */
  static async listen(spec: OwnServerSpec): Promise<OwnServer> {
    const { host, port, backlog, tls, requestMs } = spec;
    const options = { maxHeaderSize: MAX_HEADER_BYTES, noDelay: true };
    const server =
      tls === undefined
        ? createServer(options)
        : (await import('node:https')).createServer({
            minVersion: 'TLSv1.2',
            ...tls,
            ...options,
            ...(requestMs > 0 ? { handshakeTimeout: requestMs } : {}),
          });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      // In a cluster, every worker has its own: a port that several share would deal out their peers.
      server.listen({ host, port, backlog, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // None is left out: how many bytes they have is limited.
    server.maxHeadersCount = 0;
    const own = new OwnServer(server, spec);
    server.on('error', () => own.#pending.makeRoom());
    return own;
  }

  get #address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  get port(): number {
    return this.#address.port;
  }

  /** The address that it listens on. */
  get address(): string {
    return this.#address.address;
  }

  /** Stops listening, and ends the connections whose request has not come. */
  close(): void {
    this.#server.close();
    for (const request of this.#pending) request.end();
  }

  readonly #onConnection = (socket: Socket): void => {
    this.#watch(socket, (over) => this.#pending.delete(over));
  };

  /** A peer that never begins with TLS counts as well. */
  readonly #onTlsBegins = (socket: Socket): void => {
    const ends = endsOf(socket);
    const request = this.#watch(socket, (over) => {
      this.#pending.delete(over);
      if (this.#pendingTls.get(ends) === over) this.#pendingTls.delete(ends);
    });
    this.#pendingTls.set(ends, request);
  };

  readonly #onTls = (socket: Socket): void => {
    socket.unref();
    socket.on('error', ignore);
    const request = this.#pendingTls.get(endsOf(socket));
    if (request !== undefined) this.#pendingOf.set(socket, request);
  };

  #watch(socket: Socket, over: (request: PendingRequest) => void): PendingRequest {
    socket.unref();
    socket.on('error', ignore);
    const request = new PendingRequest(socket, this.#requestMs, over);
    this.#pendingOf.set(socket, request);
    this.#pending.add(request);
    return request;
  }

  /** @returns when a connection was accepted, whose request has come. */
  #taken(socket: Socket): number {
    const request = this.#pendingOf.get(socket);
    request?.done();
    return request?.since ?? performance.now();
  }
}

/** A connection whose request has not come yet. */
class PendingRequest implements HalfOpenConnection {
  readonly since = performance.now();
  readonly #socket: Socket;
  readonly #over: (request: PendingRequest) => void;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  #read = 0;

  constructor(socket: Socket, limitMs: number, over: (request: PendingRequest) => void) {
    this.#socket = socket;
    this.#over = over;
    socket.once('close', this.#onClose);
    if (limitMs > 0) this.#timer = setTimeout(() => this.end(), limitMs).unref();
  }

  consumeActivity(): boolean {
    const { bytesRead } = this.#socket;
    const isActive = bytesRead > this.#read;
    this.#read = bytesRead;
    return isActive;
  }

  evict(): void {
    this.end();
  }

  end(): void {
    this.done();
    this.#socket.destroy();
  }

  done(): void {
    clearTimeout(this.#timer);
    this.#socket.off('close', this.#onClose);
    this.#over(this);
  }

  readonly #onClose = (): void => this.done();
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): string {
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}

function onRequest(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { Connection: 'close', Upgrade: 'websocket', 'Content-Type': 'text/plain; charset=utf-8' });
  response.end('This server speaks WebSocket, and has no pages.\n');
  request.resume();
}

import { type CallOptionChecks, checkAtLeast, checkCallOptions } from '@zeromq-ts/core/spi';
import { FetchUpgrades, refusalOf, receiveUpgrade } from './fetch-upgrades.js';
import type { RequestConnection } from './request-connection.js';

/** A server of `Bun.serve`: what is used of it. */
export interface BunServer {
  upgrade(request: Request, options: { data: never; headers: Record<string, string> }): boolean;
  requestIP(request: Request): { readonly address: string; readonly port: number } | null;
}

/** A WebSocket of `Bun.serve`: what is used of it. */
export interface BunSocket {
  data: unknown;
  send(payload: Uint8Array): number;
  close(code?: number, reason?: string): void;
  terminate(): void;
  ping(): number;
  getBufferedAmount(): number;
}

/** The handlers of `Bun.serve`. */
export interface BunHandlers {
  readonly perMessageDeflate: false;
  readonly idleTimeout: number;
  readonly maxPayloadLength: number;
  readonly backpressureLimit: number;
  open(socket: BunSocket): void;
  message(socket: BunSocket, data: string | Uint8Array): void;
  pong(socket: BunSocket): void;
  close(socket: BunSocket, code: number, reason: string): void;
}

/** Options of {@link BunUpgrades}. */
export interface BunUpgradesOptions {
  /**
   * The largest message of a client in bytes; a larger one closes its connection. Bun puts it together in memory before
   * `maxMessageSize`, CURVE or PLAIN can refuse it. Default 16 777 216 (16 MiB), as that of `Bun.serve`.
   */
  readonly maxPayloadLength?: number | undefined;
}

const OPTION_CHECKS: CallOptionChecks = { maxPayloadLength: checkAtLeast(1) };
const MAX_PAYLOAD_BYTES = 16_777_216;
/** Above, Bun drops what is sent: the link waits long before. */
const BACKPRESSURE_BYTES = 1_073_741_824;

/**
 * Lets sockets join a server of `Bun.serve`, beside its pages: give it to them as `webSocket.server`, and hand it the requests
 * that it handles.
 *
 * `bind` resolves to the endpoint as it was given, without the port. Bun cannot hold a client back: what it sends and is not
 * received waits in memory, and above 64 MiB its connection is closed. Messages of more than `maxPayloadLength` close the
 * connection.
 *
 * @example
 * ```ts ignore
 * import { ZMQPublisher } from '@zeromq-ts/pubsub';
 * import { BunUpgrades } from '@zeromq-ts/websocket';
 *
 * const upgrades = new BunUpgrades();
 * Bun.serve({
 *   port: 3000,
 *   fetch: (request, server) =>
 *     upgrades.handles(request) ? upgrades.upgrade(request, server) : new Response('a page'),
 *   websocket: upgrades.websocket,
 * });
 * const publisher = new ZMQPublisher(undefined, { webSocket: { server: upgrades } });
 * await publisher.bind('ws://*\/feed'); // clients connect to ws://localhost:3000/feed
 * ```
 */
export class BunUpgrades extends FetchUpgrades {
  /** To be given to `Bun.serve`. */
  readonly websocket: BunHandlers;

  /** @throws ZMQError `EINVAL` for a wrong option. */
  constructor(options: BunUpgradesOptions = {}) {
    super();
    checkCallOptions('BunUpgrades', options, OPTION_CHECKS);
    this.websocket = handlers(options.maxPayloadLength ?? MAX_PAYLOAD_BYTES);
  }

  /**
   * Upgrades a request, or refuses it, as the socket that is bound to its path decides. The time for it is
   * `handshakeInterval` of the socket.
   *
   * @returns the response of the server; `undefined` when the request has been upgraded.
   */
  async upgrade(request: Request, server: BunServer): Promise<Response | undefined> {
    const peer = server.requestIP(request);
    const { connection, answer } = await receiveUpgrade(this, request, {
      remoteAddress: peer?.address,
      remotePort: peer?.port,
    });
    if (answer.status !== 101) return refusalOf(answer);
    const subprotocol = answer.headers['Sec-WebSocket-Protocol'] as string;
    const options = { data: connection as never, headers: { 'Sec-WebSocket-Protocol': subprotocol } };
    if (server.upgrade(request, options)) return undefined;
    connection.destroy();
    return new Response('Bun could not upgrade the request.\n', { status: 400 });
  }
}

function handlers(maxPayloadLength: number): BunHandlers {
  return {
    perMessageDeflate: false,
    // Heartbeats and timeouts are those of the socket.
    idleTimeout: 0,
    maxPayloadLength,
    backpressureLimit: BACKPRESSURE_BYTES,
    open(socket) {
      connectionOf(socket).opened({
        get bufferedBytes() {
          return socket.getBufferedAmount();
        },
        send(payload) {
          if (socket.send(payload) === 0 && payload.length > 0) throw new Error('Bun has dropped a message.');
        },
        close: (code, reason) => socket.close(code, reason),
        ping: () => void socket.ping(),
        terminate: () => socket.terminate(),
      });
    },
    message: (socket, data) => connectionOf(socket).message(data),
    pong: (socket) => connectionOf(socket).pong(),
    close: (socket, code, reason) => connectionOf(socket).ended(code, reason),
  };
}

function connectionOf({ data }: BunSocket): RequestConnection {
  return data as RequestConnection;
}

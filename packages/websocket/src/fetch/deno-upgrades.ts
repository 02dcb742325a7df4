// oxlint-disable unicorn/prefer-add-event-listener -- each event has one listener
import { FetchUpgrades, refusalOf, receiveUpgrade } from './fetch-upgrades.js';
import type { MessageSocket } from './message-socket.js';
import type { RequestConnection } from './request-connection.js';

/** What `Deno.serve` reports with a request: what is used of it. */
export interface DenoServeInfo {
  readonly remoteAddr?: { readonly hostname?: string; readonly port?: number } | undefined;
}

/** The WebSocket of Deno: what is used of it. */
interface DenoSocket {
  binaryType: string;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  send(payload: Uint8Array): void;
  close(code?: number, reason?: string): void;
}

interface DenoNamespace {
  upgradeWebSocket(request: Request): { readonly socket: DenoSocket; readonly response: Response };
}

/** Programs may close with 1000 and with codes from 3000 on; the last digits are those of RFC 6455. */
const FIRST_OWN_CODE = 4_000;

/**
 * Lets sockets join a server of `Deno.serve`, beside its pages: give it to them as `webSocket.server`, and hand it the requests
 * that it handles.
 *
 * `bind` resolves to the endpoint as it was given, without the port. Deno cannot hold a client back: what it sends and is not
 * received waits in memory, and above 64 MiB its connection is closed. Deno sends heartbeats itself; `heartbeatInterval` has no
 * effect.
 *
 * @example
 * ```ts ignore
 * import { ZMQPublisher } from '@zeromq-ts/pubsub';
 * import { DenoUpgrades } from '@zeromq-ts/websocket';
 *
 * const upgrades = new DenoUpgrades();
 * Deno.serve({ port: 3000 }, (request, info) =>
 *   upgrades.handles(request) ? upgrades.upgrade(request, info) : new Response('a page'),
 * );
 * const publisher = new ZMQPublisher(undefined, { webSocket: { server: upgrades } });
 * await publisher.bind('ws://*\/feed'); // clients connect to ws://localhost:3000/feed
 * ```
 */
export class DenoUpgrades extends FetchUpgrades {
  /**
   * Upgrades a request, or refuses it, as the socket that is bound to its path decides. The time for it is
   * `handshakeInterval` of the socket.
   *
   * @param info - What `Deno.serve` reports with the request, for the address of the peer. Default: the address is not known.
   * @returns the response of the server.
   */
  async upgrade(request: Request, info: DenoServeInfo = {}): Promise<Response> {
    const { connection, answer } = await receiveUpgrade(this, request, {
      remoteAddress: info.remoteAddr?.hostname,
      remotePort: info.remoteAddr?.port,
    });
    if (answer.status !== 101) return refusalOf(answer);
    const { Deno } = globalThis as unknown as { Deno: DenoNamespace };
    try {
      const { socket, response } = Deno.upgradeWebSocket(request);
      attach(socket, connection);
      // The option for it refuses names with a slash.
      response.headers.set('Sec-WebSocket-Protocol', answer.headers['Sec-WebSocket-Protocol'] as string);
      return response;
    } catch {
      connection.destroy();
      return new Response('Deno could not upgrade the request.\n', { status: 400 });
    }
  }
}

function attach(socket: DenoSocket, connection: RequestConnection): void {
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => connection.opened(messageSocketOf(socket));
  socket.onmessage = ({ data }) =>
    connection.message(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer));
  socket.onclose = ({ code, reason }) => connection.ended(code, reason);
}

function messageSocketOf(socket: DenoSocket): MessageSocket {
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (payload) => socket.send(payload),
    close: (code, reason) => socket.close(code === 1000 || code >= 3000 ? code : code + FIRST_OWN_CODE - 1000, reason),
    terminate: () => socket.close(),
  };
}

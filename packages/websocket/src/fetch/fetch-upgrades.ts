import { EventEmitter } from 'node:events';
import { UpgradeServer } from '../server/upgrade-server.js';
import { type RequestAddresses, type RequestAnswer, RequestConnection } from './request-connection.js';

const NOTHING = Buffer.alloc(0);

/** What has become of a request. */
export interface ReceivedRequest {
  readonly connection: RequestConnection;
  readonly answer: RequestAnswer;
}

/**
 * The requests of a server that calls a function `fetch` for each, as a server of `node:http` that sockets can join. Those
 * that it is given are upgraded, or refused, by the socket that is bound to their path.
 */
export abstract class FetchUpgrades extends EventEmitter {
  /** Whether a socket is bound to the path of the request, and it asks for a WebSocket. */
  handles(request: Request): boolean {
    const isUpgrade = request.headers.get('upgrade')?.toLowerCase().includes('websocket') === true;
    return isUpgrade && UpgradeServer.of(this).has(new URL(request.url).pathname);
  }

  /** Not known: `bind` resolves to the endpoint as it was given. */
  address(): null {
    return null;
  }
}

/** Hands a request to the socket that is bound to its path. Resolves when that has decided: 101, or the answer to refuse it with. */
export async function receiveUpgrade(
  upgrades: FetchUpgrades,
  request: Request,
  addresses: RequestAddresses,
): Promise<ReceivedRequest> {
  const { pathname, search } = new URL(request.url);
  const incoming = {
    method: request.method,
    url: pathname + search,
    // The version is not reported; it is HTTP/1.1.
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    headers: Object.fromEntries(request.headers),
    rawHeaders: [...request.headers].flat(),
  };
  return new Promise((resolve) => {
    const connection: RequestConnection = new RequestConnection(addresses, (answer) => {
      resolve({ connection, answer });
    });
    if (!upgrades.emit('upgrade', incoming, connection, NOTHING)) {
      resolve({ connection, answer: { status: 404, headers: {}, body: 'No socket is bound to this path.\n' } });
    }
  });
}

/** The response to a request that is not upgraded. */
export function refusalOf({ status, headers, body }: RequestAnswer): Response {
  return new Response(body, { status, headers });
}

import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tell } from '../participant.js';

/** What is used of a socket of jszmq; its own types are for an older `ws`. */
export interface JsSocket extends EventEmitter {
  connect(endpoint: string): void;
  bindSync(endpoint: string): void;
  send(frames: Buffer | readonly Buffer[]): void;
  /** Not documented: it has neither a high-water mark nor an event that says that there is room. */
  readonly endpoints: readonly { readonly socket: { readonly bufferedAmount: number } }[];
}

export const jszmq = createRequire(import.meta.url)('jszmq') as {
  socket(type: 'push' | 'pull' | 'req' | 'rep'): JsSocket;
};

/** Binds a socket to a free port, which jszmq does not find by itself, and tells where it is. */
export async function bind(socket: JsSocket): Promise<void> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/bench`;
  server.close();
  await once(server, 'close');
  socket.bindSync(endpoint);
  tell({ bound: endpoint });
}

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { tell } from '../participant.js';

/** Starts a server and tells where it is. */
export async function listen(): Promise<WebSocketServer> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await once(server, 'listening');
  tell({ bound: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  return server;
}

import { once } from 'node:events';
import type { AddressInfo, NetConnectOpts, Server } from 'node:net';
import { tell, text } from '../participant.js';

/** Binds a server to the endpoint of this participant and tells where it is. */
export async function listen(server: Server): Promise<void> {
  const endpoint = text('endpoint');
  const path = pathOf(endpoint);
  if (path === undefined) server.listen(0, '127.0.0.1');
  else server.listen(path);
  await once(server, 'listening');
  tell({ bound: path === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : endpoint });
}

/** Where this participant connects to. */
export function target(): NetConnectOpts {
  const endpoint = text('endpoint');
  const path = pathOf(endpoint);
  return path === undefined ? { host: '127.0.0.1', port: Number(endpoint.split(':').at(-1)), noDelay: true } : { path };
}

function pathOf(endpoint: string): string | undefined {
  return endpoint.startsWith('ipc://') ? endpoint.slice('ipc://'.length) : undefined;
}

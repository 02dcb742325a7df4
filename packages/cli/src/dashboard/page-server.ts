import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, isIPv6 } from 'node:net';
import type { TlsFiles } from './tls-files.js';

/** Where a page is served. */
export interface PageAddress {
  readonly host: string;
  readonly port: number;
  /** HTTPS with these; without them, HTTP. */
  readonly tls: TlsFiles | undefined;
}

/** A running server. */
export interface PageServer {
  /** With a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Whether only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/u.test(host);
}

/** A host in a URL: an IPv6 address is in brackets. */
export function urlHost(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** @throws As `listen` of `node:net` does, as a rejection. */
export async function servePage(
  { host, port, tls }: PageAddress,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<PageServer> {
  const server =
    tls === undefined
      ? (await import('node:http')).createServer(handler)
      : (await import('node:https')).createServer(tls, handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host === '*' ? undefined : host, resolve);
  });
  const bound = server.address() as AddressInfo;
  // What is bound to all addresses is called by one that leads to it.
  const name =
    host === 'localhost'
      ? host
      : urlHost(bound.address === '0.0.0.0' || bound.address === '::' ? 'localhost' : bound.address);
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${bound.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

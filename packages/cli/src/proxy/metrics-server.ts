import type { AddressInfo } from 'node:net';
import { UsageError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';
import { OPEN_METRICS_TYPE } from './open-metrics.js';

/** Where metrics are served. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

/** An HTTP server with one page. */
export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** `9100` is the port on 127.0.0.1; or `HOST:PORT`, with an IPv6 address in brackets. @throws UsageError for anything else. */
export function metricsAddress(text: string): MetricsAddress {
  const match = /^(?:(?:\[(?<six>[\da-f:.]+)\]|(?<host>[\w.-]+)):)?(?<port>\d{1,5})$/iu.exec(text);
  const port = Number(match?.groups?.['port']);
  if (match === null || port > 65_535) {
    throw new UsageError(`--metrics is a port, or HOST:PORT such as 127.0.0.1:9100, not "${printable(text)}".`);
  }
  return { host: match.groups?.['six'] ?? match.groups?.['host'] ?? '127.0.0.1', port };
}

/** Whether only this machine can connect. */
export function isLoopback({ host }: MetricsAddress): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Serves `/metrics`. The text is made for each request: it costs nothing while no one asks. */
export async function serveMetrics({ host, port }: MetricsAddress, text: () => string): Promise<MetricsServer> {
  const { createServer } = await import('node:http');
  const server = createServer(({ method, url }, response) => {
    if (url?.split('?', 1)[0] !== '/metrics') response.writeHead(404).end('Not found: the page is /metrics.\n');
    else if (method !== 'GET' && method !== 'HEAD') response.writeHead(405, { allow: 'GET, HEAD' }).end();
    else response.writeHead(200, { 'content-type': OPEN_METRICS_TYPE, 'cache-control': 'no-store' }).end(text());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

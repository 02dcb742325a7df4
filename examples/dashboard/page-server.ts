import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** One file with every socket of a page. */
const LIBRARY = fileURLToPath(import.meta.resolve('zeromq-ts/zeromq.browser.min.js'));

/**
 * An HTTP server of this machine with one page, and the library that the page imports as `/zeromq.js`. Sockets join it with the
 * option `webSocket: { server }`.
 *
 * @param page The file of the page.
 * @param port 0 for a free one.
 */
export async function servePage(page: URL, port: number): Promise<{ readonly server: Server; readonly url: string }> {
  const files = new Map([
    ['/', { type: 'text/html; charset=utf-8', body: await readFile(page) }],
    ['/zeromq.js', { type: 'text/javascript; charset=utf-8', body: await readFile(LIBRARY) }],
  ]);
  const server = createServer((request, response) => {
    // Not parsed as a URL, which fails for some paths: what is not in the map is not found.
    const [path = ''] = `${request.url}`.split('?');
    const file = files.get(path);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'Content-Type': file.type }).end(file.body);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const place = PLACES.find((each) => each !== undefined && existsSync(each));

/** Why there is no browser; `undefined` when there is one. */
export const missing =
  place === undefined ? 'there is no Chromium (Debian: chromium; or its path in CHROMIUM)' : undefined;

/** A browser without a window. */
export function launch(...args: readonly string[]): Promise<Browser> {
  const usual = ['--no-sandbox', '--disable-dev-shm-usage'];
  return chromium.launch({ executablePath: place as string, args: [...usual, ...args] });
}

/** One ES module for a page, from the sources of the packages, as a bundler makes it for browsers. */
export async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(file, import.meta.url))],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    conditions: ['source', 'browser'],
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('');
}

/** What is different about a page. */
interface Serving {
  /** For one over https. */
  readonly tls?: ServerOptions;
  /** Of the page. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A server with one page, which loads the module.
 *
 * @param script The module, `/page.js`; or several, by their names.
 */
export async function serve(
  script: string | ReadonlyMap<string, string>,
  { tls, headers = {} }: Serving = {},
): Promise<{ server: Server; url: string }> {
  const scripts = typeof script === 'string' ? new Map([['page.js', script]]) : script;
  const answer: RequestListener = (request, response) => {
    const text = scripts.get((request.url ?? '').slice(1));
    if (text !== undefined) response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text);
    else if (request.url === '/')
      response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end('<title>page</title>');
    else response.writeHead(404).end();
  };
  const server = tls === undefined ? createServer(answer) : createSecureServer(tls, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/` };
}

/** Calls a function of the module in the page. It is text, as the loader of the tests changes functions. */
export function call<T>(page: Page, name: string, ...args: readonly unknown[]): Promise<T> {
  const [called, given] = [name, args].map((each) => JSON.stringify(each));
  return page.evaluate(`import('/page.js').then((module) => module[${called}](...${given}))`);
}

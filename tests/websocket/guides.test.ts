// @module-tag slow built
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import '@zeromq-ts/websocket';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it, onTestFinished, test } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { launch, missing } from './browser/chromium.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

/* The programs of the guides that are more than a snippet: they have a page, a framework, or no end. */

const WAIT_OPTIONS = { timeout: 20_000 };
const ROOT = join(import.meta.dirname, '../..');
/** Inside `tests`, so that a program finds the packages as that of a user would. */
const FOLDER = join(ROOT, 'tests/.cache/guides');

const guide = (name: string): string => readFileSync(join(ROOT, 'docs/guide', name), 'utf8');

/** The code of a guide that has this text in it. */
function program(page: string, text: string): string {
  const blocks = [...guide(page).matchAll(/^```(?:js|ts ignore)\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
  const found = blocks.filter((code) => code.includes(text));
  expect(found).toHaveLength(1);
  return found[0] as string;
}

/** The same with other text in it. */
function changed(code: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  }, code);
}

/** Runs a module until the test ends. @returns the first line that it prints. */
async function start(file: string): Promise<string> {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line;
}

beforeAll(() => {
  assertBuilt();
  mkdirSync(FOLDER, { recursive: true });
});

describe('the guide "In the browser"', () => {
  it.skipIf(missing !== undefined)(
    `from nothing to a page that receives${missing === undefined ? '' : ` — skipped: ${missing}`}`,
    async () => {
      const file = join(FOLDER, 'feed.mjs');
      const code = changed(
        program('browser.md', 'server.listen(8080'),
        ['8080, ', '0, '],
        ["'Open http://127.0.0.1:8080/ in a browser.'", 'server.address().port'],
        ['1000)', '20)'],
      );
      writeFileSync(file, code);
      const port = await start(file);
      const browser = await launch();
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      await page.goto(`http://127.0.0.1:${port}/`);
      const price = (): Promise<string> => page.locator('#price').innerText();
      await expect.poll(price, WAIT_OPTIONS).toMatch(/^4\d\.\d\d$/);
      const before = await price();
      await expect.poll(price, WAIT_OPTIONS).not.toBe(before);
    },
    60_000,
  );
});

/** What a custom server uses of Next, and what Next does with upgrades; its route `[...slug]` has every path. */
const NEXT = `
  export default function next({ httpServer }) {
    let watched = false;
    return {
      prepare: async () => {},
      getRequestHandler: () => async (request, response) => {
        if (!watched) {
          watched = true;
          (httpServer ?? request.socket.server).on('upgrade', (incoming, socket) => {
            if (incoming.url === '/_next/hmr') socket.end('HTTP/1.1 101 hot reloading\\r\\n\\r\\n');
            else socket.end();
          });
        }
        response.end('a page of Next');
      },
    };
  }
`;

describe('the guide "On a web server"', () => {
  test('Next.js: its pages, its hot reloading and a socket share a server', async () => {
    const code = changed(program('web-servers.md', "import next from 'next'"), [
      'server.listen(3000);',
      "server.listen(0, '127.0.0.1', () => console.log(server.address().port));",
    ]);
    const stub = join(FOLDER, 'next.mjs');
    writeFileSync(stub, NEXT);
    const file = join(FOLDER, 'next-server.mjs');
    await build({
      stdin: { contents: `${code}setInterval(() => publisher.send('news'), 20);\n`, resolveDir: FOLDER, loader: 'ts' },
      outfile: file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
      alias: { next: stub },
    });
    const port = await start(file);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('a page of Next');
    const subscriber = using(new ZMQSubscriber(`ws://127.0.0.1:${port}/feed`, 'news'));
    let ended = 0;
    subscriber.on('disconnected', () => ended++);
    for (let count = 0; count < 10; count++) expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('news');
    expect(ended).toBe(0);
    const reloading = connect(Number(port), '127.0.0.1');
    reloading.write('GET /_next/hmr HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = (await once(reloading, 'data')) as [Buffer];
    expect(String(answer)).toContain('hot reloading');
    reloading.destroy();
  }, 60_000);
});

describe('what no program can show is said in the guides', () => {
  const text = (page: string): string => guide(page).replaceAll(/\s+/g, ' ');

  test.each([
    ['WS-06', 'browser.md', 'A page that was loaded over https can connect to `wss://` only'],
    ['WS-06', 'browser.md', '(`http://localhost`, `http://127.0.0.1`)'],
    ['WI-08', 'browser.md', 'Nothing has to be sticky'],
    ['WI-08', 'browser.md', 'as the routing id of a ROUTER, is lost'],
    ['WI-08', 'web-servers.md', 'No path needs sticky sessions'],
    ['WB-02', 'browser.md', 'a browser cannot hold the server back'],
    ['WB-04', 'browser.md', 'frames of more than 65,535 bytes are `EMSGSIZE`'],
    ['BR-03', 'browser.md', 'browsers do not say why a connection fails'],
    ['BR-06', 'browser.md', 'A page cannot set headers: cookies come along by themselves'],
    ['BR-06', 'browser.md', 'in the query, where proxies may log it'],
    ['BR-08', 'browser.md', 'The class `WebSocket` of the runtime is not used'],
    ['BR-09', 'browser.md', 'Node 20, which has none, needs no flag'],
    ['BR-09', 'browser.md', 'Cloudflare Workers'],
    ['WL-04', 'browser.md', 'set `webSocket: { idleTimeout }` in the page'],
  ])('%s in %s: %s', (_number, page, sentence) => {
    expect(text(page)).toContain(sentence);
  });
});

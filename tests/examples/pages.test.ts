// @module-tag slow built
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launch, missing } from '../websocket/browser/chromium.js';
import { ExampleProgram } from './example-program.js';

/* The examples that one looks at. */

const WAIT_OPTIONS = { timeout: 20_000 };

describe.skipIf(missing !== undefined)(`in Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launch();
  }, 60_000);

  afterAll(() => browser.close());

  /** A tab, in which nothing goes wrong until the test ends. */
  async function tab(url: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
    const page = await browser.newPage();
    await prepare?.(page);
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    onTestFinished(async () => {
      await page.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(url);
    return page;
  }

  const text = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();

  /* The chat. */
  const heard = (page: Page): Promise<string[]> => page.locator('#lines li').allInnerTexts();
  const say = async (page: Page, name: string, line: string): Promise<void> => {
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('live');
    await page.fill('#name', name);
    await page.fill('#text', line);
    await page.press('#text', 'Enter');
  };
  /** Whether a message of ZWS is an array of JSON: after its flags, it begins with a bracket. */
  const isHistory = (message: string | Buffer): boolean => Buffer.isBuffer(message) && message[1] === 91;

  it('dashboard: prices move; the page says when the server is gone, and goes on when there is one again', async () => {
    const first = new ExampleProgram('dashboard/server', ['0']);
    const [, url = ''] = await first.line(/^Open (\S+)$/);
    const page = await tab(url);
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('live');
    const symbols = ['ACME', 'ACMEX', 'GLOBEX'];
    await expect.poll(() => page.locator('.symbol').allInnerTexts(), WAIT_OPTIONS).toEqual(symbols);
    const before = await text(page, '.price');
    await expect.poll(() => text(page, '.price'), WAIT_OPTIONS).not.toBe(before);
    expect(await page.locator('#idle').isVisible()).toBe(true);

    first.signal('SIGTERM');
    expect(await first.ended).toBe(0);
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('reconnecting');
    const second = new ExampleProgram('dashboard/server', [new URL(url).port]);
    await second.line(/^Open/);
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('live');
    const points = await page.locator('polyline').first().getAttribute('points');
    await expect.poll(() => page.locator('polyline').first().getAttribute('points'), WAIT_OPTIONS).not.toBe(points);
    second.signal('SIGTERM');
    expect(await second.ended).toBe(0);
  }, 60_000);

  it('word count: --web shows the figures in a page, which stays until Ctrl-C', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wordcount-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    for (let file = 0; file < 300; file++)
      await writeFile(join(folder, `${file}.txt`), 'some words and more\n'.repeat(50));
    const program = new ExampleProgram('wordcount/main', ['--web', '--workers', '2', folder]);
    const [, url = ''] = await program.line(/^Open (\S+) in a browser\.$/);
    const page = await tab(url);
    await program.line(/^The page at .* stays there until Ctrl-C\.$/);
    const { lines } = program;
    await expect.poll(() => text(page, '#summary'), WAIT_OPTIONS).toBe('300 of 300 files, 60,000 words');
    expect(await page.locator('#workers tr').count()).toBeGreaterThan(1);
    expect(lines).toContain('The totals are the same.');
    // Who comes late sees the same.
    const late = await tab(url);
    await expect.poll(() => text(late, '#summary'), WAIT_OPTIONS).toBe(await text(page, '#summary'));
    program.signalGroup('SIGINT');
    expect(await program.ended).toBe(0);
  }, 120_000);

  it('chat: tabs and the service hear each other, who comes later hears what was said, and a new server goes on', async () => {
    const program = new ExampleProgram('web-chat/server', ['0']);
    const [, url = ''] = await program.line(/^Open (\S+) in several tabs/);
    const [ada, bob] = [await tab(url), await tab(url)];
    await say(ada, 'Ada', 'hello');
    await expect.poll(() => heard(bob), WAIT_OPTIONS).toEqual(['Ada\nhello']);
    await say(bob, 'Bob', '/time');
    await expect.poll(() => heard(ada), WAIT_OPTIONS).toHaveLength(3);
    expect((await heard(ada)).at(-1)).toMatch(/^Node\nIt is /);
    expect(await ada.locator('#lines li.own').allInnerTexts()).toEqual(['Ada\nhello']);
    const late = await tab(url);
    await expect.poll(() => heard(late), WAIT_OPTIONS).toEqual(await heard(ada));
    await say(late, ' ', 'x');
    await expect.poll(() => text(late, '#error'), WAIT_OPTIONS).toContain('1 to 30 characters');

    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
    await expect.poll(() => text(ada, '#state'), WAIT_OPTIONS).toBe('reconnecting');
    const other = new ExampleProgram('web-chat/server', [new URL(url).port]);
    await other.line(/^Open/);
    await expect.poll(() => text(ada, '#state'), WAIT_OPTIONS).toBe('live');
    await say(ada, 'Ada', 'again');
    await expect.poll(() => heard(bob), WAIT_OPTIONS).toEqual(['Ada\nagain']);
    other.signal('SIGTERM');
    expect(await other.ended).toBe(0);
  }, 60_000);

  it('chat: a page that is connected again before it has the history shows all lines', async () => {
    const program = new ExampleProgram('web-chat/server', ['0']);
    const [, url = ''] = await program.line(/^Open (\S+) in several tabs/);
    const bob = await tab(url);
    await say(bob, 'Bob', 'one');
    await program.line(/^Bob: one$/);

    const subscribed: WebSocketRoute[] = [];
    let held: (() => void)[] | undefined = [];
    let answers = 0;
    const ada = await tab(url, async (page) => {
      await page.routeWebSocket(/\/lines$/, (client) => {
        const server = client.connectToServer();
        let count = 0;
        client.onMessage((message) => {
          // The first is its READY, the second its subscription.
          if (++count === 2) subscribed.push(client);
          server.send(message);
        });
      });
      await page.routeWebSocket(/\/desk$/, (client) => {
        const server = client.connectToServer();
        server.onMessage((message) => {
          if (isHistory(message)) answers++;
          if (held === undefined) client.send(message);
          else held.push(() => client.send(message));
        });
      });
    });
    await expect.poll(() => subscribed.length, WAIT_OPTIONS).toBe(1);
    await subscribed[0]?.close();
    await expect.poll(() => subscribed.length, WAIT_OPTIONS).toBe(2);
    for (const send of held.splice(0)) send();
    held = undefined;
    await expect.poll(() => answers, WAIT_OPTIONS).toBe(2);
    await expect.poll(() => text(ada, '#state'), WAIT_OPTIONS).toBe('live');
    await say(bob, 'Bob', 'two');
    await expect.poll(() => heard(ada), WAIT_OPTIONS).toEqual(['Bob\none', 'Bob\ntwo']);
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
  }, 60_000);

  it('chat: a page that does not get the history says so, and shows what comes', async () => {
    const program = new ExampleProgram('web-chat/server', ['0']);
    const [, url = ''] = await program.line(/^Open (\S+) in several tabs/);
    const ada = await tab(url, (page) =>
      page.routeWebSocket(/\/desk$/, (client) => {
        const server = client.connectToServer();
        server.onMessage((message) => client.send(isHistory(message) ? Buffer.from('\0not JSON') : message));
      }),
    );
    await expect.poll(() => text(ada, '#error'), WAIT_OPTIONS).toContain('JSON');
    const bob = await tab(url);
    await say(bob, 'Bob', 'hello');
    await expect.poll(() => heard(ada), WAIT_OPTIONS).toEqual(['Bob\nhello']);
    program.signal('SIGTERM');
    expect(await program.ended).toBe(0);
  }, 60_000);
});

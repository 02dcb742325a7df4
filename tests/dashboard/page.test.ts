// @module-tag slow built
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { ProcessSnapshot, RequestFigures } from '@zeromq-ts/stats';
import { type Dashboard, dashboard, type TailOptions } from '@zeromq-ts/dashboard';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { launch, missing } from '../websocket/browser/chromium.js';
import { serve, TOKEN } from './server.js';
import { Processes, processSnapshot, requestFigures, socketSnapshot } from './snapshots.js';
import { Counter, tailing } from './tailing.js';

/* The page itself. */

const WAIT_OPTIONS = { timeout: 20_000 };
vi.setConfig({ testTimeout: 120_000 });
/** Those of figures; the ones of messages and of latency have tests of their own. */
const VIEWS = ['overview', 'sockets', 'peers', 'drops', 'events', 'topology'];
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What is used of the results of axe. */
interface Results {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

const PEER = { endpoint: 'tcp://127.0.0.1:5556', address: 'tcp://127.0.0.1:40001' };

/** A publisher with a subscriber in another process, and one that has no figures. */
function system(version = 1): readonly ProcessSnapshot[] {
  const endpoint = 'tcp://127.0.0.1:5556';
  const time = 10_000 + version * 1000;
  const peer = { endpoint, socketType: 'SUB', mechanism: 'CURVE', userId: 'alice', since: 9000 };
  const event = { name: 'handshake-succeeded', time: 9000, endpoint, address: 'tcp://127.0.0.1:40001' };
  return [
    processSnapshot({
      time,
      name: 'quotes',
      sockets: [
        socketSnapshot({
          peers: [
            { ...peer, address: 'tcp://127.0.0.1:40001' },
            { ...peer, address: 'tcp://127.0.0.1:40002' },
          ],
          stats: { messagesSent: version * 500, bytesSent: version * 50_000, dropped: { full: 7 }, queuedOutgoing: 3 },
          events: { 'handshake-succeeded': 1 },
          recentEvents: [event],
        }),
      ],
    }),
    processSnapshot({
      time,
      pid: 4712,
      name: 'archive',
      sockets: [
        socketSnapshot({
          type: 'SUB',
          peers: [{ endpoint, address: endpoint, socketType: 'PUB' }],
          stats: { messagesReceived: version * 250 },
        }),
      ],
    }),
  ];
}

describe.skipIf(missing !== undefined)(`in Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    assertBuilt();
    browser = await launch();
  }, 60_000);

  afterAll(() => browser.close());

  /** A tab, in which nothing goes wrong until the test ends. */
  async function tab(url: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('console', (message) => {
      // Chromium tells of each answer that is an error, and of each connection that fails: some tests want them.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        wrong.push(message.text());
    });
    page.on('dialog', (dialog) => {
      wrong.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    onTestFinished(async () => {
      await context.close();
      expect(wrong).toEqual([]);
    });
    await page.goto(url);
    return page;
  }

  /** A tab with these figures. */
  async function tabWith(snapshots: readonly ProcessSnapshot[], options: BrowserContextOptions = {}) {
    const served = await serve();
    for (const each of snapshots) served.processes.show(each);
    const page = await tab(`${served.url}#${TOKEN}`, options);
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('live');
    return { ...served, page };
  }

  const text = (page: Page, selector: string): Promise<string> => page.locator(selector).first().innerText();
  const cells = (page: Page, row = 0): Promise<string[]> =>
    page.locator('.whole tbody tr:not(.spacer)').nth(row).locator('td').allInnerTexts();

  async function violations(page: Page): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const { violations: found } = await page.evaluate<Results>('axe.run()');
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
    );
  }

  async function go(page: Page, view: string): Promise<void> {
    await page.evaluate(`location.hash = ${JSON.stringify(`#/${view}`)}`);
    await expect
      .poll(() => page.locator('nav a[aria-current]').getAttribute('data-view'), WAIT_OPTIONS)
      .toBe(view.split('?')[0]);
  }

  it('XD-09 shows figures in views of their own, each with an address, and goes on with them', async () => {
    const { page, processes, url } = await tabWith(system());
    const tiles = () =>
      page
        .locator('.tile')
        .allInnerTexts()
        .then((all) => all.map((each) => each.replace(/\s+/gu, ' ')));
    await expect
      .poll(tiles, WAIT_OPTIONS)
      .toEqual(
        expect.arrayContaining(['Processes 2', 'Sockets 2', 'Peers 3', 'Messages in/s 0', 'Queued 3', 'Dropped 7']),
      );
    for (const each of system(2)) processes.show(each);
    await expect.poll(tiles, WAIT_OPTIONS).toEqual(expect.arrayContaining(['Messages in/s 250', 'Messages out/s 500']));
    // A point each second.
    await expect.poll(() => page.locator('path.line.out').first().getAttribute('d'), WAIT_OPTIONS).toMatch(/^M.*L.*/u);

    await go(page, 'sockets');
    await expect
      .poll(() => cells(page), WAIT_OPTIONS)
      .toEqual(expect.arrayContaining(['archive[4712]#1', 'SUB', 'tcp://127.0.0.1:5556', '1', '250']));
    await page.getByRole('button', { name: 'Out/s', exact: true }).click();
    await expect
      .poll(() => cells(page), WAIT_OPTIONS)
      .toEqual(expect.arrayContaining(['quotes[4711]#1', '500', '48.8 KiB', '7']));
    expect(page.url()).toBe(`${url}#/sockets?sort=-out`);

    await page.getByRole('link', { name: 'quotes[4711]#1' }).click();
    await expect.poll(() => text(page, 'h1'), WAIT_OPTIONS).toBe('Peers');
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('2 of 3');
    expect(await cells(page)).toEqual(expect.arrayContaining(['tcp://127.0.0.1:40001', 'SUB', 'CURVE', 'alice']));

    await go(page, 'drops');
    await expect.poll(() => text(page, '.above tbody'), WAIT_OPTIONS).toContain('The queue of the peer was full');
    expect(await cells(page)).toEqual(['full', '7', '0', 'quotes[4711]#1', 'PUB', 'tcp://127.0.0.1:5556']);

    await go(page, 'events');
    await page.getByLabel('Filter events').fill('handshake');
    await expect
      .poll(() => cells(page), WAIT_OPTIONS)
      .toEqual(expect.arrayContaining(['handshake-succeeded', 'quotes[4711]#1', 'tcp://127.0.0.1:40001']));
    expect(page.url()).toBe(`${url}#/events?filter=handshake`);

    // The archive is one of the two subscribers.
    await go(page, 'topology');
    await expect.poll(() => page.locator('.junction').allInnerTexts(), WAIT_OPTIONS).toHaveLength(1);
    const sides = await page.locator('.junction ul').allInnerTexts();
    expect(sides[0]).toMatch(/SUB archive\[4712\]#1\s+in 250\/s, out 0\/s\s+1 peer without figures/u);
    expect(sides[1]).toMatch(/PUB quotes\[4711\]#1\s+in 0\/s, out 500\/s/u);

    // Loaded again, it is the same view; the token is of the tab.
    await go(page, 'sockets?filter=archive');
    await page.reload();
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 2');
  });

  it.each(VIEWS)('XD-09 says what to do where there is nothing: %s', async (view) => {
    const { page, processes } = await tabWith([]);
    await go(page, view);
    await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No process exposes its figures');
    expect(await text(page, '.hint')).toContain('ZMQ_STATS=1 node --import @zeromq-ts/stats/register');
    processes.show(processSnapshot());
    if (view === 'overview') await expect.poll(() => text(page, '.tile b'), WAIT_OPTIONS).toBe('1');
    else if (view === 'events') await expect.poll(() => cells(page), WAIT_OPTIONS).toContain('process-seen');
    else
      await expect
        .poll(() => text(page, '.hint h1'), WAIT_OPTIONS)
        .toMatch(/^(?:No sockets|No peers|Nothing was dropped|No connections)$/u);
  });

  it('XD-05 takes the token out of the address, and asks for it when it is missing or wrong', async () => {
    const { url, processes } = await serve();
    for (const each of system()) processes.show(each);
    const page = await tab(url);
    await expect.poll(() => text(page, 'h1'), WAIT_OPTIONS).toBe('The token is missing or wrong');
    expect(await text(page, '#state')).toBe('unauthorized');
    await page.getByLabel('Token').fill('a-token-that-is-wrong');
    await page.keyboard.press('Enter');
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('unauthorized');
    await page.getByLabel('Token').fill(TOKEN);
    await page.getByRole('button', { name: 'Show the figures' }).click();
    await expect.poll(() => text(page, '.tile b'), WAIT_OPTIONS).toBe('2');
    const other = await tab(`${url}#${TOKEN}`);
    await expect.poll(() => text(other, '.tile b'), WAIT_OPTIONS).toBe('2');
    expect(other.url()).toBe(`${url}#/overview`);
  });

  it('XA-06 shows markup and scripts in what comes from outside as text', async () => {
    const markup = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
    const address = `javascript:alert(3)//${markup}`;
    const event = { name: markup, time: 9000, endpoint: markup, address, reason: markup };
    const stats = { dropped: { [markup]: 1 } };
    const peers = [
      { endpoint: markup, address, socketType: markup, mechanism: markup, userId: markup },
      { endpoint: address, address, socketType: markup },
    ];
    const socket = {
      type: markup,
      engine: markup,
      endpoints: [markup],
      peers,
      stats,
      events: { x: 1 },
      recentEvents: [event],
    };
    const { page } = await tabWith([
      processSnapshot({ name: markup, runtime: markup, sockets: [socketSnapshot(socket)] }),
    ]);
    for (const view of VIEWS) {
      await go(page, view);
      await expect.poll(() => text(page, 'main'), WAIT_OPTIONS).toContain(markup);
      expect(await page.locator('main img, main script').count()).toBe(0);
      for (const link of await page.locator('main a').all()) expect(await link.getAttribute('href')).toMatch(/^#\//u);
    }
  });

  it('XA-06 is shown in no frame', async () => {
    const { url } = await serve();
    const outer = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<iframe src="${url}"></iframe>`);
    }).listen(0, '127.0.0.1');
    await once(outer, 'listening');
    onTestFinished(async () => {
      outer.closeAllConnections();
      outer.close();
      await once(outer, 'close');
    });
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${(outer.address() as AddressInfo).port}/`);
    await expect.poll(() => page.frames()[1]?.url(), WAIT_OPTIONS).toBe('chrome-error://chromewebdata/');
  });

  describe('of messages', () => {
    /** A page of messages that a test publishes. */
    async function tabOfMessages(options: BrowserContextOptions = {}, tail: Partial<TailOptions> = {}) {
      const { url, publisher, endpoint } = await tailing({ showMessages: true, ...tail });
      const page = await tab(`${url}#${TOKEN}`, options);
      await go(page, 'messages');
      return { page, publisher, endpoint };
    }

    it('XD-09 says how to see some, and that none has come', async () => {
      const { page } = await tabWith(system());
      await page.keyboard.press('7');
      await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No messages are shown');
      expect(await text(page, '.hint')).toContain('zmq dashboard --show-messages --tail tcp://');
      // The page is the same in an application, which has no flags.
      expect(await text(page, '.hint')).toContain(
        'dashboard({ auth, tail: { sockets: [subscriber], showMessages: true } })',
      );
      expect(await text(page, '.hint')).toContain('or with the option tail.recorder');
      const waiting = await tabOfMessages();
      await expect.poll(() => text(waiting.page, '.hint h1'), WAIT_OPTIONS).toBe('No messages yet');
      expect(await text(waiting.page, '.received')).toBe(`0 messages from ${waiting.endpoint}`);
      expect(await waiting.page.locator('#record').isVisible()).toBe(false);
    });

    it('XD-08 XD-09 XA-06 shows them as text, newest first, with a filter', async () => {
      const { page, publisher, endpoint } = await tabOfMessages();
      const markup = '<img src=x onerror=alert(1)><script>alert(2)</script>';
      for (const message of ['first', markup, 'third']) await publisher.send(message);
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('3');
      const row = await cells(page);
      expect(row.slice(1)).toEqual(['third', endpoint, '1', '5 B']);
      expect((await cells(page, 1))[1]).toBe(markup);
      expect(await page.locator('main img, main script').count()).toBe(0);
      await page.getByLabel('Filter messages').fill('FIRST');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 3');
      expect((await cells(page))[1]).toBe('first');
      expect(page.url()).toMatch(/#\/messages\?filter=FIRST$/u);
    });

    it('XD-09 records them when the button is pressed, until it is pressed again', async () => {
      const recorder = new Counter();
      const { page, publisher } = await tabOfMessages({}, { recorder });
      const button = page.locator('#record');
      await button.click();
      await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Stop recording');
      await publisher.send('one');
      await expect
        .poll(() => text(page, '.recording'), WAIT_OPTIONS)
        .toBe('one.zmqrec.jsonl: 1 messages, 71 B of at most 1.0 GiB');
      await button.press('Enter');
      await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Record');
      expect(recorder.state).toMatchObject({ isRecording: false, count: 1 });
    });

    it('XD-09 says that a recording is full', async () => {
      const { page, publisher } = await tabOfMessages({}, { recorder: new Counter(), maxRecordingBytes: 100 });
      await page.locator('#record').click();
      await expect.poll(() => text(page, '#record'), WAIT_OPTIONS).toBe('Stop recording');
      await publisher.send('x'.repeat(100));
      await expect
        .poll(() => text(page, '.recording'), WAIT_OPTIONS)
        .toBe('one.zmqrec.jsonl: 1 messages. It has ended at its limit of 100 B.');
      await expect.poll(() => text(page, '#record'), WAIT_OPTIONS).toBe('Record');
    });

    it('XD-09 says why the server has not done what the button asks for', async () => {
      const recorder = new Counter();
      const { page } = await tabOfMessages({}, { recorder });
      const button = page.locator('#record');
      const answers = [
        [{ status: 503, contentType: 'text/plain; charset=utf-8', body: 'It is closed.\n' }, 'It is closed.'],
        [
          { status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' },
          'The server has answered with the status 502.',
        ],
        [undefined, 'The server cannot be reached.'],
      ] as const;
      for (const [answer, reason] of answers) {
        await page.route('**/recording/start', (route) =>
          answer === undefined ? route.abort() : route.fulfill(answer),
        );
        await button.click();
        await expect.poll(() => text(page, '.refused'), WAIT_OPTIONS).toBe(`Nothing is recorded: ${reason}`);
        await page.unroute('**/recording/start');
      }
      await button.click();
      await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Stop recording');
      await expect.poll(() => text(page, '.refused'), WAIT_OPTIONS).toBe('');
      await button.click();
      await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Record');
      // What the recorder itself says is more, and said once.
      recorder.fails = true;
      await button.click();
      await expect.poll(() => text(page, '.recording'), WAIT_OPTIONS).toBe('Recording has failed: the disk is full');
      await expect.poll(() => page.locator('.refused').isVisible(), WAIT_OPTIONS).toBe(false);
    });

    it.each(['light', 'dark'] as const)(
      'XD-11 axe finds nothing in %s, and it fits 390 pixels',
      async (colorScheme) => {
        const recorder = new Counter();
        recorder.state = { isRecording: true, name: 'day.zmqrec.jsonl', count: 3, dropped: 1, error: '' };
        const viewport = { width: 390, height: 800 };
        const { page, publisher } = await tabOfMessages({ colorScheme, viewport }, { recorder });
        await publisher.send(['topic', 'x'.repeat(2000)]);
        await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1');
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      },
    );

    describe.each(['light', 'dark'] as const)('XD-11 axe finds nothing in %s', (colorScheme) => {
      const options = { colorScheme, viewport: { width: 390, height: 800 } };
      const isFine = async (page: Page): Promise<void> => {
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      };

      it('where no messages are shown', async () => {
        const { page } = await tabWith(system(), options);
        await go(page, 'messages');
        await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No messages are shown');
        await isFine(page);
      });

      it('before the first message, and with sizes alone', async () => {
        const { page, publisher } = await tabOfMessages(options, { showMessages: false });
        await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No messages yet');
        await isFine(page);
        await publisher.send('one');
        await expect
          .poll(async () => (await cells(page))[1], WAIT_OPTIONS)
          .toBe('shown with --show-messages, or tail.showMessages');
        await isFine(page);
      });

      it('with a recording that is refused, that is full, and that has failed', async () => {
        const recorder = new Counter();
        const { page, publisher } = await tabOfMessages(options, { recorder, maxRecordingBytes: 1 });
        const button = page.locator('#record');
        await page.route('**/recording/start', (route) => route.abort());
        await button.click();
        await expect.poll(() => text(page, '.refused'), WAIT_OPTIONS).toMatch(/cannot be reached/u);
        await isFine(page);
        await page.unroute('**/recording/start');
        await button.click();
        await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Stop recording');
        await publisher.send('one');
        await expect.poll(() => text(page, '.recording'), WAIT_OPTIONS).toMatch(/has ended at its limit/u);
        await expect.poll(() => button.innerText(), WAIT_OPTIONS).toBe('Record');
        await isFine(page);
        recorder.fails = true;
        await button.click();
        await expect.poll(() => text(page, '.recording'), WAIT_OPTIONS).toMatch(/^Recording has failed/u);
        await isFine(page);
      });
    });
  });

  describe('of latency', () => {
    /** A process with REQ sockets that have counted this. */
    const clients = (...sockets: readonly (RequestFigures | undefined)[]): ProcessSnapshot =>
      processSnapshot({
        name: 'client',
        sockets: sockets.map((requests, index) => socketSnapshot({ id: index + 1, type: 'REQ', requests })),
      });
    /** Nine of at most 1 ms and one of more than 10 s; and another socket with ten of at most 2.5 ms. */
    const ONE = requestFigures(
      { 3: 9, 16: 1 },
      { latencySum: 12_005, retries: 3, timeouts: 2, losses: 1, failures: 1 },
    );
    const OTHER = requestFigures({ 4: 10 }, { latencySum: 20 });
    const tiles = async (page: Page): Promise<Record<string, string>> => {
      const all = await page.locator('.tile').allInnerTexts();
      return Object.fromEntries(all.map((each) => each.split(/\s*\n\s*/u, 2) as [string, string]));
    };
    const rows = async (page: Page): Promise<string[]> => {
      const all = await page.locator('.histogram tbody tr').allInnerTexts();
      return all.map((each) => each.trim().replace(/\s+/gu, ' '));
    };
    /** How long the bars are, in percent of the longest. */
    const bars = async (page: Page): Promise<number[]> => {
      const widths = await page.evaluate<number[]>(
        "[...document.querySelectorAll('.bar-of-count')].map((bar) => bar.getBoundingClientRect().width)",
      );
      return widths.map((width) => Math.round((100 * width) / Math.max(...widths)));
    };

    it('XD-09 says how to have some, as long as nothing was called', async () => {
      const { page, processes } = await tabWith([]);
      await page.keyboard.press('8');
      await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No process exposes its figures');
      processes.show(clients(undefined, requestFigures({})));
      await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No calls of request()');
      expect(await text(page, '.hint')).toContain("await client.request('ping')");
      // One that is still waiting has no latency yet.
      processes.show({ ...clients(undefined, requestFigures({}, { requests: 1 })), time: 11_000 });
      await expect
        .poll(() => tiles(page), WAIT_OPTIONS)
        .toMatchObject({ Calls: '1', Replies: '0', Median: '–', Mean: '–' });
      expect((await rows(page))[0]).toBe('at most 0.1 ms 0 –');
    });

    it('XD-09 shows how long replies took, of all sockets or of one, and goes on with them', async () => {
      const { page, processes, url } = await tabWith([clients(ONE, OTHER, undefined)]);
      await go(page, 'latency');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('2 of 2 sockets');
      expect(await tiles(page)).toEqual({
        Median: 'at most 2.5 ms',
        '90th percentile': 'at most 2.5 ms',
        '99th percentile': 'more than 10 s',
        Mean: '601 ms',
        Calls: '21',
        Replies: '20',
        Retries: '3',
        Timeouts: '2',
        Losses: '1',
        Failures: '1',
      });
      const shown = await rows(page);
      expect(shown).toHaveLength(17);
      expect(shown.slice(2, 6)).toEqual([
        'at most 0.5 ms 0 0.0%',
        'at most 1 ms 9 45.0%',
        'at most 2.5 ms 10 95.0%',
        'at most 5 ms 0 95.0%',
      ]);
      expect(shown.slice(-2)).toEqual(['at most 10 s 0 95.0%', 'more than 10 s 1 100.0%']);
      expect((await bars(page)).filter((width) => width > 0)).toEqual([90, 100, 10]);

      await page.getByLabel('Socket', { exact: true }).selectOption('client[4711]#1');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 2 sockets');
      expect(await tiles(page)).toMatchObject({
        Median: 'at most 1 ms',
        '90th percentile': 'at most 1 ms',
        '99th percentile': 'more than 10 s',
        Replies: '10',
      });
      expect(page.url()).toBe(`${url}#/latency?filter=${encodeURIComponent('client[4711]#1')}`);
      processes.show({ ...clients(requestFigures({ 3: 9, 4: 6, 16: 1 }), OTHER, undefined), time: 11_000 });
      await expect
        .poll(() => tiles(page), WAIT_OPTIONS)
        .toMatchObject({ Replies: '16', '90th percentile': 'at most 2.5 ms' });

      // The address has the socket; one that is gone stays chosen.
      await page.reload();
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 2 sockets');
      processes.show({
        ...processSnapshot({ name: 'client', time: 12_000 }),
        sockets: [socketSnapshot({ id: 2, type: 'REQ', requests: OTHER })],
      });
      await expect.poll(() => text(page, '.none'), WAIT_OPTIONS).toMatch(/^This socket is closed/u);
      expect(await page.getByLabel('Socket', { exact: true }).inputValue()).toBe('client[4711]#1');
      await page.getByLabel('Socket', { exact: true }).selectOption('All REQ sockets');
      await expect.poll(() => tiles(page), WAIT_OPTIONS).toMatchObject({ Replies: '10', Median: 'at most 2.5 ms' });
    });

    it('XD-10 touches the elements of the figures that have changed, and no others', async () => {
      const { page, processes } = await tabWith([clients(OTHER)]);
      await go(page, 'latency');
      await expect.poll(() => tiles(page), WAIT_OPTIONS).toMatchObject({ Replies: '10' });
      await page.evaluate(`
        touched = new Set();
        new MutationObserver((records) => {
          for (const { target } of records) touched.add(target.nodeType === 3 ? target.parentNode : target);
        }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
      `);
      processes.show({ ...clients({ ...OTHER, retries: 1 }), time: 11_000 });
      await expect.poll(() => tiles(page), WAIT_OPTIONS).toMatchObject({ Retries: '1' });
      expect(await page.evaluate('[...touched].map((node) => `${node.tagName} ${node.textContent}`)')).toEqual(['B 1']);
    });

    it('XD-11 is used with the keyboard alone: letters in the list of sockets are no commands', async () => {
      const { page } = await tabWith([clients(ONE, OTHER)]);
      await page.keyboard.press('8');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('2 of 2 sockets');
      await page.keyboard.press('/');
      expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Socket');
      await page.keyboard.press('p');
      await page.keyboard.press('ArrowDown');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 2 sockets');
      expect(await text(page, '#state')).toBe('live');
      await page.keyboard.press('Escape');
      await page.keyboard.press('2');
      await expect.poll(() => text(page, 'h1'), WAIT_OPTIONS).toBe('Sockets');
    });

    it('XA-06 shows markup in the name of a socket as text', async () => {
      const markup = '"><img src=x onerror=alert(1)><script>alert(2)</script>';
      const { page } = await tabWith([{ ...clients(ONE), name: markup }]);
      await go(page, 'latency');
      await expect
        .poll(() => page.locator('#filter option').last().innerText(), WAIT_OPTIONS)
        .toBe(`${markup}[4711]#1`);
      expect(await page.locator('main img, main script').count()).toBe(0);
    });

    it.each(['light', 'dark'] as const)(
      'XD-11 axe finds nothing in %s, and it fits 390 pixels',
      async (colorScheme) => {
        const viewport = { width: 390, height: 800 };
        const { page, processes } = await tabWith([clients()], { colorScheme, viewport });
        await go(page, 'latency');
        await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toBe('No calls of request()');
        expect(await violations(page)).toEqual([]);
        processes.show({ ...clients(ONE, OTHER), time: 11_000 });
        await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('2 of 2 sockets');
        expect(await violations(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      },
    );

    it('XD-11 has its bars where colours are forced, too', async () => {
      const { page } = await tabWith([clients(ONE)], { forcedColors: 'active' });
      await go(page, 'latency');
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 1 sockets');
      const colours = await page.evaluate<string[]>(
        "[...document.querySelectorAll('.bar-of-count.some, body')].map((node) => getComputedStyle(node).backgroundColor)",
      );
      expect(colours).toHaveLength(3);
      expect(new Set(colours).size).toBe(2);
    });
  });

  it('XD-10 stays small with 1,000 sockets and 10,000 peers', async () => {
    const many = Array.from({ length: 50 }, (_, process) =>
      processSnapshot({
        pid: 5000 + process,
        sockets: Array.from({ length: 20 }, (__, id) =>
          socketSnapshot({
            id,
            peers: Array.from({ length: 10 }, (___, peer) => ({
              endpoint: 'tcp://127.0.0.1:5556',
              address: `tcp://10.0.0.1:${peer}`,
            })),
          }),
        ),
      }),
    );
    const { page, processes } = await tabWith(many);
    for (const [view, count, last] of [
      ['sockets', '1,000', 'server[5049]#19'],
      ['peers', '10,000', 'server[5049]#19'],
    ] as const) {
      await go(page, view);
      await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe(count);
      expect(await page.locator('.whole tbody tr').count()).toBeLessThan(100);
      expect(await page.locator('.whole table').getAttribute('aria-rowcount')).toBe(
        String(Number(count.replace(',', '')) + 1),
      );
      await page.locator('.whole').press('End');
      await expect
        .poll(() => page.locator('.whole tbody tr:not(.spacer)').last().innerText(), WAIT_OPTIONS)
        .toContain(last);
      expect(await page.locator('.whole tbody tr').count()).toBeLessThan(100);
    }
    // A filter while it is scrolled to the end begins at the top.
    processes.show(
      processSnapshot({
        pid: 6000,
        sockets: [socketSnapshot({ peers: [{ endpoint: 'tcp://127.0.0.1:1', address: 'tcp://10.9.9.9:1' }] })],
      }),
    );
    await page.getByLabel('Filter peers').fill('10.9.9.9');
    await expect.poll(() => cells(page), WAIT_OPTIONS).toContain('tcp://10.9.9.9:1');
    await go(page, 'topology');
    await expect.poll(() => text(page, '.junction .rest'), WAIT_OPTIONS).toContain('peers without figures');
  });

  it('XD-10 touches the elements of the figures that have changed, and no others', async () => {
    const counted = (messagesSent: number, time: number): ProcessSnapshot =>
      processSnapshot({
        time,
        sockets: Array.from({ length: 1000 }, (_, id) =>
          socketSnapshot({ id, peers: [PEER], stats: { messagesSent: id === 3 ? messagesSent : 1 } }),
        ),
      });
    const { page, processes } = await tabWith([counted(1, 10_000)]);
    await go(page, 'sockets');
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1,000');
    await page.evaluate(`
      touched = new Map();
      new MutationObserver((records) => {
        for (const { target } of records) touched.set(target, target.nodeType === 3 ? target.parentNode : target);
      }).observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true, attributes: true });
    `);
    processes.show(counted(701, 11_000));
    await expect.poll(() => cells(page, 3), WAIT_OPTIONS).toContain('700');
    expect(
      await page.evaluate('[...new Set(touched.values())].map((node) => `${node.tagName} ${node.textContent}`)'),
    ).toEqual(['TD 700']);
  });

  it('XD-10 is sent nothing while it is hidden', async () => {
    const { page, processes } = await tabWith(system());
    await expect.poll(() => text(page, '.tile b'), WAIT_OPTIONS).toBe('2');
    const hide = (hidden: boolean): Promise<unknown> =>
      page.evaluate(
        `Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
      );
    const closed = page.waitForEvent('requestfailed', { predicate: (request) => request.url().endsWith('/figures') });
    await hide(true);
    await closed;
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('hidden');
    processes.show(processSnapshot({ pid: 5000 }));
    await hide(false);
    await expect.poll(() => text(page, '.tile b'), WAIT_OPTIONS).toBe('3');
    expect(await text(page, '#state')).toBe('live');
  });

  it('says when the server is gone, and goes on when there is one again; nothing moves without need', async () => {
    const begin = (): Dashboard => {
      const processes = new Processes();
      for (const each of system()) processes.show(each);
      return dashboard({ processes, auth: { token: TOKEN } });
    };
    let current: Dashboard | undefined = begin();
    const server = createServer((request, response) => {
      if (current === undefined) response.destroy();
      else current.handler(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      await current?.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    const { port } = server.address() as AddressInfo;
    const page = await tab(`http://127.0.0.1:${port}/#${TOKEN}`, { reducedMotion: 'reduce' });
    await expect.poll(() => text(page, '.tile b'), WAIT_OPTIONS).toBe('2');
    await current.close();
    current = undefined;
    server.closeAllConnections();
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('reconnecting');
    // XD-11: prefers-reduced-motion.
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
    expect(await text(page, '.tile b')).toBe('2');
    current = begin();
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('live');
  });

  it('XD-11 is used with the keyboard alone', async () => {
    const { page, processes } = await tabWith(system());
    for (const [index, view] of VIEWS.entries()) {
      await page.keyboard.press(String(index + 1));
      await expect.poll(() => page.locator('nav a[aria-current]').getAttribute('data-view'), WAIT_OPTIONS).toBe(view);
    }
    await page.keyboard.press('2');
    await page.keyboard.press('/');
    await page.keyboard.type('quotes 1');
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('1 of 2');
    // As in every search field, Escape empties it; here it also leaves it.
    await page.keyboard.press('Escape');
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('2');
    await page.keyboard.press('p');
    await expect.poll(() => text(page, '#state'), WAIT_OPTIONS).toBe('paused');
    expect(await page.locator('#pause').getAttribute('aria-pressed')).toBe('true');
    processes.show(processSnapshot({ pid: 6000, name: 'quotes 1', sockets: [socketSnapshot()] }));
    await page.keyboard.press('p');
    await expect.poll(() => text(page, '.total'), WAIT_OPTIONS).toBe('3');
    // The order of a column, and the link to the figures first.
    await page.locator('#filter').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.locator('th[aria-sort]').getAttribute('aria-sort'), WAIT_OPTIONS).toBe('descending');
    await page.locator('#skip').focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('XD-11 has the view that a key has chosen before the next key comes', async () => {
    const { page } = await tabWith(system());
    const focused = await page.evaluate(`
      for (const key of ['2', '/']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      document.activeElement.getAttribute('aria-label');
    `);
    expect(focused).toBe('Filter sockets');
    await page.goBack();
    await expect
      .poll(() => page.locator('nav a[aria-current]').getAttribute('data-view'), WAIT_OPTIONS)
      .toBe('overview');
  });

  describe.each(['light', 'dark'] as const)('XD-11 axe finds nothing in %s', (colorScheme) => {
    it.each(VIEWS)('%s', async (view) => {
      const { page } = await tabWith(system(), { colorScheme });
      await go(page, view);
      await expect.poll(() => text(page, 'main'), WAIT_OPTIONS).toMatch(/quotes/u);
      expect(await violations(page)).toEqual([]);
    });

    it('nothing to show, and the token', async () => {
      const { page, url } = await tabWith([], { colorScheme });
      await expect.poll(() => text(page, '.hint h1'), WAIT_OPTIONS).toMatch(/^No process/u);
      expect(await violations(page)).toEqual([]);
      const stranger = await tab(url, { colorScheme });
      await expect.poll(() => text(stranger, 'h1'), WAIT_OPTIONS).toMatch(/^The token/u);
      expect(await violations(stranger)).toEqual([]);
    });
  });

  it.each([390, 800, 1024])('fits %d pixels: tables scroll, the page does not', async (width) => {
    const { page } = await tabWith(system(), { viewport: { width, height: 800 } });
    for (const view of VIEWS) {
      await go(page, view);
      await expect.poll(() => text(page, 'main'), WAIT_OPTIONS).toMatch(/quotes/u);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
  });
});

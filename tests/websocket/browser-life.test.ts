// @module-tag slow
import type { Server } from 'node:http';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { curveKeyPair } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bundle, call, launch, missing, serve } from './browser/chromium.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

/* What becomes of connections while a page is hidden, frozen, or a worker. */

const WAIT_OPTIONS = { timeout: 15_000 };

/** Counts what the page begins, and lets the test say whether it is seen: browsers without a window are never hidden. */
const COUNTING = `
  const began = { sockets: 0, timers: 0 };
  const { WebSocket, setTimeout, setInterval } = window;
  let hidden = false;
  window.began = began;
  window.WebSocket = class extends WebSocket {
    constructor(...values) {
      super(...values);
      began.sockets++;
    }
  };
  window.setTimeout = (...values) => (began.timers++, setTimeout(...values));
  window.setInterval = (...values) => (began.timers++, setInterval(...values));
  Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
  window.hide = (now) => {
    hidden = now;
    document.dispatchEvent(new Event('visibilitychange'));
  };
`;

interface Began {
  readonly sockets: number;
  readonly timers: number;
}

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    ({ server, url } = await serve(await bundle('page.ts')));
    browser = await launch();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  let paths = 0;
  const publisherAt = async (path: string): Promise<{ publisher: ZMQPublisher; endpoint: string }> => {
    const publisher = using(new ZMQPublisher(undefined, { webSocket: { server }, noDrop: true }));
    return { publisher, endpoint: await publisher.bind(`ws://*/${path}`) };
  };

  /** A page whose time stands still, unless the test lets it pass. */
  async function stoppedPage(): Promise<Page> {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.clock.install();
    await page.addInitScript(COUNTING);
    await page.goto(url);
    await page.clock.pauseAt(Date.now() + 60_000);
    return page;
  }

  const began = (page: Page): Promise<Began> => page.evaluate('({ ...began })');
  const hide = (page: Page, now: boolean): Promise<unknown> => page.evaluate(`hide(${now})`);

  it('BR-04 a hidden page goes on receiving, and needs no timer for it', async () => {
    const page = await stoppedPage();
    const { publisher, endpoint } = await publisherAt(`hidden${++paths}`);
    await call(page, 'keep', endpoint);
    await publisher.subscribed('', WAIT_OPTIONS);
    await hide(page, true);
    const before = await began(page);
    for (let number = 0; number < 1000; number++) await publisher.send(`${number}`);
    const received = await page.evaluate<number>(`import('/page.js').then(async ({ next }) => {
      for (let number = 0; number < 1000; number++) {
        if ((await next(${JSON.stringify(endpoint)})) !== String(number)) return number;
      }
      return 1000;
    })`);
    expect(received).toBe(1000);
    const { sockets, timers } = await began(page);
    expect(sockets).toBe(before.sockets);
    // Each receive has a time limit, which the test gives it.
    expect(timers - before.timers).toBeLessThanOrEqual(1000);
  });

  it('BR-04 BR-05 a hidden page without a server tries again every ten seconds, and at once when it is seen', async () => {
    const page = await stoppedPage();
    const path = `gone${++paths}`;
    const { publisher, endpoint } = await publisherAt(path);
    await call(page, 'keep', endpoint);
    await publisher.subscribed('', WAIT_OPTIONS);
    await hide(page, true);
    const before = await began(page);
    await publisher.close();
    for (let second = 0; second < 60; second++) await page.clock.runFor(1000);
    const after = await began(page);
    const attempts = after.sockets - before.sockets;
    expect(attempts).toBeGreaterThanOrEqual(2);
    expect(attempts).toBeLessThanOrEqual(6);
    // For each attempt: until it begins, until it has failed, and until the next one.
    expect(after.timers - before.timers).toBeLessThanOrEqual(4 * (attempts + 1));

    const again = await publisherAt(path);
    await page.clock.runFor(1000);
    await hide(page, false);
    await page.clock.runFor(1000);
    await again.publisher.subscribed('', WAIT_OPTIONS);
    await again.publisher.send('seen again');
    expect(await call<string>(page, 'next', endpoint)).toBe('seen again');
  });

  it('BR-05 a visible page without a server tries again with growing pauses', async () => {
    const page = await stoppedPage();
    const { publisher, endpoint } = await publisherAt(`backoff${++paths}`);
    await call(page, 'keep', endpoint);
    await publisher.subscribed('', WAIT_OPTIONS);
    const before = await began(page);
    await publisher.close();
    // 50 ms at first, 500 ms at most: in a minute, at that pace, 120 attempts.
    for (let step = 0; step < 600; step++) await page.clock.runFor(100);
    const { sockets } = await began(page);
    expect(sockets - before.sockets).toBeGreaterThan(20);
    expect(sockets - before.sockets).toBeLessThan(200);
  }, 60_000);

  it('BR-04 a page that was frozen receives what has come meanwhile', async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(url);
    const { publisher, endpoint } = await publisherAt(`frozen${++paths}`);
    await call(page, 'keep', endpoint);
    await publisher.subscribed('', WAIT_OPTIONS);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });
    for (let number = 0; number < 100; number++) await publisher.send(`${number}`);
    await devtools.send('Page.setWebLifecycleState', { state: 'active' });
    for (let number = 0; number < 100; number++) expect(await call<string>(page, 'next', endpoint)).toBe(`${number}`);
  });

  it('BR-04 a page that is left gives its connection back at once', async () => {
    const page = await browser.newPage();
    const { publisher, endpoint } = await publisherAt(`left${++paths}`);
    await page.goto(url);
    await call(page, 'keep', endpoint);
    await publisher.subscribed('', WAIT_OPTIONS);
    const left = new Promise<unknown>((resolve) => publisher.once('disconnected', resolve));
    await page.goto('about:blank');
    await left;
    await page.close();
  });

  it('BR-07 a worker has sockets, too, also with CURVE', async () => {
    const page = await browser.newPage();
    onTestFinished(() => page.close());
    await page.goto(url);
    const { publisher, endpoint } = await publisherAt(`worker${++paths}`);
    const subscribed = call<number>(page, 'inWorker', 'subscribe', endpoint, 10_000);
    await publisher.subscribed('n', WAIT_OPTIONS);
    for (let number = 0; number < 10_000; number++) await publisher.send(`n${number}`);
    expect(await subscribed).toBe(10_000);

    const keys = curveKeyPair();
    const reply = using(
      new ZMQReply(undefined, {
        webSocket: { server },
        curveServer: true,
        curveSecretKey: keys.secretKey,
        authenticate: () => true,
      }),
    );
    const asked = call<string>(page, 'inWorker', 'askEncrypted', await reply.bind('ws://*/desk'), keys.publicKey);
    expect(String(await reply.receive(WAIT_OPTIONS))).toBe('question');
    await reply.send('answer');
    expect(await asked).toBe('answer');
  }, 30_000);
});

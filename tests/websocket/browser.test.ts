// @module-tag slow
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { curveKeyPair } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as libzmq from 'zeromq';
import { bundle, call, launch, missing, serve } from './browser/chromium.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const WAIT_OPTIONS = { timeout: 15_000 };

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;
  let page: Page;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    ({ server, url } = await serve(await bundle('page.ts')));
    browser = await launch();
    page = await browser.newPage();
    await page.goto(url);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  const joined = {
    webSocket: {
      get server() {
        return server;
      },
    },
  };
  let paths = 0;
  const path = (): `ws://${string}` => `ws://*/${++paths}`;

  it('BR-01 WM-02 a SUB in a page receives 100,000 messages in order', async () => {
    const publisher = using(new ZMQPublisher(undefined, { ...joined, noDrop: true }));
    const endpoint = await publisher.bind(path());
    const received = call<number>(page, 'subscribe', endpoint, 100_000);
    await publisher.subscribed('n', WAIT_OPTIONS);
    for (let number = 0; number < 100_000; number++) await publisher.send(`n${number}`);
    expect(await received).toBe(100_000);
  }, 60_000);

  it('WF-02 trap 5: bodies from 0 bytes to 8 MiB go both ways, though the browser sends them in fragments', async () => {
    const pair = using(new ZMQPair(undefined, joined));
    const endpoint = await pair.bind(path());
    const lengths = [0, 1, 125, 126, 65_534, 65_535, 65_536, 65_537, 131_072, 1_000_000, 8_388_608];
    const mirrored = call<number[]>(page, 'mirror', endpoint, lengths);
    for (const length of lengths) {
      const message = await pair.receive(WAIT_OPTIONS);
      expect(message.frame(1).byteLength).toBe(length);
      await pair.send(message);
    }
    expect(await mirrored).toEqual(lengths);
  }, 60_000);

  it('WB-03 a page that sends faster than the server reads waits', async () => {
    const pull = using(new ZMQPull(undefined, { ...joined, receiveHighWaterMark: 2 }));
    const endpoint = await pull.bind(path());
    const pushed = call(page, 'push', endpoint, 300, 100_000);
    for (let number = 0; number < 300; number++)
      expect((await pull.receive(WAIT_OPTIONS)).text(0)).toBe(String(number));
    await pushed;
  }, 60_000);

  it('REQ asks, with NULL and with PLAIN', async () => {
    const reply = using(new ZMQReply(undefined, joined));
    const plain = using(
      new ZMQReply(undefined, {
        ...joined,
        plainServer: true,
        authenticate: ({ username, password }) => username === 'ann' && password === 'secret',
      }),
    );
    for (const [socket, options] of [
      [reply, {}],
      [plain, { plainUsername: 'ann', plainPassword: 'secret' }],
    ] as const) {
      const endpoint = await socket.bind(path());
      const asked = call<string>(page, 'ask', endpoint, options);
      expect(String(await socket.receive(WAIT_OPTIONS))).toBe('question');
      await socket.send('answer');
      expect(await asked).toBe('answer');
    }
  });

  it('WN-09 CURVE: a page and a server that know each other by keys; the traffic is encrypted in both directions', async () => {
    const keys = curveKeyPair();
    const secured = { ...joined, curveServer: true, curveSecretKey: keys.secretKey, authenticate: () => true };
    const reply = using(new ZMQReply(undefined, secured));
    const asked = call<string>(page, 'askEncrypted', await reply.bind(path()), keys.publicKey);
    const question = await reply.receive(WAIT_OPTIONS);
    expect(String(question)).toBe('question');
    expect(question.peer?.mechanism).toBe('CURVE');
    await reply.send('answer');
    expect(await asked).toBe('answer');

    const publisher = using(new ZMQPublisher(undefined, { ...secured, noDrop: true }));
    const pair = using(new ZMQPair(undefined, secured));
    const lengths = [0, 1, 65_503, 65_504, 131_072, 1_000_000];
    const [feed, mirror] = [await publisher.bind(path()), await pair.bind(path())];
    const streamed = call<object>(page, 'streamEncrypted', feed, 5000, mirror, lengths, keys.publicKey);
    await publisher.subscribed('n', WAIT_OPTIONS);
    for (let number = 0; number < 5000; number++) await publisher.send(`n${number}`);
    for (const length of lengths) {
      const message = await pair.receive(WAIT_OPTIONS);
      expect(message.frame(1).byteLength).toBe(length);
      await pair.send(message);
    }
    expect(await streamed).toEqual({ subscribed: 5000, mirrored: lengths });
  }, 60_000);

  it('WN-10 WA-08 CURVE: a page with a wrong key of the server, or without one, is not connected, and tries again', async () => {
    const [keys, others] = [curveKeyPair(), curveKeyPair()];
    const secured = { ...joined, curveServer: true, curveSecretKey: keys.secretKey, authenticate: () => true };
    const pair = using(new ZMQPair(undefined, secured));
    const plain = using(new ZMQPair(undefined, joined));
    const endpoint = await pair.bind(path());
    expect(await call<string>(page, 'refused', endpoint, others.publicKey)).toContain('failed');
    expect(await call<string>(page, 'refused', endpoint)).toContain('subprotocol');
    // A server without CURVE: nothing less is accepted.
    expect(await call<string>(page, 'refused', await plain.bind(path()), keys.publicKey)).toContain('subprotocol');
    expect(pair.stats().peers).toBe(0);
  });

  it('WT-05 DEALER, PUB, REP and PULL connect from a page, too', async () => {
    const router = using(new ZMQRouter(undefined, joined));
    const subscriber = using(new ZMQSubscriber(undefined, 'news', joined));
    const request = using(new ZMQRequest(undefined, joined));
    const push = using(new ZMQPush(undefined, joined));
    const endpoints = await Promise.all([router, subscriber, request, push].map((socket) => socket.bind(path())));
    const told = call<string[]>(page, 'others', ...endpoints);
    const [hello, news, answer] = await Promise.all([
      router.receive(WAIT_OPTIONS).then(async (message) => {
        await router.send(['page', 'to the page']);
        return message.frames.map(String);
      }),
      subscriber.receive(WAIT_OPTIONS).then(String),
      request.send('question').then(() => request.receive(WAIT_OPTIONS).then(String)),
      push.send('work'),
    ]);
    expect([hello, news, answer]).toEqual([['page', 'hello'], 'news of the page', 'answer to question']);
    expect(await told).toEqual(['to the page', 'work']);
  });

  it('WN-10 CURVE of libzmq is out of reach: it knows none of the subprotocols that a page can name', async () => {
    const { publicKey, secretKey } = libzmq.curveKeyPair();
    const reply = new libzmq.Reply({ linger: 0, curveServer: true, curveSecretKey: secretKey });
    using({ close: () => reply.close() });
    await reply.bind('ws://127.0.0.1:*/native');
    const { lastEndpoint } = reply as unknown as { lastEndpoint: string };
    expect(await call<string>(page, 'refused', lastEndpoint, publicKey)).toContain('the server refuses');
    // The key is the right one.
    const request = using(
      new ZMQRequest(lastEndpoint, { curveServerKey: publicKey, curveSecretKey: curveKeyPair().secretKey }),
    );
    await request.send('question');
    expect(String((await reply.receive())[0])).toBe('question');
  });

  it('WN-09 libzmq is reached without a mechanism', async () => {
    const reply = new libzmq.Reply({ linger: 0 });
    using({ close: () => reply.close() });
    await reply.bind('ws://127.0.0.1:*/native');
    const asked = call<string>(page, 'ask', (reply as unknown as { lastEndpoint: string }).lastEndpoint);
    expect(String((await reply.receive())[0])).toBe('question');
    await reply.send('answer of libzmq');
    expect(await asked).toBe('answer of libzmq');
  });

  it('WL-07 reconnects when the server comes back', async () => {
    const endpoint = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/back`;
    await call(page, 'keep', endpoint);
    for (const text of ['first', 'second', 'third']) {
      const publisher = new ZMQPublisher(undefined, joined);
      await publisher.bind('ws://*/back');
      await publisher.subscribed('', WAIT_OPTIONS);
      await publisher.send(text);
      expect(await call<string>(page, 'next', endpoint)).toBe(text);
      await publisher.close();
    }
  });

  it('BR-05 an attempt of a device that is offline waits for the network', async () => {
    const publisher = using(new ZMQPublisher(undefined, joined));
    const endpoint = await publisher.bind(path());
    const context = page.context();
    await call(page, 'inproc');
    await context.setOffline(true);
    await call(page, 'keep', endpoint);
    await context.setOffline(false);
    await publisher.subscribed('', WAIT_OPTIONS);
    await publisher.send('online again');
    expect(await call<string>(page, 'next', endpoint)).toBe('online again');
  });

  it('WA-01 a page of another origin is refused, and the error says what can be the reason', async () => {
    const pair = using(new ZMQPair(undefined, joined));
    const endpoint = await pair.bind(path());
    const other = await browser.newPage();
    await other.goto(url.replace('127.0.0.1', 'localhost'));
    expect(await call<string>(other, 'refused', endpoint)).toContain('refuses the origin');
    await other.close();
  });

  it.each([
    ['bind', /^EPROTONOSUPPORT: .*a page cannot be connected to/],
    ['tcp', /^EPROTONOSUPPORT: .*does not carry tcp:.*inproc, ws, wss/],
    ['ipc', /^EPROTONOSUPPORT: .*does not carry ipc:/],
    ['curve', /^ENOTSUP: curveServer is an option of servers, and is not supported in browsers/],
    ['option', /^EINVAL: webSocket is /],
  ])('WE-12 BR-01 %s there is one clear error', async (what, error) => {
    expect(await call<string>(page, 'failure', what)).toMatch(error);
  });

  it('inproc works beside it', async () => {
    expect(await call<string>(page, 'inproc')).toBe('within');
  });
});

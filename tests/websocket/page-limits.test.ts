// @module-tag slow
import type { Server } from 'node:http';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull } from '@zeromq-ts/pushpull';
import '@zeromq-ts/websocket';
import type { UpgradeRequest } from '@zeromq-ts/websocket';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as libzmq from 'zeromq';
import { bundle, call, launch, missing, serve } from './browser/chromium.js';
import { CERTIFICATE, KEY } from './certificates.js';
import { rawFrame, ready } from './raw-frames.js';
import { RawServer } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

/* What a browser does not let a page do, and what a page cannot know. */

const WAIT_OPTIONS = { timeout: 15_000 };
/** A name that is not that of this machine: browsers exempt those, and 127.0.0.1, from much. */
const HOST = 'feed.example';

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;
  let script: string;

  beforeAll(async () => {
    script = await bundle('page.ts');
    browser = await launch(`--host-resolver-rules=MAP ${HOST} 127.0.0.1`);
  }, 60_000);

  afterAll(() => browser.close());

  const served = async (serving: Parameters<typeof serve>[1] = {}): Promise<{ server: Server; url: string }> => {
    const { server, url } = await serve(script, serving);
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return { server, url };
  };

  async function open(url: string, host = HOST): Promise<Page> {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(url.replace('127.0.0.1', host));
    return page;
  }

  const at = (endpoint: string, host = HOST): string => endpoint.replace('127.0.0.1', host);

  it('WS-06 a page of https connects by wss and not by ws; one of http, or of this machine, by ws', async () => {
    const secure = await served({ tls: { key: KEY, cert: CERTIFICATE } });
    const plain = await served();
    const allowed = { allowedHosts: [HOST, 'localhost'], allowedOrigins: '*' } as const;
    const [wss, ws] = [secure, plain].map(
      ({ server }) => new ZMQPull(undefined, { webSocket: { server, ...allowed } }),
    ) as [ZMQPull, ZMQPull];
    using(wss);
    using(ws);
    const [safe, open_] = [await wss.bind('wss://*/jobs'), await ws.bind('ws://*/jobs')];

    const page = await open(secure.url);
    await call(page, 'push', at(safe), 1, 10);
    expect((await wss.receive(WAIT_OPTIONS)).text(0)).toBe('0');
    expect(await call<string>(page, 'refused', at(open_))).toContain('a page of https connects to ws');

    await call(await open(plain.url), 'push', at(open_), 1, 10);
    expect((await ws.receive(WAIT_OPTIONS)).text(0)).toBe('0');
    await call(await open(plain.url, 'localhost'), 'push', at(open_, 'localhost'), 1, 10);
    expect((await ws.receive(WAIT_OPTIONS)).text(0)).toBe('0');
  }, 30_000);

  it('BR-03 a policy of the page that forbids the endpoint is an event that names it as a possible reason', async () => {
    const { server, url } = await served({ headers: { 'Content-Security-Policy': "connect-src 'none'" } });
    const pull = using(new ZMQPull(undefined, { webSocket: { server, allowedHosts: [HOST] } }));
    const endpoint = await pull.bind('ws://*/jobs');
    const reason = await call<string>(await open(url), 'refused', at(endpoint));
    expect(reason).toContain('connect-src');
    for (const other of ['nothing listens', 'origin', 'subprotocol', 'https']) expect(reason).toContain(other);
    expect(pull.stats().peers).toBe(0);
  });

  it('BR-06 cookies come along by themselves, a token in the query; there are no other headers of the page', async () => {
    const { server, url } = await served({ headers: { 'Set-Cookie': 'session=s1; HttpOnly; SameSite=Strict' } });
    const asked: UpgradeRequest[] = [];
    const verify = (request: UpgradeRequest): { userId: string } => {
      asked.push(request);
      return { userId: `${request.headers['cookie']} ${new URLSearchParams(request.query).get('token')}` };
    };
    const pull = using(new ZMQPull(undefined, { webSocket: { server, verify, allowedHosts: [HOST] } }));
    const endpoint = await pull.bind('ws://*/jobs');
    const page = await open(url);
    await call(page, 'push', `${at(endpoint)}?token=t%201`, 1, 10);
    expect((await pull.receive(WAIT_OPTIONS)).peer?.userId).toBe('session=s1 t 1');
    expect(asked[0]?.headers['authorization']).toBeUndefined();
    expect(await call<string>(page, 'failure', 'option')).toMatch(/^EINVAL: /);
  });

  it('WB-04 to a peer that may be libzmq, a body that Chromium would send in fragments is EMSGSIZE', async () => {
    const pull = new libzmq.Pull({ linger: 0 });
    using({ close: () => pull.close() });
    await pull.bind('ws://127.0.0.1:*/native');
    const page = await open((await served()).url, '127.0.0.1');
    const endpoint = (pull as unknown as { lastEndpoint: string }).lastEndpoint;
    const results = await call<string[]>(page, 'sendLengths', endpoint, [1, 65_535, 65_536, 1_000_000, 2]);
    expect(results).toEqual([
      '1 sent',
      '65535 sent',
      expect.stringMatching(/^65536 EMSGSIZE: .*65535/) as unknown,
      expect.stringMatching(/^1000000 EMSGSIZE: /) as unknown,
      '2 sent',
    ]);
    for (const length of [1, 65_535, 2]) expect((await pull.receive())[0]?.byteLength).toBe(length);
  });

  it('WL-04 with idleTimeout, a page leaves a server that has fallen silent, and connects again', async () => {
    const server = using(await RawServer.start());
    const page = await open((await served()).url, '127.0.0.1');
    await call(page, 'keep', server.endpoint, { webSocket: { idleTimeout: 300 } });
    const silent = using(await server.upgraded('ZWS2.0.NULL'));
    silent.write(rawFrame(ready('PUB'), { masked: false }), rawFrame('\0first', { masked: false }));
    expect(await call<string>(page, 'next', server.endpoint)).toBe('first');
    const second = using(await server.upgraded('ZWS2.0.NULL'));
    second.write(rawFrame(ready('PUB'), { masked: false }), rawFrame('\0second', { masked: false }));
    expect(await call<string>(page, 'next', server.endpoint)).toBe('second');
    expect(await silent.closeCode()).toBe(1000);
  });

  it('WB-02 a page that receives too slowly is closed with a code, and receives again after it has connected again', async () => {
    const { server, url } = await served();
    const publisher = using(new ZMQPublisher(undefined, { webSocket: { server }, sendHighWaterMark: 0 }));
    const endpoint = await publisher.bind('ws://*/feed');
    const page = await open(url, '127.0.0.1');
    const lost = new Promise<{ readonly error?: Error | undefined }>((resolve) =>
      publisher.once('disconnected', resolve),
    );
    await call(page, 'keep', endpoint, { maxIncomingBytes: 1_000_000, receiveHighWaterMark: 1 });
    await publisher.subscribed('', WAIT_OPTIONS);
    for (let count = 0; count < 40; count++) await publisher.send(new Uint8Array(50_000));
    expect(String((await lost).error?.message)).toContain('4008');
    await publisher.subscribed('', WAIT_OPTIONS);
    await publisher.send('after');
    for (;;) if ((await call<string>(page, 'next', endpoint)) === 'after') break;
  }, 30_000);
});

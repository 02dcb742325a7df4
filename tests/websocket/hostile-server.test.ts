// @module-tag slow
import type { Server } from 'node:http';
import '@zeromq-ts/websocket';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle, call, launch, missing, serve } from './browser/chromium.js';
import { rawFrame, ready } from './raw-frames.js';
import { answer, type RawPeer, RawServer } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

/* What a page does with a server that breaks the rules: it closes the connection, with a code, and connects again. */

const plain = { masked: false } as const;
const PROTOCOL_ERROR = 4002;
const TOO_BIG = 4009;

describe.skipIf(missing !== undefined)(`Chromium${missing === undefined ? '' : ` — skipped: ${missing}`}`, () => {
  let browser: Browser;
  let page: Page;
  let pages: Server;
  let url: string;
  let server: RawServer;

  beforeAll(async () => {
    ({ server: pages, url } = await serve(await bundle('page.ts')));
    browser = await launch();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    pages.closeAllConnections();
    pages.close();
  });

  // Each in a page of its own: Chromium slows down connections to where others have failed.
  beforeEach(async () => {
    page = await browser.newPage();
    using({ close: () => page.close() });
    await page.goto(url);
    server = using(await RawServer.start());
    await call(page, 'keep', server.endpoint, { maxMessageSize: 100 });
  });

  /** The page has connected again, and receives. */
  async function isWell(peer: RawPeer): Promise<void> {
    peer.write(rawFrame(ready('PUB'), plain), rawFrame('\0again', plain));
    expect(await call<string>(page, 'next', server.endpoint)).toBe('again');
  }

  it.each<[string, Buffer]>([
    ['BR-02 text', rawFrame('\0text', { ...plain, opcode: 1 })],
    ['BR-02 WF-05 an empty message', rawFrame('', plain)],
    ['WM-03 READY of a type that does not fit', rawFrame(ready('PULL'), plain)],
    ['WX-20 READY with metadata that is cut short', rawFrame('\x02\x05READY\x0bSocket-Type\0\0\0\x09PUB', plain)],
    ['a command out of turn', rawFrame('\x02\x07WELCOME', plain)],
  ])('in its handshake: %s', async (_what, bytes) => {
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    peer.write(bytes);
    expect(await peer.closeCode()).toBe(PROTOCOL_ERROR);
    await isWell(using(await server.upgraded('ZWS2.0.NULL')));
  });

  it('WN-08 in its handshake: a message, as of a server without a mechanism, which is what it offers then', async () => {
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    peer.send('\0', plain);
    const second = using(await server.accept());
    const head = await second.head();
    expect(head).toMatch(/^Sec-WebSocket-Protocol: ZWS2\.0$/im);
    second.write(answer(head, { subprotocol: 'ZWS2.0' }), rawFrame('\0', plain), rawFrame('\0bare', plain));
    expect(await call<string>(page, 'next', server.endpoint)).toBe('bare');
  });

  it.each<[string, Buffer, number]>([
    ['BR-02 text', rawFrame('\0text', { ...plain, opcode: 1 }), PROTOCOL_ERROR],
    ['BR-02 WF-05 an empty message', rawFrame('', plain), PROTOCOL_ERROR],
    ['WF-06 flags that there are none of', rawFrame('\x07a', plain), PROTOCOL_ERROR],
    ['WF-10 a frame above maxMessageSize', rawFrame(`\0${'x'.repeat(101)}`, plain), TOO_BIG],
  ])('in traffic: %s', async (_what, bytes, code) => {
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    peer.write(rawFrame(ready('PUB'), plain), rawFrame('\0before', plain), bytes);
    expect(await call<string>(page, 'next', server.endpoint)).toBe('before');
    expect(await peer.closeCode()).toBe(code);
    await isWell(using(await server.upgraded('ZWS2.0.NULL')));
  });

  it('WF-09 WX-18 WT-04 ignores unknown commands, ERROR and a second READY; the limit of the body is taken', async () => {
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    const commands = ['\x02\x05BOGUS', '\x02\x05ERROR\x01x', '\x02', '\x02\xff', '\x02\x04JOINnews'];
    peer.write(
      rawFrame(ready('PUB'), plain),
      ...commands.map((command) => rawFrame(Buffer.from(command, 'latin1'), plain)),
      rawFrame(ready('PUB'), plain),
      rawFrame(`\0${'x'.repeat(100)}`, plain),
    );
    expect(await call<string>(page, 'next', server.endpoint)).toBe('x'.repeat(100));
  });

  it.each([1000, 1012, 4999])('WL-06 connects again after CLOSE %i', async (code) => {
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    peer.write(rawFrame(ready('PUB'), plain), rawFrame('\0before', plain));
    expect(await call<string>(page, 'next', server.endpoint)).toBe('before');
    peer.send(Buffer.of(code >>> 8, code & 255), { ...plain, opcode: 8 });
    await isWell(using(await server.upgraded('ZWS2.0.NULL')));
  });

  it.each<[string, (peer: RawPeer) => unknown]>([
    ['FIN', (peer) => peer.socket.end()],
    ['RST', (peer) => peer.socket.resetAndDestroy()],
  ])('WL-07 connects again after %s, in its handshake and in traffic', async (_what, end) => {
    end(using(await server.upgraded('ZWS2.0.NULL')));
    const peer = using(await server.upgraded('ZWS2.0.NULL'));
    await isWell(peer);
    end(peer);
    await isWell(using(await server.upgraded('ZWS2.0.NULL')));
  });
});

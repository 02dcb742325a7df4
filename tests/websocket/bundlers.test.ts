// @module-tag slow built
import { gzipSync } from 'node:zlib';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { curveKeyPair } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { BUNDLERS, type Bundle } from './browser/bundlers.js';
import { call, launch, missing, serve } from './browser/chromium.js';

type Bundler = (entry: string) => Promise<Bundle>;

const WAIT_OPTIONS = { timeout: 15_000 };
/** Of rollup, which does not shorten anything. */
const MAX_BYTES: Readonly<Record<string, number>> = { rollup: 90_000 };
const MAX_MINIFIED_BYTES = 48_000;

/** What is loaded at once: neither the handshake of CURVE, nor the WebAssembly that it computes with. */
function withoutCurve(bundle: Bundle): string {
  return [...bundle.values()].filter((text) => !/CurveZMQHELLO|AGFzbQ/.test(text)).join('\n');
}

describe.each(Object.keys(BUNDLERS))('a page that subscribes, bundled by %s', (name) => {
  let bundle: Bundle;
  let page: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    assertBuilt();
    bundle = await (BUNDLERS[name] as Bundler)('bundled.js');
    page = withoutCurve(bundle);
    if (missing === undefined) browser = await launch();
  }, 120_000);

  afterAll(() => browser?.close());

  it('BR-01 has nothing of Node, no polyfill, and no other socket types', () => {
    for (const text of bundle.values()) {
      expect(/\b(?:from|import) ?\(?["'`]node:.{20}|\brequire\(["'`].{20}/.exec(text)?.[0]).toBeUndefined();
    }
    expect(page.includes('ZMQSubscriber')).toBe(true);
    // What they have, and no error text names.
    expect(/welcomeMessage|lastValueCache|BlockList|isatty|ieee754/.exec(page)).toBeNull();
    expect(gzipSync(page).byteLength).toBeLessThan(MAX_BYTES[name] ?? MAX_MINIFIED_BYTES);
  });

  it.skipIf(missing !== undefined)(
    `BR-01 receives in Chromium, and tcp and ipc are one clear error${missing === undefined ? '' : ` — skipped: ${missing}`}`,
    async () => {
      const { server, url } = await serve(bundle);
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const publisher = new ZMQPublisher(undefined, { webSocket: { server } });
      onTestFinished(() => publisher.close({ linger: 0 }));
      const endpoint = await publisher.bind('ws://*/feed');
      const tab = await (browser as Browser).newPage();
      await tab.goto(url);
      const received = call<string[]>(tab, 'first', endpoint);
      await publisher.subscribed('news', WAIT_OPTIONS);
      await publisher.send(['news', name]);
      expect(await received).toEqual(['news', name]);
      for (const protocol of ['tcp', 'ipc']) {
        expect(await call(tab, 'refusal', `${protocol}://somewhere:5555`)).toMatch(
          new RegExp(`^EPROTONOSUPPORT: .*does not carry ${protocol}://.*it carries inproc, ws, wss\\.`),
        );
      }
      const curve = { curveServerKey: Array(41).join('0'), curveSecretKey: Array(41).join('1') };
      expect(await call(tab, 'refusal', endpoint, curve)).toMatch(
        /^ENOTSUP: .*needs the package '@zeromq-ts\/security'/,
      );
    },
    60_000,
  );

  it.skipIf(missing !== undefined)(
    `WN-10 CURVE is a part of its own, which is loaded when it is needed${missing === undefined ? '' : ` — skipped: ${missing}`}`,
    async () => {
      const secured = await (BUNDLERS[name] as Bundler)('bundled-curve.js');
      expect(secured.size).toBeGreaterThan(1);
      expect(gzipSync(withoutCurve(secured)).byteLength).toBeLessThan(MAX_BYTES[name] ?? MAX_MINIFIED_BYTES);
      const { server, url } = await serve(secured);
      onTestFinished(() => {
        server.closeAllConnections();
        server.close();
      });
      const keys = curveKeyPair();
      const reply = new ZMQReply(undefined, {
        curveServer: true,
        curveSecretKey: keys.secretKey,
        authenticate: () => true,
        webSocket: { server },
      });
      onTestFinished(() => reply.close({ linger: 0 }));
      const tab = await (browser as Browser).newPage();
      await tab.goto(url);
      const asked = call<string>(tab, 'ask', await reply.bind('ws://*/secured'), keys.publicKey);
      expect((await reply.receive(WAIT_OPTIONS)).text()).toBe('question');
      await reply.send('answer');
      expect(await asked).toBe('answer');
    },
    60_000,
  );
});

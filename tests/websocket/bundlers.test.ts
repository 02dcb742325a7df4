// @module-tag slow built
import { gzipSync } from 'node:zlib';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import '@zeromq-ts/websocket';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { BUNDLERS, type Bundle } from './browser/bundlers.js';
import { call, launch, missing, serve } from './browser/chromium.js';

const PATIENCE = { timeout: 15_000 };
/** Of rollup, which does not shorten anything. */
const MOST_BYTES: Readonly<Record<string, number>> = { rollup: 90_000 };
const MOST_MINIFIED_BYTES = 48_000;

describe.each(Object.keys(BUNDLERS))('a page that subscribes, bundled by %s', (name) => {
  let bundle: Bundle;
  let page: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    assertBuilt();
    bundle = await (BUNDLERS[name] as () => Promise<Bundle>)();
    page = bundle.get('page.js') ?? '';
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
    expect(gzipSync(page).byteLength).toBeLessThan(MOST_BYTES[name] ?? MOST_MINIFIED_BYTES);
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
      await publisher.subscribed('news', PATIENCE);
      await publisher.send(['news', name]);
      expect(await received).toEqual(['news', name]);
      for (const protocol of ['tcp', 'ipc']) {
        expect(await call(tab, 'refusal', `${protocol}://somewhere:5555`)).toMatch(
          new RegExp(`^EPROTONOSUPPORT: .*does not carry ${protocol}://.*it carries inproc, ws, wss\\.`),
        );
      }
    },
    60_000,
  );
});

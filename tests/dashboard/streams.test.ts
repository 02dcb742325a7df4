// @module-tag built
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import { EventStreams, type StreamLimits } from '../../packages/dashboard/src/event-streams.js';
import { Model } from '../../packages/dashboard/src/model.js';
import type { Tail } from '../../packages/dashboard/src/tail.js';
import { dashboard } from '@zeromq-ts/dashboard';
import { answerTo, ask, serve, TOKEN, WITH_TOKEN } from './server.js';
import { Processes, processSnapshot, socketSnapshot } from './snapshots.js';

/* Pages that do not read, pages that are too many, and pages of a dashboard that is closed. */

assertBuilt();

/** Thirty megabytes: more than the buffers of the system hold. */
const LARGE = processSnapshot({
  sockets: Array.from({ length: 2000 }, (_, id) =>
    socketSnapshot({ id, endpoints: Array.from({ length: 50 }, () => 'x'.repeat(300)) }),
  ),
});

/** The end of a connection, by an error or not: that of one that is destroyed is a reset. */
function endOf(connection: Pick<Socket, 'once' | 'closed'>): Promise<void> {
  return new Promise((resolve) => {
    if (connection.closed) resolve();
    else connection.once('close', () => resolve());
  });
}

/** Asks for figures, and reads no more than the system does by itself. */
async function silentPeer(port: number): Promise<Socket> {
  const peer = connect(port, '127.0.0.1');
  onTestFinished(() => void peer.destroy());
  peer.on('error', () => {});
  await once(peer, 'connect');
  peer.write(`GET /figures HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`);
  // The answer has begun: the first of it is here, and is left where it is.
  await once(peer, 'readable');
  return peer;
}

/** Reads until the other side has ended it. */
function readToEnd(peer: Socket): Promise<void> {
  peer.resume();
  return endOf(peer);
}

/** Streams behind a server of their own. */
async function streamsOf(model: Model, limits: StreamLimits) {
  const streams = new EventStreams(model, limits);
  const server = createServer((_, response) => {
    if (!streams.open(response)) response.writeHead(503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    streams.close();
    server.close();
    await once(server, 'close');
  });
  return { streams, server, port: (server.address() as AddressInfo).port };
}

describe('what a page is sent', () => {
  it('is found by looking at the state of the tail once to see whether it has changed', () => {
    const looks = { version: 0, state: 0 };
    const tail = {
      count: 0,
      get version() {
        looks.version++;
        return 1;
      },
      get state() {
        looks.state++;
        return null;
      },
      since: () => [],
    } as unknown as Tail;
    const model = new Model(tail);
    const first = model.since(undefined, 0);
    expect(looks).toEqual({ version: 1, state: 1 });
    expect(first?.position.tail).toBe(1);
    expect(model.since(first?.position, 0)).toBeUndefined();
    model.tick(1000);
    expect(model.since(first?.position, 0)?.message).toMatchObject({ history: [{ time: 1000 }], tail: null });
    expect(looks).toEqual({ version: 3, state: 1 });
  });
});

describe('pages that do not read', () => {
  it('XD-10 are disconnected after a time without progress, and lock no one out', async () => {
    const model = new Model();
    model.update('one', LARGE, Date.now());
    const { port, server } = await streamsOf(model, { maxStreams: 2, minAge: Infinity, stallTimeout: 500 });
    const ended: Promise<unknown>[] = [];
    server.on('connection', (connection: Socket) => ended.push(endOf(connection)));
    const silent = [await silentPeer(port), await silentPeer(port)];
    expect(ended).toHaveLength(2);
    // By the server: the peers have not read on.
    await Promise.all(ended);
    const next = await answerTo(port, '/', {});
    expect(next.statusCode).toBe(200);
    next.destroy();
    for (const each of silent) await readToEnd(each);
  });

  it('XD-10 that are slow stay connected, as long as they read', async () => {
    const model = new Model();
    model.update('one', LARGE, Date.now());
    const { port } = await streamsOf(model, { stallTimeout: 5000 });
    const response = await answerTo(port, '/', {});
    let [read, rest] = [0, ''];
    for await (const chunk of response.setEncoding('utf8')) {
      read += (chunk as string).length;
      rest = (chunk as string).slice(-2);
      // The end of the first event, which has all sockets.
      if (read > 25e6 && rest === '\n\n') break;
      // A turn for each part: the server waits for this page again and again.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(rest).toBe('\n\n');
  });
});

describe('pages that are too many', () => {
  it('XD-10 get the status 503, or the place of the one that is connected for longest', async () => {
    const model = new Model();
    const full = await streamsOf(model, { maxStreams: 1, minAge: Infinity });
    const kept = await answerTo(full.port, '/', {});
    expect((await ask(full.port, '/')).status).toBe(503);
    expect(kept.destroyed).toBe(false);
    kept.destroy();

    const moving = await streamsOf(model, { maxStreams: 1, minAge: 0 });
    const first = await answerTo(moving.port, '/', {});
    first.on('error', () => {});
    first.resume();
    const gone = endOf(first.socket);
    const second = await answerTo(moving.port, '/', {});
    expect(second.statusCode).toBe(200);
    await gone;
    second.destroy();
  });
});

describe('a dashboard that is closed', () => {
  it('waits for no page that does not read', async () => {
    const processes = new Processes();
    processes.show(LARGE);
    const page = dashboard({ processes, auth: { token: TOKEN } });
    const server = createServer(page.handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    // The snapshot has come when it is in the figures.
    await expect.poll(async () => (await ask(port, '/metrics', WITH_TOKEN)).body, { timeout: 20_000 }).toContain('PUB');
    const silent = await silentPeer(port);
    const closed = once(server, 'close');
    server.close();
    await page.close();
    // Without closeAllConnections: there is none left.
    await closed;
    await readToEnd(silent);
  });

  it('opens no stream and has no figures, also for a request that came before', async () => {
    let admit: ((allowed: boolean) => void) | undefined;
    let asked = (): void => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const { page, port } = await serve({
      auth: ({ headers }) => {
        if (headers.cookie === undefined) return true;
        asked();
        return new Promise((resolve) => (admit = resolve));
      },
    });
    const before = ask(port, '/figures', { cookie: 'late' });
    await isAsked;
    await page.close();
    admit?.(true);
    const refused = { status: 503, body: 'The dashboard is closed.\n' };
    expect(await before).toMatchObject(refused);
    for (const path of ['/figures', '/metrics']) expect(await ask(port, path)).toMatchObject(refused);
  });
});

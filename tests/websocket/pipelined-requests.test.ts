import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { ZMQPull } from '@zeromq-ts/pushpull';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { AUTHORITY, CERTIFICATE, KEY } from './certificates.js';
import { rawFrame, ready } from './raw-frames.js';
import { RawPeer, request, upgradedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const UPGRADED = 'HTTP/1.1 101 ';

const page = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;

/** An upgrade, and what an impatient client sends behind it. */
const upgrade = (endpoint: string): Buffer =>
  Buffer.concat([Buffer.from(request(endpoint)), rawFrame(ready('PUSH')), rawFrame('\0hello')]);

interface Joined {
  readonly server: Server;
  readonly pull: ZMQPull;
  readonly endpoint: string;
}

async function joined(server: Server): Promise<Joined> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  using({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  const pull = using(new ZMQPull(undefined, { webSocket: { server } }));
  return { server, pull, endpoint: await pull.bind('ws://*/feed') };
}

/** Collects what comes, up to a text in it. */
function upTo(socket: Socket, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    socket.on('data', (chunk: Buffer) => {
      got += chunk.toString('latin1');
      if (got.includes(text)) resolve(got);
    });
    socket.once('close', () => reject(new Error(`The connection ended, after ${JSON.stringify(got)}`)));
  });
}

/** Answers each request when it is told to. */
class Pages {
  readonly #waiting: (() => void)[] = [];
  #wake: () => void = () => {};

  readonly onRequest: RequestListener = ({ url }, response) => {
    if (url === '/last') response.setHeader('Connection', 'close');
    this.#waiting.push(() => response.end(`page ${url}.`));
    this.#wake();
  };

  async answer(count: number): Promise<void> {
    while (this.#waiting.length < count) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    // The last first: Node puts them into their order.
    for (const answer of this.#waiting.splice(0).toReversed()) answer();
  }
}

describe('an upgrade behind requests that are not answered yet', () => {
  it.each([
    ['HTTP', () => createServer, (port: number) => connect({ host: '127.0.0.1', port })],
    [
      'HTTPS',
      () => (listener: RequestListener) => createSecureServer({ key: KEY, cert: CERTIFICATE }, listener),
      (port: number) => connectSecurely({ host: '127.0.0.1', port, ca: AUTHORITY, servername: 'localhost' }),
    ],
  ])('WI-03 over %s, is answered after them, and its messages are received', async (_what, create, dial) => {
    const pages = new Pages();
    const { pull, endpoint } = await joined(create()(pages.onRequest) as Server);
    const socket = dial(Number(new URL(endpoint.replace('ws', 'http')).port));
    using({ close: () => void socket.destroy() });
    const answers = upTo(socket, UPGRADED);
    socket.write(Buffer.concat([Buffer.from(page('/a') + page('/b')), upgrade(endpoint)]));
    await pages.answer(2);
    expect(await answers).toMatch(/^HTTP\/1\.1 200 [^]*page \/a\.HTTP\/1\.1 200 [^]*page \/b\.HTTP\/1\.1 101 /);
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('hello');
  });

  it('is refused after them as well', async () => {
    const pages = new Pages();
    const { endpoint } = await joined(createServer(pages.onRequest));
    const peer = using(await RawPeer.to(endpoint));
    peer.write(page('/a'), request(endpoint, { path: '/unknown' }));
    await pages.answer(1);
    expect(await peer.text()).toMatch(/^HTTP\/1\.1 200 [^]*page \/a\.HTTP\/1\.1 404 /);
  });

  it('is not answered when they end the connection', async () => {
    const pages = new Pages();
    const { endpoint } = await joined(createServer(pages.onRequest));
    const peer = using(await RawPeer.to(endpoint));
    peer.write(page('/a'), page('/last'), upgrade(endpoint));
    await pages.answer(2);
    expect(await peer.text()).toMatch(/^HTTP\/1\.1 200 [^]*page \/a\.HTTP\/1\.1 200 [^]*page \/last\.$/);
  });

  it('is not answered by a server of a socket, which ends the connection after a request for a page', async () => {
    const pull = using(new ZMQPull());
    const endpoint = await pull.bind('ws://127.0.0.1:*/feed');
    const peer = using(await RawPeer.to(endpoint));
    peer.write(page('/'), upgrade(endpoint));
    const text = await peer.text();
    expect(text).toMatch(/^HTTP\/1\.1 426 /);
    expect(text).not.toContain(UPGRADED);
  });

  it('is given up with its client', async () => {
    const { server, endpoint } = await joined(createServer(() => {}));
    const peer = using(await RawPeer.to(endpoint));
    const asked = once(server, 'request') as Promise<[{ socket: Socket }]>;
    peer.write(page('/a'), upgrade(endpoint));
    const [{ socket }] = await asked;
    const gone = new Promise((resolve) => socket.once('close', resolve));
    peer.socket.resetAndDestroy();
    await gone;
    using(await upgradedClient(endpoint));
  });
});

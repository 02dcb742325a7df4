// @module-tag built

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { BunUpgrades, type BunServer, type BunSocket, DenoUpgrades } from '@zeromq-ts/websocket';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { assertBuilt } from '../../build/built-from.mjs';
import { find, RUNTIMES } from '../runtimes/runtimes.mjs';
import { ready } from './raw-frames.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const WAIT_OPTIONS = { timeout: 20_000 };
const PROGRAM = fileURLToPath(new URL('fetch-servers/program.mjs', import.meta.url));

describe('WI-05 WI-06 sockets on the server of a runtime', () => {
  for (const runtime of RUNTIMES.filter(({ name }) => name === 'bun' || name === 'deno')) {
    const found = find(runtime);
    if ('missing' in found) {
      it(runtime.title, ({ skip }) => skip(found.missing));
      continue;
    }
    it(`${runtime.title} ${found.version}`, { timeout: 120_000 }, async () => {
      assertBuilt();
      const { stdout } = await promisify(execFile)(found.command, [...runtime.args, PROGRAM], { timeout: 110_000 });
      expect(stdout).toMatch(/all 9 checks passed\n$/);
    });
  }
});

/** A server with the interface of Bun's, on the package `ws`, and what has come to its sockets. */
class FakeBun implements BunServer {
  readonly #upgrades: BunUpgrades;
  readonly #server = createServer((_request, response) => response.end('a page'));
  readonly #webSockets = new WebSocketServer({ noServer: true });
  readonly #connections = new WeakMap<Request, readonly [IncomingMessage, Duplex, Buffer]>();
  readonly sockets: BunSocket[] = [];
  /** What is reported as waiting in the runtime. */
  buffered = 0;

  constructor(upgrades: BunUpgrades) {
    this.#upgrades = upgrades;
    this.#server.on('upgrade', (incoming, connection, head) => void this.#fetch(incoming, connection, head));
  }

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    for (const client of this.#webSockets.clients) client.terminate();
  }

  requestIP(): { address: string; port: number } {
    return { address: '127.0.0.1', port: 1 };
  }

  upgrade(request: Request, { data, headers }: { data: never; headers: Record<string, string> }): boolean {
    const [incoming, connection, head] = this.#connections.get(request) as readonly [IncomingMessage, Duplex, Buffer];
    // It would refuse a name with a slash.
    delete incoming.headers['sec-websocket-protocol'];
    this.#webSockets.once('headers', (lines) => {
      for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    });
    this.#webSockets.handleUpgrade(incoming, connection, head, (socket) => this.#open(socket, data));
    return true;
  }

  async #fetch(incoming: IncomingMessage, connection: Duplex, head: Buffer): Promise<void> {
    const request = new Request(`http://${incoming.headers.host}${incoming.url}`, {
      headers: incoming.headers as Record<string, string>,
    });
    this.#connections.set(request, [incoming, connection, head]);
    const response = this.#upgrades.handles(request)
      ? await this.#upgrades.upgrade(request, this)
      : new Response('a page');
    if (response !== undefined) {
      connection.end(`HTTP/1.1 ${response.status} x\r\nConnection: close\r\n\r\n${await response.text()}`);
    }
  }

  #open(socket: WebSocket, data: unknown): void {
    const { websocket } = this.#upgrades;
    const buffered = (): number => this.buffered;
    const bun: BunSocket = {
      data,
      send: (payload) => (socket.send(payload), payload.length),
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
      ping: () => (socket.ping(), 0),
      getBufferedAmount: buffered,
    };
    this.sockets.push(bun);
    socket.on('message', (received: Buffer, isBinary) => {
      websocket.message(bun, isBinary ? received : received.toString());
    });
    socket.on('pong', () => websocket.pong(bun));
    socket.on('close', (code, reason) => websocket.close(bun, code, reason.toString()));
    websocket.open(bun);
  }
}

describe('BunUpgrades, with a server that has the interface of that of Bun', () => {
  const joined = async (options: object = {}): Promise<{ bun: FakeBun; pair: ZMQPair; url: string }> => {
    const upgrades = new BunUpgrades();
    const bun = using(new FakeBun(upgrades));
    const pair = using(new ZMQPair(undefined, { ...options, webSocket: { server: upgrades } }));
    await pair.bind('ws://*/pair');
    return { bun, pair, url: `ws://${await bun.listen()}/pair` };
  };

  it('messages go both ways', async () => {
    const { pair, url } = await joined();
    const client = using(new ZMQPair(url));
    for (const size of [0, 1, 125, 65_536, 1_048_576]) {
      const body = Buffer.alloc(size, 'x');
      await client.send(['to', body]);
      expect(body.equals((await pair.receive(WAIT_OPTIONS)).frame(1))).toBe(true);
      await pair.send(body);
      expect(body.equals((await client.receive(WAIT_OPTIONS)).frame(0))).toBe(true);
    }
  });

  it('heartbeats are those of the socket: an answer keeps the connection, silence ends it', async () => {
    const { bun, pair, url } = await joined({ heartbeatInterval: 50, heartbeatTimeout: 1_000 });
    const client = using(new ZMQPair(url));
    await client.send('hello');
    await pair.receive(WAIT_OPTIONS);
    const pinged = new Promise<void>((resolve) => {
      const [socket] = bun.sockets as [BunSocket];
      const ping = socket.ping.bind(socket);
      let count = 0;
      socket.ping = () => {
        if (++count > 25) resolve();
        return ping();
      };
    });
    await pinged;
    const lost = once(pair as never, 'disconnected') as Promise<[{ error: { code: string } }]>;
    (bun.sockets[0] as BunSocket).ping = () => 0;
    expect((await lost)[0].error.code).toBe('ETIMEDOUT');
  });

  it('while the runtime has not sent what waits, sending waits; then it goes on', async () => {
    const { bun, pair, url } = await joined({ sendHighWaterMark: 1 });
    const client = using(new ZMQPair(url));
    await client.send('hello');
    await pair.receive(WAIT_OPTIONS);
    bun.buffered = 2_000_000;
    const body = Buffer.alloc(100_000);
    let sent = 0;
    const isTaken = (options = { timeout: 200 }): Promise<boolean> =>
      pair.send(body, options).then(
        () => true,
        () => false,
      );
    while (sent < 1_000 && (await isTaken())) sent++;
    expect(sent).toBeLessThan(1_000);
    bun.buffered = 0;
    for (let index = 0; index < sent; index++) await client.receive(WAIT_OPTIONS);
    expect(await isTaken(WAIT_OPTIONS)).toBe(true);
  });

  it('WL-06 what a client has sent before it closed is received, also by a socket that was full', async () => {
    const { pair, url } = await joined({ receiveHighWaterMark: 1, maxIncomingBytes: 200_000 });
    const left = once(pair as never, 'disconnected') as Promise<[{ error?: Error }]>;
    const client = using(new ZMQPair(url));
    for (let index = 0; index < 50; index++) await client.send([`${index}`, Buffer.alloc(100_000)]);
    await client.close();
    for (let index = 0; index < 50; index++) expect((await pair.receive(WAIT_OPTIONS)).text(0)).toBe(`${index}`);
    expect((await left)[0].error).toBeUndefined();
  });

  it('what cannot be held back, and is not received, ends the connection at a limit', async () => {
    const { pair, url } = await joined({ receiveHighWaterMark: 1, maxIncomingBytes: 1_000_000 });
    const lost = once(pair as never, 'disconnected') as Promise<[{ error: Error }]>;
    const client = using(new ZMQPair(url));
    const body = Buffer.alloc(1_048_576);
    const refused = once(client as never, 'disconnected');
    // Both go on until their sockets are closed.
    void (async () => {
      for (;;) await client.send(body);
    })().catch(() => {});
    await refused;
    void (async () => {
      for (;;) await pair.receive();
    })().catch(() => {});
    expect((await lost)[0].error.message).toContain('waited to be received');
  });

  it('the largest message is 16 MiB, unless the option says another size', () => {
    expect(new BunUpgrades().websocket.maxPayloadLength).toBe(16_777_216);
    expect(new BunUpgrades({ maxPayloadLength: 1000 }).websocket.maxPayloadLength).toBe(1000);
    expect(() => new BunUpgrades({ maxPayloadLength: 0 })).toThrow('maxPayloadLength is 0');
    expect(() => new BunUpgrades({ max: 1 } as never)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it('a request for another path is not handled; one that is refused is answered', async () => {
    const upgrades = new BunUpgrades();
    const bun = using(new FakeBun(upgrades));
    const pull = using(
      new ZMQPull(undefined, { webSocket: { server: upgrades, verify: () => ({ refuse: 'no token', status: 401 }) } }),
    );
    expect(await pull.bind('ws://*/feed')).toBe('ws://*/feed');
    const host = await bun.listen();
    const upgradeOf = (path: string): Request =>
      new Request(`http://${host}${path}`, { headers: { Upgrade: 'websocket' } });
    expect([upgrades.handles(upgradeOf('/feed')), upgrades.handles(upgradeOf('/'))]).toEqual([true, false]);
    expect(upgrades.handles(new Request(`http://${host}/feed`))).toBe(false);
    const response = await upgrades.upgrade(upgradeOf('/feed'), bun);
    expect([response?.status, response?.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8']);
    const client = using(new ZMQPair(`ws://${host}/feed`));
    const [{ error }] = (await once(client as never, 'handshake-failed')) as [{ error: Error }];
    expect(error.message).toContain('401');
  });
});

const UPGRADE = {
  Host: 'localhost',
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Protocol': 'ZWS2.0/NULL',
};

/** The WebSocket of Deno, whose peer a test plays. */
class FakeDenoSocket {
  binaryType = '';
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  readonly sent: Uint8Array[] = [];
  close: (code?: number) => void = () => {};
  readonly closed = new Promise<number | undefined>((resolve) => {
    this.close = resolve;
  });

  send(payload: Uint8Array): void {
    this.sent.push(Uint8Array.from(payload));
  }

  receive(payload: string | Uint8Array): void {
    this.onmessage?.({ data: Uint8Array.from(Buffer.from(payload as string)).buffer });
  }
}

describe('DenoUpgrades, with a server that has the interface of that of Deno', () => {
  /** A client that is connected to a PULL, and the connection that the socket sees. */
  async function connected(options: object = {}): Promise<{
    pull: ZMQPull;
    socket: FakeDenoSocket;
    response: Response;
    connection: Duplex & { pong(): void };
  }> {
    const upgrades = new DenoUpgrades();
    const pull = using(new ZMQPull(undefined, { ...options, webSocket: { server: upgrades } }));
    expect(await pull.bind('ws://*/feed')).toBe('ws://*/feed');
    const begun = once(upgrades as never, 'upgrade') as Promise<[unknown, Duplex & { pong(): void }]>;
    const socket = new FakeDenoSocket();
    vi.stubGlobal('Deno', { upgradeWebSocket: () => ({ socket, response: new Response() }) });
    onTestFinished(() => void vi.unstubAllGlobals());
    const url = 'http://localhost/feed';
    const response = await upgrades.upgrade({ method: 'GET', url, headers: new Headers(UPGRADE) } as Request);
    const [, connection] = await begun;
    const succeeded = once(pull as never, 'handshake-succeeded');
    socket.onopen?.();
    socket.receive(ready('PUSH'));
    await succeeded;
    return { pull, socket, response, connection };
  }

  it('WI-06 the answer has the subprotocol, with its slash; messages are those of the socket', async () => {
    const { pull, socket, response } = await connected();
    expect(response.headers.get('Sec-WebSocket-Protocol')).toBe('ZWS2.0/NULL');
    expect(socket.binaryType).toBe('arraybuffer');
    expect(Buffer.from(socket.sent[0] as Uint8Array).equals(ready('PULL'))).toBe(true);
    socket.receive('\x01two');
    socket.receive('\0frames');
    expect((await pull.receive(WAIT_OPTIONS)).frames.map(String)).toEqual(['two', 'frames']);
  });

  it('heartbeats are those of Deno: each PING of the socket counts as answered', async () => {
    const { pull, socket, connection } = await connected({ heartbeatInterval: 20, heartbeatTimeout: 2_000 });
    const sent = socket.sent.length;
    const pong = vi.spyOn(connection, 'pong');
    await expect.poll(() => pong.mock.calls.length, WAIT_OPTIONS).toBeGreaterThan(10);
    socket.receive('\0still there');
    expect(String(await pull.receive(WAIT_OPTIONS))).toBe('still there');
    expect(socket.sent.length).toBe(sent);
  });

  const REFUSED = [
    ['flags that there are none of', '\x07', 4002],
    ['a frame that is too large', `\0${'x'.repeat(101)}`, 4009],
  ] as const;
  it.each(REFUSED)('closes with the codes of a program: %s', async (_what, payload, code) => {
    const { socket } = await connected({ maxMessageSize: 100 });
    socket.receive(payload);
    expect(await socket.closed).toBe(code);
  });

  it('a request that Deno cannot upgrade is answered, and its connection is closed', async () => {
    const upgrades = new DenoUpgrades();
    const pull = using(new ZMQPull(undefined, { webSocket: { server: upgrades } }));
    await pull.bind('ws://*/feed');
    const connections: Duplex[] = [];
    upgrades.prependListener('upgrade', (_request, connection: Duplex) => connections.push(connection));
    vi.stubGlobal('Deno', {
      upgradeWebSocket() {
        throw new TypeError('The request was closed.');
      },
    });
    onTestFinished(() => void vi.unstubAllGlobals());
    const request = { method: 'GET', url: 'http://localhost/feed', headers: new Headers(UPGRADE) } as Request;
    const response = await upgrades.upgrade(request);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('could not upgrade')]);
    expect(connections.map(({ destroyed }) => destroyed)).toEqual([true]);
  });
});

import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createSecureServer as createHttp2Server, type Http2SecureServer } from 'node:http2';
import { type AddressInfo, Server as NetServer, Socket } from 'node:net';
import { request as secureRequest } from 'node:https';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import type { UpgradeRequest } from '@zeromq-ts/websocket';
import '@zeromq-ts/websocket';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { AUTHORITY, CERTIFICATE, KEY } from './certificates.js';
import { RawPeer, request, type RequestOptions, upgradedClient } from './raw-peer.js';
import { ready } from './raw-frames.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

// oxlint-disable-next-line typescript/unbound-method -- called with the server that it is of
const listenReally = NetServer.prototype.listen;
const WAIT_OPTIONS = { timeout: 20_000 };

async function listening<S extends Pick<Server, 'close'> | Pick<Http2SecureServer, 'close'>>(server: S): Promise<S> {
  (server as unknown as Server).listen(0, '127.0.0.1');
  await once(server as never, 'listening');
  using({ close: () => void server.close() });
  return server;
}

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;

/** One that has listened, and whose port is free again. */
async function freed(server: Server): Promise<{ address(): unknown }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return { address: () => address };
}

async function statusOf(endpoint: string, options: RequestOptions): Promise<number> {
  const peer = using(await RawPeer.to(endpoint));
  peer.write(request(endpoint, options));
  return Number((await peer.head()).split(' ')[1]);
}

async function exchange(pull: ZMQPull, endpoint: string, options: object = {}): Promise<void> {
  const push = using(new ZMQPush(endpoint, options));
  await push.send('through');
  expect(String(await pull.receive(WAIT_OPTIONS))).toBe('through');
}

describe('servers of sockets', () => {
  it('WI-01 two sockets share a port by their paths; the port is free when both are gone', async () => {
    const [first, second] = [using(new ZMQPull()), using(new ZMQPull())];
    const one = await first.bind('ws://127.0.0.1:*/a');
    const other = await second.bind(one.replace(/a$/, 'b'));
    await exchange(first, one);
    await exchange(second, other);
    await first.unbind(one);
    await exchange(second, other);
    expect(await statusOf(one, {})).toBe(404);
    await second.unbind(other);
    const taken = await listening(createServer().on('listening', () => {}));
    expect(portOf(taken)).toBeGreaterThan(0);
    const again = using(new ZMQPull());
    await expect(again.bind(one as never)).resolves.toBe(one);
  });

  it('WI-01 the same path twice is EADDRINUSE, and so is a port of another program', async () => {
    const [first, second] = [using(new ZMQPull()), using(new ZMQPull())];
    const endpoint = await first.bind('ws://127.0.0.1:*/a');
    await expect(second.bind(endpoint as never)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const other = await listening(createServer());
    await expect(second.bind(`ws://127.0.0.1:${portOf(other)}/`)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await exchange(first, endpoint);
  });

  it('WI-01 paths that are bound at the same time share a port: of two sockets, and of one constructor', async () => {
    const port = portOf(await freed(createServer()));
    const sockets = [1, 2, 3].map(() => using(new ZMQPull()));
    const [first, second, third] = sockets as [ZMQPull, ZMQPull, ZMQPull];
    const endpoints = ['a', 'b', 'b'].map((path) => `ws://127.0.0.1:${port}/${path}` as const);
    const [one, other] = endpoints as [string, string];
    const bound = await Promise.allSettled(sockets.map((socket, index) => socket.bind(endpoints[index] as 'ws://')));
    expect(bound.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(bound[2]).toMatchObject({ reason: { code: 'EADDRINUSE' } });
    await exchange(first, one);
    await exchange(second, other);
    await Promise.all([first.close(), second.close()]);
    await third.bind(one);
    await exchange(third, one);
    await third.close();

    const both = using(new ZMQPull([`@${one}`, `@${other}`] as never));
    await exchange(both, one);
    await exchange(both, other);
  });

  it('WI-01 a port that is taken is so for all who bind it at the same time, and free when it is free', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const sockets = [using(new ZMQPull()), using(new ZMQPull())];
    const endpoint = `ws://127.0.0.1:${portOf(taken)}` as const;
    const bindBoth = (): Promise<readonly PromiseSettledResult<string>[]> =>
      Promise.allSettled(sockets.map((socket, index) => socket.bind(`${endpoint}/${index}`)));
    for (const result of await bindBoth()) expect(result).toMatchObject({ reason: { code: 'EADDRINUSE' } });
    await new Promise((resolve) => taken.close(resolve));
    for (const result of await bindBoth()) expect(result.status).toBe('fulfilled');
  });

  it('* is all addresses of IPv4 on a machine without IPv6, also with ipv6', async () => {
    const listen = vi.spyOn(NetServer.prototype, 'listen').mockImplementation(function refusing(
      this: NetServer,
      ...given: unknown[]
    ): NetServer {
      if ((given[0] as { host?: string }).host !== '::') return listenReally.apply(this, given as never);
      process.nextTick(() => this.emit('error', Object.assign(new Error('no IPv6'), { code: 'EAFNOSUPPORT' })));
      return this;
    });
    onTestFinished(() => listen.mockRestore());
    const pull = using(new ZMQPull(undefined, { ipv6: true }));
    const endpoint = await pull.bind('ws://*:*/');
    expect(endpoint).toMatch(/^ws:\/\/0\.0\.0\.0:/);
    await exchange(pull, endpoint.replace('0.0.0.0', '127.0.0.1'));
  });

  it.each(['ws', 'wss'] as const)(
    'tcpKeepalive holds for the connections of the %s socket that has it',
    async (protocol) => {
      const keeping = vi.spyOn(Socket.prototype, 'setKeepAlive');
      onTestFinished(() => keeping.mockRestore());
      const webSocket = protocol === 'wss' ? { tls: { key: KEY, cert: CERTIFICATE } } : {};
      const keeper = using(new ZMQPull(undefined, { tcpKeepalive: 1, tcpKeepaliveIdle: 30, webSocket }));
      const other = using(new ZMQPull(undefined, { webSocket }));
      const endpoint = await keeper.bind(`${protocol}://127.0.0.1:*/keeper`);
      const client = { webSocket: protocol === 'wss' ? { tls: { ca: AUTHORITY } } : {} };
      await other.bind(endpoint.replace('keeper', 'other'));
      await exchange(other, endpoint.replace('keeper', 'other'), client);
      expect(keeping.mock.calls).toEqual([]);
      await exchange(keeper, endpoint, client);
      expect(keeping.mock.calls).toEqual([[true, 30_000]]);
    },
  );

  it('unbind keeps the peers of the other path, and those of its own leave', async () => {
    const pair = using(new ZMQPair());
    const endpoint = await pair.bind('ws://127.0.0.1:*/a');
    const other = using(new ZMQPair(endpoint));
    await other.send('hello');
    expect(String(await pair.receive(WAIT_OPTIONS))).toBe('hello');
    const left = once(other as never, 'disconnected');
    await pair.unbind(endpoint);
    await left;
  });
});

describe('a server of the application', () => {
  it('WI-02 WI-03 keeps its pages, and its other WebSocket servers', async () => {
    const server = await listening(createServer((_request, response) => response.end('a page')));
    const others = new WebSocketServer({ noServer: true });
    server.on('upgrade', (incoming, socket, head) => {
      if (incoming.url === '/other') others.handleUpgrade(incoming, socket, head, (client) => client.send('other'));
    });
    const [first, second] = [1, 2].map(() => using(new ZMQPull(undefined, { webSocket: { server } }))) as [
      ZMQPull,
      ZMQPull,
    ];
    const one = await first.bind('ws://*/a');
    const two = await second.bind('ws://*/b');
    expect(one).toBe(`ws://127.0.0.1:${portOf(server)}/a`);
    await exchange(first, one);
    await exchange(second, two);
    expect(await (await fetch(one.replace('ws', 'http'))).text()).toBe('a page');
    const client = new WebSocket(one.replace(/a$/, 'other'));
    const [data] = (await once(client, 'message')) as [Buffer];
    expect(String(data)).toBe('other');
    client.terminate();
    others.close();
  });

  it('WI-02 is neither started nor closed, and unbind leaves it as it was', async () => {
    const server = createServer((_request, response) => response.end('a page'));
    const pull = using(new ZMQPull(undefined, { webSocket: { server } }));
    expect(await pull.bind('ws://*/late')).toBe('ws://*/late');
    expect(server.listening).toBe(false);
    await listening(server);
    const endpoint = `ws://127.0.0.1:${portOf(server)}/late`;
    await exchange(pull, endpoint);
    await pull.unbind('ws://*/late');
    expect(server.listening).toBe(true);
    expect(server.listenerCount('upgrade')).toBe(0);
    await pull.bind('ws://*/late');
    await exchange(pull, endpoint);
    await pull.close();
    expect(await (await fetch(endpoint.replace('ws', 'http'))).text()).toBe('a page');
  });

  it('WI-03 an unknown path gets 404 when no other listener is there', async () => {
    const server = await listening(createServer());
    const pull = using(new ZMQPull(undefined, { webSocket: { server } }));
    const endpoint = await pull.bind('ws://*/a');
    expect(await statusOf(endpoint, { path: '/b' })).toBe(404);
    expect(await statusOf(endpoint, { path: '/', headers: { Upgrade: 'h2c' } })).toBe(404);
  });

  it('WI-04 a client that resets its connection at once does not end the process', async () => {
    const server = await listening(createServer());
    const pull = using(
      new ZMQPull(undefined, {
        webSocket: { server, verify: () => new Promise((resolve) => setImmediate(() => resolve(true))) },
      }),
    );
    const endpoint = await pull.bind('ws://*/a');
    for (let index = 0; index < 50; index++) {
      const peer = await RawPeer.to(endpoint);
      peer.write(request(endpoint));
      peer.socket.resetAndDestroy();
    }
    await exchange(pull, endpoint);
  });

  it('WS-01 an HTTPS server, and one of HTTP/2 that takes HTTP/1.1', async () => {
    const certificate = { key: KEY, cert: CERTIFICATE };
    for (const server of [createSecureServer(certificate), createHttp2Server({ ...certificate, allowHTTP1: true })]) {
      await listening(server);
      const pull = using(new ZMQPull(undefined, { webSocket: { server } }));
      const endpoint = await pull.bind('wss://*/a');
      await exchange(pull, endpoint, { webSocket: { tls: { ca: AUTHORITY } } });
    }
  });
});

describe('who may connect', () => {
  const bind = async (webSocket: object): Promise<string> => {
    const pull = using(new ZMQPull(undefined, { webSocket }));
    return pull.bind('ws://127.0.0.1:*/');
  };
  const withOrigin = (endpoint: string, Origin: string, Host?: string): Promise<number> =>
    statusOf(endpoint, { headers: Host === undefined ? { Origin } : { Origin, Host } });

  it('WA-01 by default pages of the same host may, and programs that are no browsers', async () => {
    const endpoint = await bind({});
    const { host } = new URL(endpoint.replace('ws', 'http'));
    expect(await withOrigin(endpoint, `http://${host}`)).toBe(101);
    expect(await withOrigin(endpoint, 'http://localhost', 'localhost')).toBe(101);
    expect(await withOrigin(endpoint, 'https://localhost', 'localhost:443')).toBe(101);
    expect(await withOrigin(endpoint, `http://${host}.evil.example`)).toBe(403);
    expect(await withOrigin(endpoint, 'http://127.0.0.1:1')).toBe(403);
    expect(await withOrigin(endpoint, 'null')).toBe(403);
    expect(await withOrigin(endpoint, 'file://')).toBe(403);
    expect(await withOrigin(endpoint, 'nonsense')).toBe(403);
    expect(await statusOf(endpoint, {})).toBe(101);
  });

  it('WA-01 allowedOrigins: a list, a function that has to say true, or all', async () => {
    const list = await bind({ allowedOrigins: ['https://app.example'] });
    expect(await withOrigin(list, 'https://app.example')).toBe(101);
    expect(await withOrigin(list, 'https://app.example.evil')).toBe(403);
    const own = await bind({ allowedOrigins: (origin: string) => origin.endsWith('.example') });
    expect(await withOrigin(own, 'https://b.example')).toBe(101);
    expect(await withOrigin(own, 'null')).toBe(403);
    const promise = await bind({ allowedOrigins: async () => false });
    expect(await withOrigin(promise, 'https://a.example')).toBe(403);
    const throwing = await bind({ allowedOrigins: (origin: string) => new URL(origin).hostname === 'a.example' });
    expect(await withOrigin(throwing, 'null')).toBe(403);
    expect(await withOrigin(throwing, 'https://a.example')).toBe(101);
    const rejecting = await bind({ allowedOrigins: () => Promise.reject(new Error('no')) as never });
    expect(await withOrigin(rejecting, 'https://a.example')).toBe(403);
    expect(await withOrigin(await bind({ allowedOrigins: '*' }), 'null')).toBe(101);
  });

  it('WA-02 on loopback, no other name leads here', async () => {
    const endpoint = await bind({ allowedOrigins: '*' });
    for (const Host of ['localhost', 'app.localhost:80', '127.0.0.1', '[::1]:8080']) {
      expect(await statusOf(endpoint, { headers: { Host } })).toBe(101);
    }
    for (const Host of ['rebound.example', 'localhost.evil.example', '127.0.0.1.evil.example']) {
      expect(await statusOf(endpoint, { headers: { Host } })).toBe(403);
    }
    const named = await bind({ allowedHosts: ['app.example'] });
    expect(await statusOf(named, { headers: { Host: 'APP.example:80' } })).toBe(101);
    expect(await statusOf(named, { headers: { Host: 'localhost' } })).toBe(403);
  });

  it('WU-08 verify gets the request, and says who the peer is', async () => {
    const asked: UpgradeRequest[] = [];
    const pull = using(
      new ZMQPull(undefined, {
        webSocket: {
          verify: async (incoming) => {
            asked.push(incoming);
            return incoming.headers.cookie === 'session=1' ? { userId: 'ann', metadata: { Role: 'admin' } } : false;
          },
        },
      }),
    );
    const endpoint = await pull.bind('ws://127.0.0.1:*/feed');
    expect(await statusOf(endpoint, {})).toBe(403);
    const push = using(new ZMQPush(`${endpoint}?a=b`, { webSocket: { headers: { Cookie: 'session=1' } } }));
    await push.send('hello');
    const { peer } = await pull.receive(WAIT_OPTIONS);
    expect([peer?.userId, peer?.metadata?.get('role')]).toEqual(['ann', 'admin']);
    expect(asked[1]).toMatchObject({ path: '/feed', query: 'a=b', origin: undefined, remoteAddress: '127.0.0.1' });
  });

  it.each([
    ['false', () => false, 403],
    ['a promise of nothing', async () => undefined as never, 403],
    ['a status', () => ({ refuse: 'no token', status: 401 }), 401],
    ['a status that is none', () => ({ refuse: 'x', status: 200 }), 403],
    ['an error', () => Promise.reject(new Error('database password: 1234')), 500],
  ])('WU-08 WA-06 verify refuses with %s', async (_what, verify, status) => {
    const pull = using(new ZMQPull(undefined, { webSocket: { verify } }));
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    const failed = once(pull as never, 'handshake-failed') as Promise<[{ error: Error }]>;
    const peer = using(await RawPeer.to(endpoint));
    peer.write(request(endpoint));
    expect(await peer.head()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(await peer.text()).not.toContain('password');
    expect((await failed)[0].error.message).toContain(String(status));
  });

  it('WU-08 verify has until handshakeInterval', async () => {
    const pull = using(
      new ZMQPull(undefined, { handshakeInterval: 100, webSocket: { verify: () => new Promise(() => {}) } }),
    );
    expect(await statusOf(await pull.bind('ws://127.0.0.1:*/'), {})).toBe(503);
  });

  it('WU-10 WA-10 events and messages have what the request has shown, without control characters', async () => {
    const pull = using(new ZMQPull(undefined, { webSocket: { trustProxy: true } }));
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    const { origin } = new URL(endpoint.replace('ws', 'http'));
    const peer = using(
      await upgradedClient(endpoint, {
        headers: { Origin: origin, 'User-Agent': 'Browser\u0085\t1', 'X-Forwarded-For': '10.0.0.1, 192.0.2.7' },
      }),
    );
    // More of its own than is remembered does not push that out.
    peer.send(ready('PUSH', undefined, { 'X-Origin': 'http://other.example', 'X-Filler': 'x'.repeat(5_000) }));
    peer.send('\0hello');
    const { peer: info } = await pull.receive(WAIT_OPTIONS);
    expect(info?.address).toBe('ws://192.0.2.7');
    expect([...(info?.claimedMetadata ?? [])]).toEqual([
      ['x-origin', origin],
      ['x-user-agent', 'Browser???1'],
    ]);
  });
});

describe('wss', () => {
  it('WS-01 binds with a certificate, connects to one that an authority has signed', async () => {
    const pull = using(new ZMQPull(undefined, { webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));
    const endpoint = await pull.bind('wss://127.0.0.1:*/');
    await exchange(pull, endpoint.replace('127.0.0.1', 'localhost'), { webSocket: { tls: { ca: AUTHORITY } } });
    await exchange(pull, endpoint, { webSocket: { tls: { ca: AUTHORITY } } });
    await exchange(pull, endpoint, { webSocket: { tls: { rejectUnauthorized: false } } });
  });

  it('WS-02 WA-11 a certificate that is not trusted, or is for another name, is an event with a hint; then it is tried again', async () => {
    const pull = using(new ZMQPull(undefined, { webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));
    const endpoint = await pull.bind('wss://127.0.0.1:*/');
    for (const tls of [{}, { ca: AUTHORITY, servername: 'else.example' }]) {
      const push = using(new ZMQPush(endpoint, { reconnectInterval: 10, webSocket: { tls } }));
      for (let attempt = 0; attempt < 2; attempt++) {
        const [{ error }] = (await once(push as never, 'handshake-failed')) as [{ error: Error & { code: string } }];
        expect(error.code).toMatch(/CERT|ALTNAME|UNABLE/);
        expect(error.message).toContain('webSocket: { tls: { ca } }');
      }
    }
  });

  it('WS-03 what libzmq has options for: a key, a certificate, authorities to trust, the name, and those of the system', async () => {
    const told = async (endpoint: string, tls: object | undefined): Promise<string> => {
      const push = using(new ZMQPush(endpoint, { webSocket: { tls } }));
      return Promise.race([
        once(push as never, 'handshake-succeeded').then(() => 'connected'),
        once(push as never, 'handshake-failed').then(([{ error }]) => (error as { code: string }).code),
      ]);
    };
    // WSS_KEY_PEM, WSS_CERT_PEM
    const pull = using(new ZMQPull(undefined, { webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));
    const endpoint = await pull.bind('wss://127.0.0.1:*/');
    // WSS_TRUST_PEM; without it, those of the system, as with WSS_TRUST_SYSTEM
    expect(await told(endpoint, { ca: AUTHORITY })).toBe('connected');
    expect(await told(endpoint, undefined)).toMatch(/CERT|UNABLE/);
    // WSS_HOSTNAME, which libzmq verifies instead of the name in the URL
    expect(await told(endpoint, { ca: AUTHORITY, servername: 'localhost' })).toBe('connected');
    expect(await told(endpoint, { ca: AUTHORITY, servername: 'else.example' })).toMatch(/ALTNAME/);
  });

  it('WS-01 TLS 1.1 is refused', async () => {
    const pull = using(new ZMQPull(undefined, { webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));
    const endpoint = await pull.bind('wss://127.0.0.1:*/');
    const asking = secureRequest(endpoint.replace('wss', 'https'), {
      ca: AUTHORITY,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    asking.end();
    const [error] = (await once(asking, 'error')) as [Error & { code: string }];
    expect(error.code).toMatch(/SSL|EPROTO|ECONNRESET/);
  });

  it('without a certificate, bind says what to give', async () => {
    const pull = using(new ZMQPull());
    await expect(pull.bind('wss://127.0.0.1:*/')).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining('certificate'),
    });
  });

  it('WU-06 a TLS connection that sends nothing is closed at handshakeInterval', async () => {
    const pull = using(
      new ZMQPull(undefined, { handshakeInterval: 150, webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }),
    );
    const endpoint = await pull.bind('wss://127.0.0.1:*/');
    const peer = using(await RawPeer.to(endpoint));
    await peer.text();
    expect(peer.ended).toBe(true);
  });
});

describe('wss, before TLS', () => {
  const secured = (options: object = {}): ZMQPull =>
    using(new ZMQPull(undefined, { ...options, webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));

  it('WU-06 a connection that never begins with TLS ends with the server', async () => {
    const pull = secured({ handshakeInterval: 0 });
    const server = await pull.bind('wss://127.0.0.1:*/');
    const peer = using(await RawPeer.to(server));
    // Accepted by then: the server has taken up one that came later.
    await exchange(pull, server, { webSocket: { tls: { ca: AUTHORITY } } });
    await pull.close();
    await peer.text();
    expect(peer.ended).toBe(true);
  });

  it('WU-06 handshakeInterval ends it, and no connection whose request has come', async () => {
    const pull = secured({ handshakeInterval: 150 });
    const server = await pull.bind('wss://127.0.0.1:*/');
    const push = using(new ZMQPush(server, { webSocket: { tls: { ca: AUTHORITY } } }));
    let disconnected = 0;
    pull.on('disconnected', () => disconnected++);
    await push.send('before');
    expect(String(await pull.receive(WAIT_OPTIONS))).toBe('before');
    const peer = using(await RawPeer.to(server));
    await peer.text();
    await push.send('after');
    expect(String(await pull.receive(WAIT_OPTIONS))).toBe('after');
    expect(disconnected).toBe(0);
  });

  it('WU-06 it does not keep the process alive', async () => {
    const held = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const pull = secured();
    const server = await pull.bind('wss://127.0.0.1:*/');
    const peer = using(await RawPeer.to(server));
    peer.socket.unref();
    await exchange(pull, server, { webSocket: { tls: { ca: AUTHORITY } } });
    // Those of earlier tests are being closed.
    await vi.waitUntil(() => held() === 0, WAIT_OPTIONS);
    expect(peer.ended).toBe(false);
  });
});

describe('an independent implementation, ws 8', () => {
  it('WK-01 BR-02 WF-02 its client exchanges messages, fragments and all, with a socket', async () => {
    const pair = using(new ZMQPair());
    const endpoint = await pair.bind('ws://127.0.0.1:*/');
    const client = new WebSocket(endpoint, ['ZWS2.0.NULL', 'ZWS2.0']);
    client.binaryType = 'nodebuffer';
    const frames: Buffer[] = [];
    client.on('message', (data, isBinary) => {
      expect(isBinary).toBe(true);
      frames.push(data as Buffer);
    });
    await once(client, 'open');
    expect([client.protocol, client.extensions]).toEqual(['ZWS2.0.NULL', '']);
    client.send(ready('PAIR'));
    client.send(Buffer.of(0, 1, 2), { fin: false });
    client.send(Buffer.alloc(100_000, 3), { fin: false });
    client.ping('between');
    client.send(Buffer.of(4), { fin: true });
    const message = await pair.receive(WAIT_OPTIONS);
    expect(message.frame(0).byteLength).toBe(100_003);
    await pair.send(['more', Buffer.alloc(70_000, 5)]);
    while (frames.length < 3) await once(client, 'message');
    expect(frames.map(({ length }) => length)).toEqual([ready('PAIR').length, 5, 70_001]);
    client.close(1000);
    const [code] = (await once(client, 'close')) as [number];
    expect(code).toBe(1000);
  });

  const refusedHere = [
    ['WA-06 a body', { 'Content-Length': '5' }],
    ['WA-06 a body in chunks', { 'Transfer-Encoding': 'chunked' }],
    ['WA-02 a second Host', { 'X-First': 'a\r\nHost: evil.example' }],
  ] as const;
  it.each(refusedHere)(
    '%s in an upgrade: its server answers with 101, and that of a socket with 400',
    async (_what, headers) => {
      const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ZWS2.0' });
      await once(server, 'listening');
      using({ close: () => server.close() });
      const pull = using(new ZMQPull());
      const endpoints = [`ws://127.0.0.1:${portOf(server)}/`, await pull.bind('ws://127.0.0.1:*/')];
      expect(
        await Promise.all(endpoints.map((endpoint) => statusOf(endpoint, { headers, subprotocol: 'ZWS2.0' }))),
      ).toEqual([101, 400]);
    },
  );

  it('WL-05 its server is closed in good order by a socket', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'ZWS2.0' });
    await once(server, 'listening');
    using({ close: () => server.close() });
    const push = using(new ZMQPush(`ws://127.0.0.1:${portOf(server)}/`, { webSocket: { subprotocols: ['ZWS2.0'] } }));
    const [client] = (await once(server, 'connection')) as [WebSocket];
    client.send(Buffer.of(0));
    const messages: string[] = [];
    client.on('message', (data: Buffer) => messages.push(data.toString('hex')));
    const closed = once(client, 'close') as Promise<[number]>;
    await push.send('last');
    await push.close();
    expect((await closed)[0]).toBe(1000);
    expect(messages).toEqual(['00', `00${Buffer.from('last').toString('hex')}`]);
  });
});

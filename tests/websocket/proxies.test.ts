import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, request as httpRequest } from 'node:http';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectSecurely, createServer as createTlsServer } from 'node:tls';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { curveKeyPair } from '@zeromq-ts/security';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import * as libzmq from 'zeromq';
import { AUTHORITY, CERTIFICATE, KEY } from './certificates.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const WAIT_OPTIONS = { timeout: 20_000 };
const TRUSTING = { webSocket: { tls: { ca: AUTHORITY } } };

function native<T extends libzmq.Socket>(socket: T): T {
  socket.linger = 0;
  using({ close: () => socket.close() });
  return socket;
}

async function listening(server: Server): Promise<number> {
  using({ close: () => server.close() });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function joined(one: Socket, other: Socket): void {
  for (const socket of [one, other]) socket.on('error', () => {});
  one.pipe(other).pipe(one);
  one.on('close', () => other.destroy());
  other.on('close', () => one.destroy());
}

const portOf = (endpoint: string): number => Number(new URL(endpoint.replace(/^wss?/, 'http')).port);

/** A proxy that ends TLS. @returns the endpoint of it. */
async function endsTls(endpoint: string): Promise<string> {
  const server = createTlsServer({ key: KEY, cert: CERTIFICATE }, (socket) => {
    joined(socket, connect(portOf(endpoint), '127.0.0.1'));
  });
  return `wss://localhost:${await listening(server)}${new URL(endpoint.replace('ws', 'http')).pathname}`;
}

/** A proxy that begins TLS. @returns the endpoint of it. */
async function beginsTls(endpoint: string): Promise<string> {
  const server = createServer((socket) => {
    const target = { host: '127.0.0.1', port: portOf(endpoint), servername: 'localhost', ca: AUTHORITY };
    joined(socket, connectSecurely(target));
  });
  return `ws://127.0.0.1:${await listening(server)}/`;
}

describe('WS-04 TLS ends at a proxy', () => {
  it('a REQ connects by wss to a REP of libzmq that has bound ws', async () => {
    const reply = native(new libzmq.Reply());
    await reply.bind('ws://127.0.0.1:*/');
    const request = using(new ZMQRequest(await endsTls(reply.lastEndpoint as string), TRUSTING));
    await request.send('question');
    expect(String((await reply.receive())[0])).toBe('question');
    await reply.send('answer');
    expect(String(await request.receive(WAIT_OPTIONS))).toBe('answer');
  });

  it('a REQ of libzmq connects by ws to a REP that has bound wss', async () => {
    const reply = using(new ZMQReply(undefined, { webSocket: { tls: { key: KEY, cert: CERTIFICATE } } }));
    const request = native(new libzmq.Request());
    request.connect(await beginsTls(await reply.bind('wss://127.0.0.1:*/')));
    await request.send('question');
    expect(String(await reply.receive(WAIT_OPTIONS))).toBe('question');
    await reply.send('answer');
    expect(String((await request.receive())[0])).toBe('answer');
  });

  it('WS-05 CURVE goes through it, from end to end', async () => {
    const server = curveKeyPair();
    const pull = using(new ZMQPull(undefined, { curveServer: true, curveSecretKey: server.secretKey }));
    const endpoint = await endsTls(await pull.bind('ws://127.0.0.1:*/'));
    const { secretKey } = curveKeyPair();
    const push = using(
      new ZMQPush(endpoint, { ...TRUSTING, curveServerKey: server.publicKey, curveSecretKey: secretKey }),
    );
    await push.send('sealed');
    const message = await pull.receive(WAIT_OPTIONS);
    expect([String(message), message.peer?.mechanism]).toEqual(['sealed', 'CURVE']);
  });
});

/** A reverse proxy of HTTP as any: it takes the request apart and makes another one. */
async function reverseProxy(endpoint: string): Promise<string> {
  const proxy = createHttpServer();
  proxy.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const upstream = httpRequest({
      host: '127.0.0.1',
      port: portOf(endpoint),
      path: incoming.url,
      headers: { ...incoming.headers, host: incoming.headers.host, 'x-forwarded-for': '192.0.2.7' },
    });
    upstream.on('upgrade', (answer, target: Socket, first: Buffer) => {
      const lines = answer.rawHeaders.flatMap((name, at) =>
        at % 2 === 0 ? [`${name}: ${answer.rawHeaders[at + 1]}`] : [],
      );
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      target.write(head);
      joined(socket as Socket, target);
    });
    upstream.on('response', (answer) => {
      socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nConnection: close\r\n\r\n`);
      answer.resume();
    });
    upstream.end();
  });
  return endpoint.replace(/:\d+/, `:${await listening(proxy)}`);
}

/** A load balancer: each connection goes to the next server. */
async function balancer(...endpoints: readonly string[]): Promise<{ endpoint: string; cut: () => void }> {
  let next = 0;
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket);
    joined(socket, connect(portOf(endpoints[next++ % endpoints.length] as string), '127.0.0.1'));
  });
  const [first = ''] = endpoints;
  return {
    endpoint: first.replace(/:\d+/, `:${await listening(server)}`),
    cut: () => connections.splice(0).forEach((socket) => socket.destroy()),
  };
}

describe('WI-08 behind a load balancer', () => {
  it('nothing has to be sticky: each connection starts from the beginning, at another server', async () => {
    const publishers = [using(new ZMQPublisher()), using(new ZMQPublisher())] as const;
    const endpoints = await Promise.all(publishers.map((publisher) => publisher.bind('ws://127.0.0.1:*/feed')));
    const { endpoint, cut } = await balancer(...endpoints);
    const subscriber = using(new ZMQSubscriber(endpoint, 'n', { reconnectInterval: 10 }));
    for (const [at, publisher] of [...publishers, ...publishers].entries()) {
      await publisher.subscribed('n', WAIT_OPTIONS);
      await publisher.send(`n${at}`);
      expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe(`n${at}`);
      const left = once(publisher as never, 'disconnected');
      cut();
      await left;
    }
  });

  it('but what a ROUTER knows of a peer is lost with its connection', async () => {
    const router = (): ZMQRouter => using(new ZMQRouter(undefined, { mandatory: true }));
    const routers = [router(), router()] as const;
    const { endpoint, cut } = await balancer(
      ...(await Promise.all(routers.map((each) => each.bind('ws://127.0.0.1:*/')))),
    );
    const dealer = using(new ZMQDealer(endpoint, { routingId: 'page', reconnectInterval: 10 }));
    const [first, second] = routers;
    await dealer.send('hello');
    expect((await first.receive(WAIT_OPTIONS)).frames.map(String)).toEqual(['page', 'hello']);
    const left = once(first as never, 'disconnected');
    cut();
    await left;
    await second.connected(WAIT_OPTIONS);
    await expect(first.send(['page', 'lost'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await second.send(['page', 'found']);
    expect(String(await dealer.receive(WAIT_OPTIONS))).toBe('found');
  });
});

describe('WI-07 behind a reverse proxy', () => {
  it('peers meet, also those that are silent, and the address is that of the client', async () => {
    const publisher = using(new ZMQPublisher(undefined, { heartbeatInterval: 50, webSocket: { trustProxy: true } }));
    const connected = once(publisher as never, 'handshake-succeeded') as Promise<[{ peer: { address: string } }]>;
    const subscriber = using(new ZMQSubscriber(await reverseProxy(await publisher.bind('ws://127.0.0.1:*/feed')), ''));
    await publisher.subscribed('');
    await publisher.send('through');
    expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('through');
    expect((await connected)[0].peer.address).toBe('ws://192.0.2.7');
  });

  it('a client of libzmq connects', async () => {
    const pull = using(new ZMQPull());
    const push = native(new libzmq.Push());
    push.connect(await reverseProxy(await pull.bind('ws://127.0.0.1:*/feed')));
    await push.send('through');
    expect(String(await pull.receive(WAIT_OPTIONS))).toBe('through');
  });

  it('what refuses a client reaches it', async () => {
    const pull = using(new ZMQPull(undefined, { webSocket: { verify: () => ({ refuse: 'no token', status: 401 }) } }));
    const push = using(new ZMQPush(await reverseProxy(await pull.bind('ws://127.0.0.1:*/feed'))));
    const [{ error }] = (await once(push as never, 'handshake-failed')) as [{ error: Error }];
    expect(error.message).toContain('401');
  });
});

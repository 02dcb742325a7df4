import { once } from 'node:events';
import type { AuthenticationRequest } from '@zeromq-ts/core';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQSubscriber, ZMQXPublisher } from '@zeromq-ts/pubsub';
import '@zeromq-ts/transports/libzmq';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { ready } from './raw-frames.js';
import { establishedClient, RawPeer, RawServer, upgradedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

const LIBZMQ = { engine: 'libzmq' } as const;
const WAIT_OPTIONS = { timeout: 20_000 };

const pullWith = (options: object = {}): ZMQPull => using(new ZMQPull(undefined, { ...LIBZMQ, ...options }));

const REFUSED = [
  ['WE-06 a path of two segments', 'ws://127.0.0.1:*/a/b', 'ENOTSUP'],
  ['WE-07 a path with a colon', 'ws://127.0.0.1:*/a:b', 'ENOTSUP'],
  ['WE-02 no port', 'ws://127.0.0.1/', 'EINVAL'],
  ['WE-13 wss', 'wss://127.0.0.1:*/', 'EPROTONOSUPPORT'],
] as const;

describe('ws on the engine libzmq', () => {
  it('WE-13 WE-03 binds, resolves to the URL, connects and unbinds', async () => {
    const pull = pullWith();
    const endpoint = await pull.bind('ws://127.0.0.1:*/feed');
    expect(endpoint).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/feed$/);
    const push = using(new ZMQPush(endpoint, LIBZMQ));
    await push.send('hello');
    expect(String(await pull.receive(WAIT_OPTIONS))).toBe('hello');
    await pull.unbind(endpoint);
    expect(await pull.bind(endpoint)).toBe(endpoint);
  });

  it.each(REFUSED)('%s is refused', async (_what, endpoint, code) => {
    await expect(pullWith().bind(endpoint)).rejects.toMatchObject({ code });
    const text = endpoint.replace('*', '1');
    expect(() => pullWith().connect(text)).toThrow(expect.objectContaining({ code }));
  });

  it('WE-13 a port has one socket', async () => {
    const endpoint = await pullWith().bind('ws://127.0.0.1:*/a');
    await expect(pullWith().bind(endpoint.replace('/a', '/b'))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('WE-13 heartbeats, with which a page could end the process, are refused, also later; with a mechanism they are taken', async () => {
    const heartbeats = { heartbeatInterval: 100 };
    await expect(pullWith(heartbeats).bind('ws://127.0.0.1:*/')).rejects.toMatchObject({ code: 'ENOTSUP' });
    const pull = pullWith();
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    expect(() => pull.setOption('heartbeatInterval', 100)).toThrow(expect.objectContaining({ code: 'ENOTSUP' }));
    const beating = using(new ZMQPush(undefined, { ...LIBZMQ, ...heartbeats }));
    expect(() => beating.connect(endpoint)).toThrow(expect.objectContaining({ code: 'ENOTSUP' }));
    const authenticate = ({ username }: AuthenticationRequest): boolean => username === 'ann';
    const secured = pullWith({ ...heartbeats, receiveHighWaterMark: 0, plainServer: true, authenticate });
    const push = using(
      new ZMQPush(await secured.bind('ws://127.0.0.1:*/'), { plainUsername: 'ann', plainPassword: 'secret' }),
    );
    await push.send('sealed');
    expect(String(await secured.receive(WAIT_OPTIONS))).toBe('sealed');
  });

  it('WM-06 a handshake is reported once, of a peer with a mechanism and of one without', async () => {
    const pull = pullWith();
    let successes = 0;
    pull.on('handshake-succeeded', () => successes++);
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    const first = once(pull as never, 'handshake-succeeded');
    const named = using(await establishedClient(endpoint, 'PUSH'));
    named.send('\0named');
    await first;
    const second = once(pull as never, 'handshake-succeeded');
    const bare = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    bare.send('\0');
    bare.send('\0bare');
    await second;
    expect([String(await pull.receive(WAIT_OPTIONS)), String(await pull.receive(WAIT_OPTIONS))].sort()).toEqual([
      'bare',
      'named',
    ]);
    const left = once(pull as never, 'disconnected');
    named.close();
    await left;
    expect(successes).toBe(2);
  });

  it('WM-06 a peer without a mechanism that leaves is disconnected, as a page that is closed', async () => {
    const pull = pullWith();
    const failures: unknown[] = [];
    pull.on('handshake-failed', ({ error }) => failures.push(error));
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    const connected = once(pull as never, 'handshake-succeeded');
    const bare = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    bare.send('\0');
    await connected;
    expect(pull.stats().peers).toBe(1);
    const left = once(pull as never, 'disconnected');
    bare.close();
    await left;
    expect(pull.stats().peers).toBe(0);
    expect(failures).toEqual([]);
  });

  const plain = {
    plainServer: true,
    authenticate: ({ username }: AuthenticationRequest): boolean => username === 'ann',
  };
  const SECURITY = [
    ['NULL', 'ZWS2.0/NULL', {}, {}],
    ['PLAIN', 'ZWS2.0/PLAIN', plain, { plainUsername: 'ann', plainPassword: 'secret' }],
  ] as const;
  it.each(SECURITY)(
    'WX-01 WM-06 beside mute connections, which libzmq keeps for ever, peers are told of, with %s',
    async (mechanism, subprotocol, server, client) => {
      const pull = pullWith(server);
      let accepted = 0;
      pull.on('accepted', () => accepted++);
      const endpoint = await pull.bind('ws://127.0.0.1:*/');
      const mute = [await RawPeer.to(endpoint), await upgradedClient(endpoint, { subprotocol })].map(using);
      await expect.poll(() => accepted, WAIT_OPTIONS).toBe(2);
      // With NULL, the one that is upgraded is taken for a peer without a mechanism.
      if (mechanism === 'NULL') await pull.connected(WAIT_OPTIONS);
      for (let round = 0; round < 3; round++) {
        const push = using(new ZMQPush(endpoint, client));
        await push.send('through');
        expect(String(await pull.receive(WAIT_OPTIONS))).toBe('through');
        await pull.connected(WAIT_OPTIONS);
        const left = once(pull as never, 'disconnected');
        await push.close();
        await left;
      }
      for (const peer of mute) peer.close();
      await expect.poll(() => pull.stats().peers, WAIT_OPTIONS).toBe(0);
    },
    30_000,
  );

  it('WM-03 WM-07 a peer of a type that does not fit is a handshake that fails', async () => {
    const pull = pullWith();
    const failed = once(pull as never, 'handshake-failed');
    const endpoint = await pull.bind('ws://127.0.0.1:*/');
    const peer = using(await upgradedClient(endpoint));
    peer.send(ready('SUB'));
    await failed;
  });

  it('0.1 the request of its client, byte by byte but for the key', async () => {
    const server = using(await RawServer.start());
    using(new ZMQPush(server.endpoint, LIBZMQ));
    const head = await (await server.accept()).head();
    expect(
      head
        .replace(/Key: .*/, 'Key: …')
        .replace(/ {2,}/g, ' ')
        .split('\r\n'),
    ).toEqual([
      'GET /raw HTTP/1.1',
      'Host: 127.0.0.1',
      'Upgrade: websocket',
      'Connection: Upgrade',
      'Sec-WebSocket-Key: …',
      'Sec-WebSocket-Protocol: ZWS2.0/NULL,ZWS2.0',
      'Sec-WebSocket-Version: 13',
    ]);
  });

  it('WT-03 with CURVE, its SUB subscribes at a PUB of the engine zmtp', async () => {
    const { curveKeyPair } = await import('@zeromq-ts/security');
    const server = curveKeyPair();
    const publisher = using(new ZMQXPublisher(undefined, { curveServer: true, curveSecretKey: server.secretKey }));
    const subscriber = using(
      new ZMQSubscriber(await publisher.bind('ws://127.0.0.1:*/'), 'A', {
        ...LIBZMQ,
        curveServerKey: server.publicKey,
        curveSecretKey: curveKeyPair().secretKey,
      }),
    );
    expect((await publisher.receive(WAIT_OPTIONS)).text()).toBe('\x01A');
    await publisher.send('Axx');
    expect(String(await subscriber.receive(WAIT_OPTIONS))).toBe('Axx');
  });
});

import { once } from 'node:events';
import type { ZMQSocket } from '@zeromq-ts/core';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPublisher, ZMQXPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply } from '@zeromq-ts/reqrep';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { rawFrame, ready } from './raw-frames.js';
import { establishedClient, type RawPeer, upgradedClient } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

closeAfterEach();

async function pullWith(options: object = {}): Promise<{ pull: ZMQPull; endpoint: string }> {
  const pull = using(new ZMQPull(undefined, options));
  return { pull, endpoint: await pull.bind('ws://127.0.0.1:*') };
}

const failure = async (socket: ZMQSocket, event: string): Promise<{ code: string; message: string }> => {
  const [{ error }] = (await once(socket as never, event)) as [{ error: { code: string; message: string } }];
  return error;
};

/** Whether the socket still works: with a peer of good will. */
async function stillWorks(pull: ZMQPull, endpoint: string): Promise<void> {
  const push = using(new ZMQPush(endpoint));
  await push.send('still there');
  expect(String(await pull.receive({ timeout: 20_000 }))).toBe('still there');
}

describe('malformed frames of an established client close its connection, with a code', () => {
  it.each<[string, (peer: RawPeer) => void, number]>([
    ['WF-03 WX-09 text', (peer) => peer.send('\0a', { opcode: 1 }), 1003],
    ['WX-09 the opcode 3', (peer) => peer.send('\0a', { opcode: 3 }), 1002],
    ['WX-09 RSV1', (peer) => peer.send('\0a', { rsv: 4 }), 1002],
    ['WX-11 no mask', (peer) => peer.send('\0a', { masked: false }), 1002],
    ['WX-12 2^63', (peer) => peer.send('', { length: 2n ** 63n, lengthBytes: 8 }), 1009],
    ['WX-14 a PING of 126 bytes', (peer) => peer.send(Buffer.alloc(126), { opcode: 9 }), 1002],
    ['WX-15 a CLOSE of one byte', (peer) => peer.send('a', { opcode: 8 }), 1002],
    ['WX-17 the flags 03', (peer) => peer.send('\x03a'), 1002],
    ['WX-17 an empty message', (peer) => peer.send(''), 1002],
    ['WF-10 more than maxMessageSize', (peer) => peer.send(Buffer.alloc(1_026)), 1009],
  ])('%s', async (_what, offend, code) => {
    const { pull, endpoint } = await pullWith({ maxMessageSize: 1_024 });
    const disconnected = failure(pull, 'disconnected');
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    peer.send('\0before');
    offend(peer);
    peer.send('\0after');
    expect(await peer.closeCode()).toBe(code);
    expect((await disconnected).code).toBe('EPROTO');
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('before');
    await stillWorks(pull, endpoint);
  });
});

describe('the handshake of a client', () => {
  it.each<[string, (peer: RawPeer) => void, number]>([
    ['WM-04 WX-18 a message before READY', (peer) => peer.send('\0early'), 1002],
    ['WM-03 WX-18 a type that does not fit', (peer) => peer.send(ready('SUB')), 1002],
    ['WX-18 metadata of 64 KiB', (peer) => peer.send(Buffer.concat([ready('PUSH'), Buffer.alloc(65_536)])), 1009],
    ['WX-20 a Socket-Type of 65 characters', (peer) => peer.send(ready('X'.repeat(65))), 1002],
    ['WX-20 a name with NUL', (peer) => peer.send(Buffer.from('\x02\x05READY\x01\0\0\0\0\0', 'latin1')), 1002],
    ['a command without end', (peer) => peer.send('\x02\x50RE'), 1002],
  ])('%s ends it with a code', async (_what, offend, code) => {
    const { pull, endpoint } = await pullWith();
    const failed = failure(pull, 'handshake-failed');
    const peer = using(await upgradedClient(endpoint));
    offend(peer);
    expect(await peer.closeCode()).toBe(code);
    expect((await failed).code).toBe('EPROTO');
    await stillWorks(pull, endpoint);
  });

  it.each<[string, (peer: RawPeer) => void]>([
    ['flags 01', (peer) => peer.send('\x01id')],
    ['flags 02', (peer) => peer.send('\x02id')],
    ['256 bytes', (peer) => peer.send(`\0${'i'.repeat(256)}`)],
    ['a first byte of zero', (peer) => peer.send('\0\0id')],
  ])('WM-01 WX-19 without a mechanism, a routing id with %s is refused', async (_what, offend) => {
    const { pull, endpoint } = await pullWith();
    const peer = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    offend(peer);
    expect(await peer.closeCode()).toBe(1002);
    await stillWorks(pull, endpoint);
  });

  it('WM-04 answers a PING before READY, and one of a flood', async () => {
    const { endpoint } = await pullWith();
    const peer = using(await upgradedClient(endpoint));
    await peer.frame();
    peer.write(...Array.from({ length: 1_000 }, (_, index) => rawFrame(`${index}`, { opcode: 9 })));
    expect(await peer.frame()).toMatchObject({ opcode: 10 });
    peer.send(ready('PUSH'));
    peer.send('\0hello');
  });

  it('WX-18 ignores a second READY', async () => {
    const { pull, endpoint } = await pullWith();
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    peer.send(ready('PUSH'));
    peer.send('\0after');
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('after');
  });
});

describe('control frames', () => {
  it('WL-02 a PONG has the payload of its PING', async () => {
    const { endpoint } = await pullWith();
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    const payload = Buffer.alloc(125, 'p');
    peer.send(payload, { opcode: 9 });
    expect(await peer.frame()).toMatchObject({ opcode: 10, payload });
  });

  it('WX-14 a flood of PINGs of a peer that does not read does not fill the memory', async () => {
    const { pull, endpoint } = await pullWith();
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    peer.socket.pause();
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => rawFrame('p'.repeat(125), { opcode: 9 })));
    const before = process.memoryUsage().rss;
    for (let index = 0; index < 100; index++) {
      if (!peer.socket.write(flood)) await Promise.race([once(peer.socket, 'drain'), stillWorks(pull, endpoint)]);
    }
    await stillWorks(pull, endpoint);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  it.each([
    ['1000', '03e8', '03e8', undefined],
    ['no code', '', '', undefined],
    ['1001', '03e9', '03e9', undefined],
    [
      '1009 and a reason',
      `03f1${Buffer.from('too\nlong').toString('hex')}`,
      '03f1',
      /1009.*message too big.*too\?long/,
    ],
  ])(
    'WL-06 WL-08 WX-15 CLOSE with %s is answered, and what came before is received',
    async (_what, sent, answered, why) => {
      const { pull, endpoint } = await pullWith();
      const disconnected = once(pull as never, 'disconnected') as Promise<[{ error?: Error }]>;
      const peer = using(await establishedClient(endpoint, 'PUSH'));
      peer.send('\0last');
      peer.send(Buffer.from(sent, 'hex'), { opcode: 8 });
      peer.send('\0ignored');
      const close = await peer.frame();
      expect([close?.opcode, close?.payload.toString('hex')]).toEqual([8, answered]);
      expect(await peer.frame()).toBeUndefined();
      expect(String(await pull.receive({ timeout: 20_000 }))).toBe('last');
      const [{ error }] = await disconnected;
      if (why === undefined) expect(error).toBeUndefined();
      else expect(error?.message).toMatch(why);
      await stillWorks(pull, endpoint);
    },
  );

  it('WL-05 closing a socket sends what is queued, then CLOSE 1000, then ends', async () => {
    const push = using(new ZMQPush());
    const endpoint = await push.bind('ws://127.0.0.1:*');
    const peer = using(await establishedClient(endpoint, 'PULL'));
    await push.send('last words');
    const closing = push.close();
    expect((await peer.traffic())?.payload.toString()).toBe('\0last words');
    expect((await peer.frame())?.payload.toString('hex')).toBe('03e8');
    await closing;
    expect(await peer.frame()).toBeUndefined();
  });

  it('WL-01 heartbeats are PING frames, and silence ends the connection', async () => {
    const { pull, endpoint } = await pullWith({ heartbeatInterval: 100, heartbeatTimeout: 200 });
    const disconnected = failure(pull, 'disconnected');
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    expect(await peer.frame()).toMatchObject({ opcode: 9, payload: Buffer.alloc(0) });
    expect((await disconnected).code).toBe('ETIMEDOUT');
  });

  it('WL-03 without a mechanism, silence counts once the peer has answered a PING', async () => {
    const { pull, endpoint } = await pullWith({ heartbeatInterval: 100, heartbeatTimeout: 200 });
    const peer = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
    peer.send('\0');
    await peer.frame();
    expect(await peer.frame()).toMatchObject({ opcode: 9 });
    // For as long as a peer that has to answer may be silent, twice over, nothing happens.
    const other = using(await establishedClient(endpoint, 'PUSH'));
    const lost = failure(pull, 'disconnected');
    await other.closeCode();
    expect((await lost).code).toBe('ETIMEDOUT');
    expect(peer.ended).toBe(false);
    const second = failure(pull, 'disconnected');
    peer.send('', { opcode: 10 });
    expect((await second).code).toBe('ETIMEDOUT');
    expect(await peer.closeCode()).toBeUndefined();
  });
});

describe('traffic', () => {
  it('WT-01 a message that does not end is not received', async () => {
    const { pull, endpoint } = await pullWith();
    const disconnected = failure(pull, 'disconnected');
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    peer.send('\x01half');
    peer.socket.end();
    expect((await disconnected).message).toContain('in the middle of a message');
    await stillWorks(pull, endpoint);
  });

  it('WT-04 WF-09 ignores unknown commands, those of socket types that there are none of among them', async () => {
    const { pull, endpoint } = await pullWith();
    const peer = using(await establishedClient(endpoint, 'PUSH'));
    for (const command of [
      '\x02\x04JOINnews',
      '\x02\x05LEAVEnews',
      '\x02\x05BOGUS',
      '\x02\x05ERROR\x01x',
      '\x02',
      '\x02\xff',
    ])
      peer.send(Buffer.from(command, 'latin1'));
    peer.send('\0after');
    expect(String(await pull.receive({ timeout: 20_000 }))).toBe('after');
  });

  it.each([
    ['as messages', '\0\x01A', '\0\0A'],
    ['as commands', '\x02\x09SUBSCRIBEA', '\x02\x06CANCELA'],
  ])('WT-02 a PUB takes subscriptions %s', async (_what, subscribe, cancel) => {
    const publisher = using(new ZMQXPublisher());
    const endpoint = await publisher.bind('ws://127.0.0.1:*');
    const peer = using(await establishedClient(endpoint, 'SUB'));
    peer.send(subscribe);
    expect(Buffer.from((await publisher.receive({ timeout: 20_000 })).frame(0) as Uint8Array).toString()).toBe('\x01A');
    await publisher.send('Axx');
    expect((await peer.traffic())?.payload.toString()).toBe('\0Axx');
    peer.send(cancel);
    expect(Buffer.from((await publisher.receive({ timeout: 20_000 })).frame(0) as Uint8Array).toString()).toBe('\0A');
  });

  it('WA-09 without a mechanism, hostile messages reach the pattern and harm nothing', async () => {
    const reply = using(new ZMQReply());
    const publisher = using(new ZMQPublisher());
    const router = using(new ZMQRouter());
    for (const socket of [reply, publisher, router]) {
      const endpoint = await socket.bind('ws://127.0.0.1:*');
      const peer = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
      peer.send('\0same');
      // A REP without a delimiter, a PUB that is sent messages, a ROUTER with ids that collide.
      peer.send('\0no delimiter');
      peer.send(`\x01${'x'.repeat(100_000)}`);
      peer.send(`\0${'\x01'.repeat(1_000)}`);
      const twin = using(await upgradedClient(endpoint, { subprotocol: 'ZWS2.0' }));
      twin.send('\0same');
      twin.send('', { opcode: 9 });
    }
    const { pull, endpoint } = await pullWith();
    await stillWorks(pull, endpoint);
    const client = using(await upgradedClient(reply.endpoint as string, { subprotocol: 'ZWS2.0' }));
    client.send('\0');
    client.send('\x01');
    client.send('\0question');
    expect(String(await reply.receive({ timeout: 20_000 }))).toBe('question');
  });
});

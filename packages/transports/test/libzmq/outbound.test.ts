import { subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { pair, socket } from './test-socket.js';

describe('sending on libzmq', () => {
  it('sends strings, Buffers, other views and several frames as they are', async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    await push.send('grüße');
    await push.send(Buffer.from('buffer'));
    await push.send(new Uint8Array(Buffer.from('a view on bytes')).subarray(2, 6));
    await push.send(new DataView(new Uint8Array([0x7a, 0x6d, 0x71]).buffer));
    await push.send(['', 'two', Uint8Array.of(0, 255)]);
    expect([await pull.text(), await pull.text(), await pull.text(), await pull.text()]).toEqual([
      'grüße',
      'buffer',
      'view',
      'zmq',
    ]);
    const frames = [...(await pull.receive())].map((frame) => Buffer.from(frame).toString('hex'));
    expect(frames).toEqual(['', '74776f', '00ff']);
  });

  it("does not share the caller's bytes", async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    for (const size of [64, 128, 129, 100_000]) {
      const buffer = Buffer.alloc(size, 1);
      const sending = push.send([buffer, new Uint8Array(buffer.buffer, buffer.byteOffset, size)]);
      buffer.fill(2);
      await sending;
      for (const frame of await pull.receive()) expect(frame.every((byte) => byte === 1)).toBe(true);
    }
  });

  it('says no while there is no peer, and waits for one', async () => {
    const push = socket('PUSH');
    expect(push.trySend('too early')).toBe(false);
    const sent = push.send('waits');
    const pull = socket('PULL');
    pull.connect(await push.bind('tcp://127.0.0.1:*'));
    expect(await sent).toBe(true);
    expect(await pull.text()).toBe('waits');
    expect(push.stats()).toMatchObject({ messagesSent: 1, bytesSent: 5, waitingSends: 0 });
  });

  it('rejects with EAGAIN when the send timeout is over, and sends nothing afterwards', async () => {
    const push = socket('PUSH', { sendTimeout: 30 });
    const endpoint = await push.bind('tcp://127.0.0.1:*');
    await expect(push.send('lost')).rejects.toMatchObject({ code: 'EAGAIN' });
    const pull = socket('PULL');
    pull.connect(endpoint);
    await push.connected();
    await push.send('kept');
    expect(await pull.text()).toBe('kept');
  });

  it('keeps the order of thousands of sends that wait for room', async () => {
    const [pull, push] = await pair(
      socket('PULL', { receiveHighWaterMark: 10 }),
      socket('PUSH', { sendHighWaterMark: 10 }),
      'inproc://order',
    );
    const sends = Array.from({ length: 3000 }, (_, index) => push.send(String(index)));
    for (let index = 0; index < 3000; index++) expect(await pull.text()).toBe(String(index));
    expect(await Promise.all(sends)).toHaveLength(3000);
    expect(push.stats().messagesSent).toBe(3000);
  });

  it('waits for room and for a message at the same time', async () => {
    const [left, right] = await pair(
      socket('PAIR', { sendHighWaterMark: 5, receiveHighWaterMark: 5 }),
      socket('PAIR', { sendHighWaterMark: 5, receiveHighWaterMark: 5 }),
      'inproc://both-ways',
    );
    const sends = Array.from({ length: 200 }, (_, index) => left.send(`ping ${index}`));
    const answer = left.receive();
    for (let index = 0; index < 200; index++) expect(await right.text()).toBe(`ping ${index}`);
    await right.send('pong');
    expect(String(await answer)).toBe('pong');
    await Promise.all(sends);
  });

  describe('a mandatory ROUTER', () => {
    it('refuses a routing id that no peer has, and names it', async () => {
      const router = socket('ROUTER', { mandatory: true });
      await router.bind('tcp://127.0.0.1:*');
      await expect(router.send(['nobody', 'hello'])).rejects.toMatchObject({
        code: 'EHOSTUNREACH',
        message: expect.stringContaining('"nobody"'),
      });
      expect(() => router.trySend([Uint8Array.of(0, 0xab), 'hello'])).toThrow('<00ab>');
      expect(router.stats().messagesSent).toBe(0);
    });

    it('refuses what has no room in the queue of its peer', async () => {
      const options = { sendHighWaterMark: 1, receiveHighWaterMark: 1 };
      const [router, dealer] = await pair(
        socket('ROUTER', { mandatory: true, ...options }),
        socket('DEALER', { routingId: 'slow', ...options }),
        'inproc://full',
      );
      await dealer.send('here I am');
      await router.receive();
      const flood = async (): Promise<void> => {
        for (let index = 0; index < 10; index++) await router.send(['slow', 'data']);
      };
      await expect(flood()).rejects.toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('"slow"') });
      await dealer.receive();
    });
  });

  it('takes routing ids of any bytes', async () => {
    const id = Uint8Array.of(1, 0, 0xff, 0xc3, 0x28);
    const [router, dealer] = await pair('ROUTER', socket('DEALER', { routingId: id }));
    await dealer.send('question');
    const [from, body] = await router.receive();
    expect(from).toEqual(Buffer.from(id));
    expect(String(body)).toBe('question');
    await router.send([id, 'answer']);
    expect(await dealer.text()).toBe('answer');
  });

  it('waits with noDrop until the slow subscriber has room', async () => {
    const options = { sendHighWaterMark: 3, receiveHighWaterMark: 3 };
    const [pub, sub] = await pair(
      socket('PUB', { noDrop: true, ...options }),
      socket('SUB', options),
      'inproc://no-drop',
    );
    sub.inside.command?.(subscribeCommand(new Uint8Array()));
    await expect.poll(() => pub.inside.hasSubscriber?.(undefined)).toBe(true);
    const sends = Array.from({ length: 100 }, (_, index) => pub.send(`news ${index}`));
    expect(pub.stats().waitingSends).toBeGreaterThan(0);
    for (let index = 0; index < 100; index++) expect(await sub.text()).toBe(`news ${index}`);
    await Promise.all(sends);
  });
});

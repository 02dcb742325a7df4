import { once } from 'node:events';
import { Message } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ProxyOptions, ZMQProxy } from '@zeromq-ts/proxy';
import { ANYWHERE, ENGINES, Opened, until } from './setup.js';

describe.each(ENGINES)('ZMQProxy on the engine %s (PX-14)', (engine) => {
  const opened = new Opened();
  afterEach(() => opened.close());

  /** A PULL and a PUSH with a proxy between them, and a producer and a consumer at its ends. */
  async function streamed(options?: ProxyOptions, marks = {}) {
    const pull = opened.add(new ZMQPull(undefined, { engine, ...marks }));
    const push = opened.add(new ZMQPush(undefined, { engine, ...marks }));
    const consumer = opened.add(new ZMQPull(undefined, { engine, ...marks }));
    push.connect(await consumer.bind(ANYWHERE));
    const producer = opened.add(new ZMQPush(await pull.bind(ANYWHERE), { engine, ...marks }));
    const proxy = new ZMQProxy(pull, push, options);
    return { pull, push, producer, consumer, proxy, running: proxy.run() };
  }

  it('forwards requests and replies between a ROUTER and a DEALER, any number at a time (PX-01, PX-02)', async () => {
    const frontend = opened.add(new ZMQRouter(undefined, { engine }));
    const backend = opened.add(new ZMQDealer(undefined, { engine }));
    const front = await frontend.bind(ANYWHERE);
    const back = await backend.bind(ANYWHERE);
    const servers = [0, 1].map(() => opened.add(new ZMQReply(`>${back}`, { engine })));
    for (const server of servers) {
      void (async () => {
        for await (const request of server) await server.send([`re ${request.text(0)}`, '', request.text(2)]);
      })();
    }
    await using proxy = new ZMQProxy(frontend, backend);
    void proxy.run();
    const clients = Array.from({ length: 8 }, () => opened.add(new ZMQRequest(front, { engine })));
    const replies = await Promise.all(
      clients.map(async (client, index) => {
        await client.send([`question ${index}`, '', 'last']);
        return (await client.receive()).frames.map(String);
      }),
    );
    expect(replies).toEqual(clients.map((_, index) => [`re question ${index}`, '', 'last']));
  });

  it('keeps the order of each direction (PX-02)', async () => {
    const { producer, consumer } = await streamed();
    const sending = (async () => {
      for (let index = 0; index < 2000; index++) await producer.send(`${index}`);
    })();
    for (let index = 0; index < 2000; index++) expect((await consumer.receive()).text()).toBe(`${index}`);
    await sending;
  });

  it('reads a side only while the other side can take: the marks bound what is on the way (PX-03)', async () => {
    const { producer, consumer, proxy } = await streamed({}, { sendHighWaterMark: 2, receiveHighWaterMark: 2 });
    const body = Buffer.alloc(1_000_000);
    let sent = 0;
    const sending = (async () => {
      for (; sent < 60; sent++) await producer.send(body);
    })();
    await until(() => proxy.stats().frontend.messagesReceived > 0);
    // The consumer reads nothing: marks of 2 at each of four queues, and what the system holds, are far from 60 MB.
    await expect(producer.connected({ timeout: 20_000 })).resolves.toBeUndefined();
    for (let index = 0; index < 60; index++) {
      expect(sent).toBeLessThan(60 + index);
      expect((await consumer.receive()).size).toBe(body.length);
    }
    await sending;
  });

  it('a flood in one direction does not hold up the other one, nor the event loop (PX-04)', async () => {
    const marks = { engine, sendHighWaterMark: 0, receiveHighWaterMark: 0 };
    const frontend = opened.add(new ZMQDealer(undefined, marks));
    const backend = opened.add(new ZMQDealer(undefined, marks));
    const producer = opened.add(new ZMQDealer(await frontend.bind(ANYWHERE), marks));
    const consumer = opened.add(new ZMQDealer(undefined, marks));
    backend.connect(await consumer.bind(ANYWHERE));
    await Promise.all([producer.connected(), consumer.connected()]);
    const FLOOD = 100_000;
    for (let index = 0; index < FLOOD; index++) void producer.send('flood');
    await using proxy = new ZMQProxy(frontend, backend);
    void proxy.run();
    await consumer.receive();
    await consumer.send('back');
    expect((await producer.receive({ timeout: 20_000 })).text()).toBe('back');
    expect(proxy.stats().frontend.messagesReceived).toBeLessThan(FLOOD);
    let turns = 0;
    await until(() => ++turns > 0 && proxy.stats().backend.messagesSent === FLOOD);
    expect(turns).toBeGreaterThan(3);
  });

  it('forwards subscriptions to the publishers, and shows them to the capture (PX-05, PX-06)', async () => {
    const frontend = opened.add(new ZMQXSubscriber(undefined, { engine }));
    const backend = opened.add(new ZMQXPublisher(undefined, { engine }));
    const publisher = opened.add(new ZMQPublisher(undefined, { engine }));
    frontend.connect(await publisher.bind(ANYWHERE));
    const seen: string[] = [];
    await using proxy = new ZMQProxy(frontend, backend, {
      capture: (message, direction) =>
        void seen.push(`${direction} ${message.frames.map((f) => f.toString()).join('|')}`),
    });
    void proxy.run();
    const subscriber = opened.add(new ZMQSubscriber(await backend.bind(ANYWHERE), 'a', { engine }));
    await until(() => proxy.stats().frontend.messagesSent > 0);
    await publisher.subscribed('a');
    await publisher.send(['b', 'not this']);
    await publisher.send(['a', 'this']);
    expect((await subscriber.receive()).frames.map(String)).toEqual(['a', 'this']);
    expect(seen[0]).toBe('backward \u0001a');
    expect(seen).toContain('forward a|this');
    expect(seen).not.toContain('forward b|not this');
  });

  it('gives every message of both directions to a capture socket, with all frames (PX-05)', async () => {
    const frontend = opened.add(new ZMQRouter(undefined, { engine }));
    const backend = opened.add(new ZMQDealer(undefined, { engine }));
    const capture = opened.add(new ZMQPush(undefined, { engine }));
    const recorder = opened.add(new ZMQPull(undefined, { engine }));
    recorder.connect(await capture.bind(ANYWHERE));
    await capture.connected();
    const client = opened.add(new ZMQRequest(await frontend.bind(ANYWHERE), { engine, routingId: 'client' }));
    const server = opened.add(new ZMQReply(undefined, { engine }));
    server.connect(await backend.bind(ANYWHERE));
    await using proxy = new ZMQProxy(frontend, backend, { capture });
    void proxy.run();
    await client.send(['a', 'b']);
    await server.receive();
    await server.send('c');
    await client.receive();
    expect((await recorder.receive()).frames.map(String)).toEqual(['client', '', 'a', 'b']);
    expect((await recorder.receive()).frames.map(String)).toEqual(['client', '', 'c']);
  });

  it('is not stalled by a capture without room: it drops the copy, and counts it (PX-05)', async () => {
    const capture = opened.add(new ZMQPush(undefined, { engine }));
    const { producer, consumer, proxy } = await streamed({ capture });
    for (let index = 0; index < 10; index++) await producer.send(`${index}`);
    for (let index = 0; index < 10; index++) expect((await consumer.receive()).text()).toBe(`${index}`);
    expect(proxy.stats().dropped.capture).toBe(10);
  });

  it('goes on when a capture throws, and says so (PX-05)', async () => {
    const errors: string[] = [];
    const { producer, consumer, proxy } = await streamed({
      capture: () => {
        throw new Error('no disk');
      },
    });
    proxy.on('error', (error, direction) => errors.push(`${direction} ${(error as Error).message}`));
    await producer.send('x');
    expect((await consumer.receive()).text()).toBe('x');
    expect(errors).toEqual(['forward no disk']);
  });

  it('goes on when an error listener throws, which is an uncaught exception', async () => {
    const { producer, consumer, proxy } = await streamed({
      capture: () => {
        throw new Error('no disk');
      },
    });
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    try {
      const uncaught = once(process, 'uncaughtException');
      const heard = vi.fn();
      proxy.on('error', () => {
        throw new Error('no log');
      });
      proxy.on('error', heard);
      await producer.send('x');
      expect((await consumer.receive()).text()).toBe('x');
      expect((await uncaught)[0]).toMatchObject({ message: 'no log' });
      expect(heard).toHaveBeenCalledTimes(1);
      expect(proxy.stats().running).toBe(true);
    } finally {
      for (const listener of others) process.on('uncaughtException', listener);
    }
  });

  it('rejects when a socket could not be bound, on both sides, instead of dropping one message after the other', async () => {
    const taken = await opened.add(new ZMQPull(undefined, { engine })).bind(ANYWHERE);
    for (const broken of ['frontend', 'backend']) {
      const pull = opened.add(new ZMQPull(broken === 'frontend' ? `@${taken}` : undefined, { engine }));
      const push = opened.add(new ZMQPush(broken === 'backend' ? `@${taken}` : undefined, { engine }));
      const proxy = new ZMQProxy(pull, push);
      await expect(proxy.run()).rejects.toMatchObject({ code: 'EADDRINUSE' });
      expect(proxy.stats().running).toBe(false);
    }
  });

  it('drops and counts a message whose peer a mandatory ROUTER does not have, and lives (PX-07)', async () => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const router = opened.add(new ZMQRouter(undefined, { engine, mandatory: true }));
    const producer = opened.add(new ZMQPush(await pull.bind(ANYWHERE), { engine }));
    const dealer = opened.add(new ZMQDealer(await router.bind(ANYWHERE), { engine, routingId: 'here' }));
    await router.connected();
    await using proxy = new ZMQProxy(pull, router);
    const codes: unknown[] = [];
    proxy.on('error', (error) => codes.push((error as { code?: unknown }).code));
    void proxy.run();
    await dealer.connected();
    await producer.send(['nobody', 'lost']);
    await producer.send(['here', 'found']);
    expect((await dealer.receive()).text()).toBe('found');
    expect(codes).toEqual(['EHOSTUNREACH']);
    expect(proxy.stats().dropped.error).toBe(1);
  });

  it('reads nothing while it is paused, and loses nothing (PX-08)', async () => {
    const { producer, consumer, proxy } = await streamed();
    await producer.send('first');
    expect((await consumer.receive()).text()).toBe('first');
    await proxy.pause();
    await proxy.pause();
    await producer.send('second');
    await expect(consumer.receive({ timeout: 100 })).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(proxy.stats()).toMatchObject({ paused: true, running: true, frontend: { messagesReceived: 1 } });
    proxy.resume();
    proxy.resume();
    expect((await consumer.receive()).text()).toBe('second');
  });

  it('goes on when it is paused and resumed in one turn, with a message in hand (PX-08)', async () => {
    const { producer, consumer, proxy, running } = await streamed();
    for (let index = 0; index < 200; index++) {
      await producer.send(`${index}`);
      const paused = proxy.pause();
      proxy.resume();
      await paused;
    }
    for (let index = 0; index < 200; index++) expect((await consumer.receive()).text()).toBe(`${index}`);
    await proxy.stop();
    await running;
  });

  it('stops: hands on what it has read, and leaves the sockets open (PX-09)', async () => {
    const { pull, push, producer, consumer, proxy, running } = await streamed();
    for (let index = 0; index < 500; index++) await producer.send(`${index}`);
    await until(() => proxy.stats().frontend.messagesReceived > 100);
    await proxy.stop();
    await proxy.stop();
    await running;
    expect([pull.closed, push.closed]).toEqual([false, false]);
    // What the proxy has not read is still there for the program.
    const { messagesReceived } = proxy.stats().frontend;
    for (let index = messagesReceived; index < 500; index++) await push.send(await pull.receive());
    for (let index = 0; index < 500; index++) expect((await consumer.receive()).text()).toBe(`${index}`);
    expect(proxy.stats().running).toBe(false);
  });

  it('stops though nobody takes what it has read: that stays in the queue of the socket (PX-09)', async () => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const push = opened.add(new ZMQPush(undefined, { engine }));
    const producer = opened.add(new ZMQPush(await pull.bind(ANYWHERE), { engine }));
    const proxy = new ZMQProxy(pull, push);
    const running = proxy.run();
    await producer.send('kept');
    await until(() => proxy.stats().frontend.messagesReceived === 1);
    await proxy.stop();
    await running;
    const consumer = opened.add(new ZMQPull(undefined, { engine }));
    push.connect(await consumer.bind(ANYWHERE));
    expect((await consumer.receive()).text()).toBe('kept');
  });

  it.each(['frontend', 'backend'] as const)('ends quietly when its %s closes (PX-09)', async (side) => {
    const { pull, push, producer, consumer, running } = await streamed();
    await producer.send('before');
    expect((await consumer.receive()).text()).toBe('before');
    await (side === 'frontend' ? pull : push).close();
    if (side === 'backend') await producer.send('into the closed one');
    await expect(running).resolves.toBeUndefined();
  });

  it('rejects when a socket could not be bound (PX-01)', async () => {
    const pull = opened.add(new ZMQPull(undefined, { engine }));
    const taken = await pull.bind(ANYWHERE);
    const push = opened.add(new ZMQPush(undefined, { engine }));
    const second = opened.add(new ZMQPull(`@${taken}`, { engine }));
    await expect(second.ready).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(new ZMQProxy(second, push).run()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('counts messages, frames and bytes of each side (PX-10)', async () => {
    const { producer, consumer, proxy } = await streamed();
    await producer.send(['ab', 'cde']);
    await consumer.receive();
    await until(() => proxy.stats().backend.messagesSent === 1);
    expect(proxy.stats()).toEqual({
      frontend: {
        messagesReceived: 1,
        framesReceived: 2,
        bytesReceived: 5,
        messagesSent: 0,
        framesSent: 0,
        bytesSent: 0,
      },
      backend: {
        messagesReceived: 0,
        framesReceived: 0,
        bytesReceived: 0,
        messagesSent: 1,
        framesSent: 2,
        bytesSent: 5,
      },
      dropped: { transform: 0, error: 0, capture: 0 },
      unknownCommands: 0,
      running: true,
      paused: false,
      startedAt: expect.any(Number),
    });
  });

  it('transforms: one, several, none, later, and what throws costs one message (PX-15)', async () => {
    const errors: unknown[] = [];
    const { producer, consumer, proxy } = await streamed({
      transform: async (message) => {
        const text = message.text();
        if (text === 'none') return undefined;
        if (text === 'bad') throw new Error('not this one');
        if (text === 'two') return [new Message('two a'), new Message(['two', 'b'])];
        await Promise.resolve();
        return ['changed', text];
      },
    });
    proxy.on('error', (error) => errors.push((error as Error).message));
    for (const text of ['one', 'none', 'bad', 'two', 'last']) await producer.send(text);
    const received: string[][] = [];
    while (received.length < 4) received.push((await consumer.receive()).frames.map(String));
    expect(received).toEqual([['changed', 'one'], ['two a'], ['two', 'b'], ['changed', 'last']]);
    expect(errors).toEqual(['not this one']);
    expect(proxy.stats().dropped).toEqual({ transform: 1, error: 1, capture: 0 });
  });

  it('gives the peer of the receiving side to transform and capture (PX-17)', async () => {
    if (engine === 'libzmq') return; // The npm package does not say from which peer a message came.
    const types: unknown[] = [];
    const { producer, consumer } = await streamed({
      capture: (message) => void types.push(message.peer?.socketType),
      transform: (message) => {
        types.push(message.peer?.socketType);
        return message;
      },
    });
    await producer.send('x');
    await consumer.receive();
    expect(types).toEqual(['PUSH', 'PUSH']);
  });

  it('with one socket on both sides is an echo (PX-01)', async () => {
    const pair = opened.add(new ZMQPair(undefined, { engine }));
    const other = opened.add(new ZMQPair(await pair.bind(ANYWHERE), { engine }));
    await using proxy = new ZMQProxy(pair, pair);
    void proxy.run();
    await other.send(['a', 'b']);
    expect((await other.receive()).frames.map(String)).toEqual(['a', 'b']);
  });

  it('does not count a timeout of its sockets as an end (PX-01)', async () => {
    const { producer, consumer } = await streamed({}, { receiveTimeout: 10 });
    await expect(consumer.receive({ timeout: 50 })).rejects.toMatchObject({ code: 'EAGAIN' });
    await producer.send('late');
    expect((await consumer.receive({ timeout: 20_000 })).text()).toBe('late');
  });
});

describe('ZMQProxy refuses', () => {
  it.each([
    ['no socket', () => new ZMQProxy({} as never, {} as never), 'frontend'],
    ['null', () => new ZMQProxy(null as never, null as never), 'null'],
    ['two PULLs', () => new ZMQProxy(new ZMQPull(), new ZMQPull()), 'PULL and PULL'],
    ['an unknown option', () => new ZMQProxy(new ZMQPull(), new ZMQPush(), { captur: 1 } as never), 'captur'],
    [
      'a transform that is no function',
      () => new ZMQProxy(new ZMQPull(), new ZMQPush(), { transform: 1 } as never),
      'transform',
    ],
    [
      'a capture that cannot send',
      () => new ZMQProxy(new ZMQPull(), new ZMQPush(), { capture: new ZMQPull() } as never),
      'capture',
    ],
    [
      'a control of another type',
      () => new ZMQProxy(new ZMQPull(), new ZMQPush(), { control: new ZMQPush() } as never),
      'PUSH',
    ],
    ['another event', () => new ZMQProxy(new ZMQPull(), new ZMQPush()).on('end' as never, () => {}), 'end'],
  ])('%s', (_, make, text) => {
    expect(make).toThrow(text);
    expect(make).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});

import type { ZMQSocket } from '@zeromq-ts/core';
import { ZMQPublisher as Publisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { describe, expect, it, onTestFinished } from 'vitest';

const TIMEOUT = 20_000;
const ENGINES = ['zmtp', 'libzmq'] as const;
/** The engines of publisher and subscriber. */
const PAIRS = ENGINES.flatMap((first) => ENGINES.map((second) => [first, second] as const));

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

const publishers = [
  ['PUB', (engine: string) => closing(new Publisher(undefined, { engine }) as ZMQXPublisher)],
  ['XPUB', (engine: string) => closing(new ZMQXPublisher(undefined, { engine }))],
] as const;
const subscribers = [
  ['SUB', (engine: string, endpoint: string) => closing(new ZMQSubscriber(endpoint, [], { engine }))],
  ['XSUB', (engine: string, endpoint: string) => closing(new ZMQXSubscriber(endpoint, { engine }))],
] as const;

describe.each(PAIRS)('a publisher on %s and a subscriber on %s', (one, other) => {
  it.each(publishers)('%s: hasSubscribers follows subscriptions', async (_, create) => {
    const publisher = create(one);
    const subscriber = closing(
      new ZMQSubscriber(await publisher.bind('tcp://127.0.0.1:*'), 'news.', { engine: other }),
    );
    expect(publisher.hasSubscribers()).toBe(false);
    expect(publisher.hasSubscribers('news.sport')).toBe(false);
    await publisher.subscribed('news.sport', { timeout: TIMEOUT });
    expect(publisher.hasSubscribers()).toBe(true);
    expect(publisher.hasSubscribers('news.sport')).toBe(true);
    expect(publisher.hasSubscribers(Buffer.from('news.'))).toBe(true);
    expect(publisher.hasSubscribers('new')).toBe(false);
    subscriber.unsubscribe('news.');
    const subscribed = (): boolean => {
      // On libzmq, an XPUB knows what its application has received.
      if (publisher.type === 'XPUB') publisher.tryReceive();
      return publisher.hasSubscribers('news.sport');
    };
    await expect.poll(subscribed, { timeout: TIMEOUT }).toBe(false);
  });

  it.each(publishers)('%s: a body is not made without a subscriber', async (_, create) => {
    const publisher = create(one);
    const subscriber = closing(new ZMQSubscriber(await publisher.bind('tcp://127.0.0.1:*'), 'news', { engine: other }));
    await publisher.subscribed('news', { timeout: TIMEOUT });
    const made: string[] = [];
    const body = (text: string) => (): string[] => {
      made.push(text);
      return [text, ''];
    };
    expect(await publisher.send('weather', body('rain'))).toBe(true);
    expect(publisher.trySend('weather', body('snow'))).toBe(true);
    expect(await publisher.send('news', body('goal'))).toBe(true);
    expect(await publisher.send('news', 'plain')).toBe(true);
    expect(made).toEqual(['goal']);
    expect((await subscriber.receive({ timeout: TIMEOUT })).map(String)).toEqual(['news', 'goal', '']);
    expect((await subscriber.receive({ timeout: TIMEOUT })).map(String)).toEqual(['news', 'plain']);
  });

  it('an XSUB subscribes to topics, as often as it unsubscribes', async () => {
    const publisher = closing(new Publisher(undefined, { engine: one }));
    const subscriber = closing(new ZMQXSubscriber(undefined, { engine: other }));
    // Before there is a connection: they are sent when there is one.
    subscriber.subscribe('a', Uint8Array.of(0xff), 'a');
    subscriber.connect(await publisher.bind('tcp://127.0.0.1:*'));
    await publisher.subscribed('a', { timeout: TIMEOUT });
    await publisher.subscribed(Uint8Array.of(0xff), { timeout: TIMEOUT });
    subscriber.unsubscribe('a');
    subscriber.subscribe('b');
    await publisher.subscribed('b', { timeout: TIMEOUT });
    await publisher.subscribed('a', { timeout: 0 });
    subscriber.unsubscribe('a');
    await expect.poll(() => publisher.hasSubscribers('a'), { timeout: TIMEOUT }).toBe(false);
    expect(() => subscriber.subscribe(5 as never)).toThrow(TypeError);
    await subscriber.close();
    expect(() => subscriber.subscribe('c')).toThrow(/closed/);
  });
});

describe.each(publishers)('on zmtp, %s', (_, create) => {
  it('waits for a number of peers with a topic, each counted once', async () => {
    const publisher = create('zmtp');
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const first = closing(new ZMQSubscriber(endpoint, ['', 'news', 'news.sport']));
    await publisher.subscribed('news.sport', { timeout: TIMEOUT });
    const two = publisher.subscribed('news.sport', { peers: 2, timeout: TIMEOUT });
    const three = publisher.subscribed(undefined, { peers: 3, timeout: TIMEOUT });
    await expect(publisher.subscribed('news.sport', { peers: 2, timeout: 0 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('Fewer than 2 peers subscribed to "news.sport"'),
    });
    const second = closing(new ZMQSubscriber(endpoint, 'news'));
    await two;
    closing(new ZMQSubscriber(endpoint, 'weather'));
    await three;
    await second.close();
    await expect
      .poll(() => publisher.subscribed('news', { peers: 2, timeout: 0 }).catch(String))
      .toMatch(/Fewer than 2/);
    expect(first.closed).toBe(false);
  });

  it('counts of peers may be 0, and are whole numbers', async () => {
    const publisher = create('zmtp');
    await publisher.subscribed('x', { peers: 0, timeout: 0 });
    for (const peers of [-1, 1.5, Number.NaN]) {
      await expect(publisher.subscribed('x', { peers })).rejects.toMatchObject({ code: 'EINVAL' });
    }
  });
});

describe.each(subscribers)('on zmtp, the subscriptions of %s', (_, create) => {
  it.each(publishers)('are confirmed by %s: what it sends from then on is received', async (__, publish) => {
    const publisher = publish('zmtp');
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const subscriber = create('zmtp', endpoint);
    for (let round = 0; round < 50; round++) {
      subscriber.subscribe(`topic ${round}`);
      await subscriber.subscribed({ timeout: TIMEOUT });
      await publisher.send(`topic ${round}`, 'hello');
      expect((await subscriber.receive({ timeout: TIMEOUT })).text(0)).toBe(`topic ${round}`);
    }
  });

  it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://confirmed'])('are confirmed over %s', async (endpoint) => {
    const publisher = closing(new Publisher());
    const subscriber = create('zmtp', await publisher.bind(endpoint));
    subscriber.subscribe('a');
    await subscriber.subscribed({ timeout: TIMEOUT });
    expect(publisher.hasSubscribers('a')).toBe(true);
  });

  it('are confirmed while messages wait that were not received', async () => {
    const publisher = closing(new Publisher());
    const subscriber = create('zmtp', await publisher.bind('tcp://127.0.0.1:*'));
    subscriber.subscribe('a');
    await publisher.subscribed('a', { timeout: TIMEOUT });
    for (let count = 0; count < 100; count++) await publisher.send('a', `${count}`);
    await subscriber.subscribed({ timeout: TIMEOUT });
    expect((await subscriber.receive({ timeout: TIMEOUT })).text(1)).toBe('0');
  });

  it('are confirmed by publishers that come later, and by a number of them', async () => {
    const [first, second] = [closing(new Publisher()), closing(new Publisher())];
    const subscriber = create('zmtp', await first.bind('tcp://127.0.0.1:*'));
    subscriber.subscribe('a');
    const both = subscriber.subscribed({ peers: 2, timeout: TIMEOUT });
    await subscriber.subscribed({ timeout: TIMEOUT });
    await expect(subscriber.subscribed({ peers: 2, timeout: 0 })).rejects.toMatchObject({ code: 'EAGAIN' });
    subscriber.connect(await second.bind('tcp://127.0.0.1:*'));
    await both;
    expect([first, second].map((each) => each.hasSubscribers('a'))).toEqual([true, true]);
    await first.close();
    await expect.poll(() => subscriber.subscribed({ peers: 2, timeout: 20 }).catch(String)).toMatch(/Fewer than 2 pub/);
  });

  it('are not confirmed by an XPUB with manual, whose application decides', async () => {
    const publisher = closing(new ZMQXPublisher(undefined, { manual: true }));
    const subscriber = create('zmtp', await publisher.bind('tcp://127.0.0.1:*'));
    subscriber.subscribe('a');
    const waiting = subscriber.subscribed({ timeout: 200 }).catch((error: Error) => error);
    expect((await publisher.receive({ timeout: TIMEOUT })).text()).toBe('\u0001a');
    expect(await waiting).toMatchObject({ code: 'EAGAIN' });
  });

  it('are not confirmed by a publisher of libzmq, which is not disturbed by the question', async () => {
    const publisher = closing(new Publisher(undefined, { engine: 'libzmq' }));
    const subscriber = create('zmtp', await publisher.bind('tcp://127.0.0.1:*'));
    subscriber.subscribe('a');
    await publisher.subscribed('a', { timeout: TIMEOUT });
    await expect(subscriber.subscribed({ timeout: 100 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No publisher confirmed the subscriptions'),
    });
    await publisher.send('a', 'still here');
    expect((await subscriber.receive({ timeout: TIMEOUT })).text(1)).toBe('still here');
  });

  it('cannot be confirmed on libzmq', async () => {
    const subscriber = create('libzmq', 'tcp://127.0.0.1:9');
    await expect(subscriber.subscribed()).rejects.toMatchObject({ code: 'ENOTSUP' });
    await subscriber.close();
    await expect(subscriber.subscribed()).rejects.toMatchObject({ code: 'ENOTSOCK' });
  });
});

it('on libzmq, peers with a topic cannot be counted', async () => {
  const publisher = closing(new Publisher(undefined, { engine: 'libzmq' }));
  await expect(publisher.subscribed('a', { peers: 2 })).rejects.toMatchObject({ code: 'ENOTSUP' });
});

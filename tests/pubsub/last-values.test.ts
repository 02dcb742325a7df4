import type { ZMQSocket } from '@zeromq-ts/core';
import { FRAME_OVERHEAD_BYTES } from '@zeromq-ts/core/spi';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { describe, expect, it, onTestFinished } from 'vitest';

const TIMEOUT = 20_000;

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

async function receive(subscriber: ZMQSubscriber | ZMQXSubscriber, count: number): Promise<string[]> {
  const texts: string[] = [];
  while (texts.length < count) texts.push((await subscriber.receive({ timeout: TIMEOUT })).map(String).join('|'));
  return texts;
}

describe.each([
  ['PUB', ZMQPublisher],
  ['XPUB', ZMQXPublisher],
] as const)('the last value cache of %s', (_, Publisher) => {
  it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://last'])(
    'CL-16 gives a new subscriber the last message of each topic first, and others nothing again, over %s',
    async (endpoint) => {
      const publisher = closing(new Publisher(undefined, { lastValueCache: 10 }));
      const bound = await publisher.bind(endpoint);
      for (const [topic, price] of ['gold 1', 'iron 2', 'gold 3', 'silver 4'].map((text) => text.split(' '))) {
        await publisher.send(topic as string, price as string);
      }
      const first = closing(new ZMQSubscriber(bound, ['gold', 'silver']));
      await publisher.subscribed('silver', { timeout: TIMEOUT });
      await publisher.send('gold', '5');
      expect(await receive(first, 3)).toEqual(['gold|3', 'silver|4', 'gold|5']);
      const second = closing(new ZMQSubscriber(bound, ''));
      expect(await receive(second, 3)).toEqual(['gold|5', 'iron|2', 'silver|4']);
      // The first one has received nothing again: what comes next is new.
      await publisher.send('gold', '6');
      expect(await receive(first, 1)).toEqual(['gold|6']);
    },
  );

  it('keeps what a function makes, though nobody has subscribed', async () => {
    const publisher = closing(new Publisher(undefined, { lastValueCache: 10 }));
    const bound = await publisher.bind('inproc://made');
    await publisher.send('gold', () => '1');
    const subscriber = closing(new ZMQSubscriber(bound, 'gold'));
    expect(await receive(subscriber, 1)).toEqual(['gold|1']);
  });

  it('does not give up all topics for a message that is larger than the cache', async () => {
    const publisher = closing(new Publisher(undefined, { lastValueCache: 10, lastValueCacheBytes: 1000 }));
    const bound = await publisher.bind('inproc://large');
    await publisher.send('gold', '1');
    await publisher.send('iron', '2');
    await publisher.send('iron', 'x'.repeat(2000));
    const subscriber = closing(new ZMQSubscriber(bound, ''));
    await publisher.subscribed('iron', { timeout: TIMEOUT });
    await publisher.send('end', '3');
    expect(await receive(subscriber, 2)).toEqual(['gold|1', 'end|3']);
  });

  it('CL-17 forgets the topics that were sent longest ago, by number and by bytes', async () => {
    const message = 1 + 1000 + 2 * FRAME_OVERHEAD_BYTES;
    for (const options of [{ lastValueCache: 2 }, { lastValueCache: 100, lastValueCacheBytes: 2 * message }]) {
      const publisher = closing(new Publisher(undefined, options));
      const bound = await publisher.bind('tcp://127.0.0.1:*');
      for (const topic of ['a', 'b', 'a', 'c']) await publisher.send(topic, Buffer.alloc(1000));
      const subscriber = closing(new ZMQSubscriber(bound, ''));
      await publisher.subscribed('', { timeout: TIMEOUT });
      await publisher.send('end', '');
      const topics: string[] = [];
      while (topics.at(-1) !== 'end') topics.push((await subscriber.receive({ timeout: TIMEOUT })).text());
      expect(topics).toEqual(['a', 'c', 'end']);
    }
  });

  it('keeps copies, and no messages of one frame', async () => {
    const publisher = closing(new Publisher(undefined, { lastValueCache: 10 }));
    const bound = await publisher.bind('tcp://127.0.0.1:*');
    const body = Buffer.from('before');
    await publisher.send('topic', body);
    body.fill('x');
    await publisher.send('topic alone');
    const subscriber = closing(new ZMQSubscriber(bound, ''));
    await publisher.subscribed('', { timeout: TIMEOUT });
    await publisher.send('end');
    expect(await receive(subscriber, 2)).toEqual(['topic|before', 'end']);
  });

  it('sends no more than the queue of the subscriber has room for (PA-12)', async () => {
    const publisher = closing(new Publisher(undefined, { lastValueCache: 1000, sendHighWaterMark: 5 }));
    await publisher.bind('inproc://room');
    for (let index = 0; index < 100; index++) await publisher.send(`${index}`, '');
    const subscriber = closing(new ZMQSubscriber('inproc://room', '', { receiveHighWaterMark: 5 }));
    await publisher.subscribed('', { timeout: TIMEOUT });
    expect(publisher.stats().dropped.full).toBeGreaterThan(0);
    expect(await receive(subscriber, 5)).toHaveLength(5);
  });

  it('is not on libzmq', () => {
    expect(() => new Publisher(undefined, { engine: 'libzmq', lastValueCache: 1 })).toThrow(
      expect.objectContaining({ code: 'ENOTSUP' }),
    );
  });
});

it('CL-16 an XPUB answers repeated subscriptions if it is notified of them, and those that its application grants', async () => {
  const verbose = closing(new ZMQXPublisher(undefined, { lastValueCache: 10, verbosity: 'allSubs' }));
  const again = closing(new ZMQXSubscriber(await verbose.bind('tcp://127.0.0.1:*')));
  await verbose.send('a', '1');
  again.subscribe('a');
  expect(await receive(again, 1)).toEqual(['a|1']);
  again.subscribe('a');
  expect(await receive(again, 1)).toEqual(['a|1']);

  const manual = closing(new ZMQXPublisher(undefined, { lastValueCache: 10, manual: true }));
  const granted = closing(new ZMQXSubscriber(await manual.bind('tcp://127.0.0.1:*')));
  await manual.send('b', '2');
  await manual.send('c', '3');
  granted.subscribe('b');
  await manual.receive({ timeout: TIMEOUT });
  manual.subscribe('c');
  expect(await receive(granted, 1)).toEqual(['c|3']);
});

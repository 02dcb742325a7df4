import type { ZMQSocket } from '@zeromq-ts/core';
import { exactTopic, topicPattern, ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { describe, expect, it, onTestFinished } from 'vitest';

const TIMEOUT = 20_000;

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('a pattern', () => {
  it.each([
    ['a.*.c', 'a.', ['a.b.c', 'a.ä.c'], ['a.c', 'a..c', 'a.b.c.d', 'a.b.cd', 'xa.b.c']],
    ['a.>', 'a.', ['a.b', 'a.b.c'], ['a', 'a.', 'ab.c']],
    ['>', '', ['a', 'a.b'], ['']],
    ['*', '', ['a', '>'], ['a.b', '']],
    ['a.*.>', 'a.', ['a.b.c', 'a.b.c.d'], ['a.b', 'a..c']],
    ['a.b', 'a.b', ['a.b'], ['a.bc', 'a.b.c', 'a']],
    ['a.b*', 'a.b*', ['a.b*'], ['a.bc']],
  ])('%s has the prefix %j', (pattern, prefix, matching, others) => {
    const made = topicPattern(pattern);
    expect(new TextDecoder().decode(made.prefix)).toBe(prefix);
    expect(matching.filter((topic) => !made.matches(bytes(topic)))).toEqual([]);
    expect(others.filter((topic) => made.matches(bytes(topic)))).toEqual([]);
  });

  it('can have another separator', () => {
    const made = topicPattern('a/*', { separator: '/' });
    expect([made.matches(bytes('a/b.c')), made.matches(bytes('a.b'))]).toEqual([true, false]);
  });

  it('that is wrong is refused', () => {
    expect(() => topicPattern('a.>.b')).toThrow(/before the end/);
    expect(() => topicPattern('a', { separator: '' })).toThrow(/separator/);
    expect(() => topicPattern(5 as never)).toThrow(TypeError);
    expect(() => exactTopic(5 as never)).toThrow(TypeError);
  });
});

describe.each(['zmtp', 'libzmq'])('on %s', (engine) => {
  const join = async (
    topics: ConstructorParameters<typeof ZMQSubscriber>[1],
  ): Promise<{ publisher: ZMQPublisher; subscriber: ZMQSubscriber; texts: () => Promise<string[]> }> => {
    const publisher = closing(new ZMQPublisher(undefined, { engine }));
    const subscriber = closing(new ZMQSubscriber(await publisher.bind('tcp://127.0.0.1:*'), topics, { engine }));
    subscriber.subscribe('end');
    await publisher.subscribed('end', { timeout: TIMEOUT });
    const texts = async (): Promise<string[]> => {
      await publisher.send('end');
      const got: string[] = [];
      for (;;) {
        const text = (await subscriber.receive({ timeout: TIMEOUT })).text();
        if (text === 'end') return got;
        got.push(text);
      }
    };
    return { publisher, subscriber, texts };
  };

  it('an exact topic does not receive longer ones; beside it, prefixes do', async () => {
    const tx = exactTopic('tx');
    const { publisher, subscriber, texts } = await join([tx, exactTopic(Uint8Array.of(255)), 'news']);
    const send = async (): Promise<void> => {
      for (const topic of ['tx', 'txid', 'news.sport', Uint8Array.of(255, 1)]) await publisher.send(topic, 'body');
    };
    await send();
    expect(await texts()).toEqual(['tx', 'news.sport']);
    subscriber.subscribe('tx');
    await expect.poll(async () => (await send(), await texts())).toContain('txid');
    subscriber.unsubscribe('tx');
    await send();
    expect(await texts()).toEqual(['tx', 'news.sport']);
    subscriber.unsubscribe(tx);
    await expect.poll(async () => (await send(), await texts())).toEqual(['news.sport']);
  });

  it('wildcards; many messages that do not match do not hide the one that does', async () => {
    const { publisher, texts } = await join(topicPattern('prices.*.eur'));
    for (let index = 0; index < 500; index++) await publisher.send(`prices.${index}.usd`, '1');
    await publisher.send('prices.gold.eur', '900');
    expect(await texts()).toEqual(['prices.gold.eur']);
  });

  it('receives that wait keep their order, and tryReceive passes over what does not match', async () => {
    const { publisher, subscriber } = await join(exactTopic('a'));
    const waiting = [1, 2, 3].map(() => subscriber.receive({ timeout: TIMEOUT }));
    for (const [topic, body] of [
      ['ab', '0'],
      ['a', '1'],
      ['ab', '0'],
      ['a', '2'],
      ['a', '3'],
    ] as const) {
      await publisher.send(topic, body);
    }
    expect((await Promise.all(waiting)).map((message) => message.text(1))).toEqual(['1', '2', '3']);
    await publisher.send('ab', '0');
    await publisher.send('a', '4');
    await expect.poll(() => subscriber.tryReceive()?.text(1), { timeout: TIMEOUT }).toBe('4');
  });

  it('patterns do not go with invertMatching', () => {
    const subscriber = closing(new ZMQSubscriber(undefined, [], { engine, invertMatching: true }));
    expect(() => subscriber.subscribe(exactTopic('a'))).toThrow(/invertMatching/);
  });
});

describe.each(['zmtp', 'libzmq'])('readable of a subscriber with patterns on %s', (engine) => {
  const pattern = topicPattern('a.*.c');
  const joined = async (): Promise<{ publisher: ZMQPublisher; subscriber: ZMQSubscriber }> => {
    const publisher = closing(new ZMQPublisher(undefined, { engine }));
    const subscriber = closing(new ZMQSubscriber(await publisher.bind('tcp://127.0.0.1:*'), pattern, { engine }));
    await publisher.subscribed('a.', { timeout: TIMEOUT });
    return { publisher, subscriber };
  };

  it('is about messages that match, of which it takes none', async () => {
    const { publisher, subscriber } = await joined();
    const readable = subscriber.whenReadable({ timeout: TIMEOUT });
    for (let count = 0; count < 200; count++) await publisher.send('a.b');
    expect(subscriber.readable).toBe(false);
    await publisher.send('a.1.c');
    await readable;
    for (let time = 0; time < 3; time++) expect(subscriber.readable).toBe(true);
    expect(`${await subscriber.receive({ timeout: TIMEOUT })}`).toBe('a.1.c');
    expect(subscriber.readable).toBe(false);
    await publisher.send('a.2.c');
    await publisher.send('a.3.c');
    await subscriber.whenReadable({ timeout: TIMEOUT });
    const received = [await subscriber.receive({ timeout: TIMEOUT }), await subscriber.receive({ timeout: TIMEOUT })];
    expect(received.map(String)).toEqual(['a.2.c', 'a.3.c']);
  });

  it('finds what drain then has the loop finish', async () => {
    const { publisher, subscriber } = await joined();
    await publisher.send('a.1.c');
    await subscriber.whenReadable({ timeout: TIMEOUT });
    const drained = subscriber.drain({ timeout: TIMEOUT });
    const received: string[] = [];
    for await (const message of subscriber) received.push(`${message}`);
    await drained;
    expect(received).toEqual(['a.1.c']);
  });

  it('finds what close then drops and counts, and what no longer matches is not received', async () => {
    const { publisher, subscriber } = await joined();
    await publisher.send('a.1.c');
    await subscriber.whenReadable({ timeout: TIMEOUT });
    subscriber.subscribe('a.2');
    subscriber.unsubscribe(pattern);
    await publisher.subscribed('a.2', { timeout: TIMEOUT });
    await publisher.send('a.2');
    expect(`${await subscriber.receive({ timeout: TIMEOUT })}`).toBe('a.2');
    subscriber.subscribe(pattern);
    await publisher.subscribed('a.', { timeout: TIMEOUT });
    await publisher.send('a.3.c');
    await subscriber.whenReadable({ timeout: TIMEOUT });
    const dropped: string[] = [];
    subscriber.on('dropped', ({ reason, count }) => dropped.push(`${reason} ${count}`));
    await subscriber.close();
    expect(dropped).toEqual(['unread 1']);
    expect(subscriber.stats().dropped.unread).toBe(1);
  });
});

import { ZMQContext } from '@zeromq-ts/core';
import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let context: ZMQContext;

beforeEach(() => {
  context = new ZMQContext();
});

afterEach(() => context.close({ linger: 0 }));

const soon = { timeout: 20_000 };

describe.each(['inproc://pubsub', 'tcp://127.0.0.1:*'])('publish and subscribe over %s', (address) => {
  it('deliver what matches a topic, PB-02', async () => {
    const pub = new ZMQPublisher(undefined, { context });
    const sub = new ZMQSubscriber(await pub.bind(address), 'b', { context });
    await pub.subscribed('b', soon);
    for (const text of ['a', 'b', 'c', 'bb']) await pub.send([text, 'body']);
    expect((await sub.receive(soon)).text()).toBe('b');
    expect((await sub.receive(soon)).text()).toBe('bb');
    expect(sub.tryReceive()).toBeUndefined();
  });

  it('deliver everything until the first topic is given', async () => {
    const pub = new ZMQPublisher(undefined, { context });
    const sub = new ZMQSubscriber(await pub.bind(address), undefined, { context });
    await pub.subscribed('anything', soon);
    await pub.send('1');
    expect((await sub.receive(soon)).text()).toBe('1');
    sub.subscribe('b');
    await pub.subscribed('b', soon);
    // Once this one is through, so is the end of "everything", which was sent after it.
    sub.subscribe('marker');
    await pub.subscribed('marker', soon);
    for (const text of ['a', 'b', 'c', 'marker']) await pub.send(text);
    expect((await sub.receive(soon)).text()).toBe('b');
    expect((await sub.receive(soon)).text()).toBe('marker');
  });

  it('hand subscriptions to an XPUB, which decides with manual, B-079', async () => {
    const xpub = new ZMQXPublisher(undefined, { context, manual: true });
    const xsub = new ZMQXSubscriber(await xpub.bind(address), { context });
    await xsub.send('\u0001asked');
    expect((await xpub.receive(soon)).text()).toBe('\u0001asked');
    xpub.subscribe('given');
    await xpub.send('asked');
    await xpub.send('given');
    expect((await xsub.receive(soon)).text()).toBe('given');
  });
});

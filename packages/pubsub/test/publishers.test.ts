import { describe, expect, it } from 'vitest';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine } from '@zeromq-ts/testing';
import { ZMQPublisher } from '../src/zmq-publisher.js';
import type { XPublisherOptions } from '../src/xpublisher-options.js';
import { ZMQXPublisher } from '../src/zmq-xpublisher.js';
import { ZMQXSubscriber } from '../src/zmq-xsubscriber.js';

function publisher(): { pub: ZMQPublisher; wire: FakeSocket } {
  const engine = new FakeEngine();
  return { pub: new ZMQPublisher('inproc://x', { engine }), wire: engine.last };
}

function xpublisher(options: XPublisherOptions = {}): { xpub: ZMQXPublisher; wire: FakeSocket } {
  const engine = new FakeEngine();
  return { xpub: new ZMQXPublisher('inproc://x', { engine, ...options }), wire: engine.last };
}

describe('a ZMQPublisher', () => {
  it('binds by default and cannot receive, PB-04', () => {
    const { pub, wire } = publisher();
    expect(wire.calls).toStrictEqual(['bind inproc://x']);
    expect(pub.type).toBe('PUB');
    expect('receive' in pub).toBe(false);
    expect(Symbol.asyncIterator in pub).toBe(false);
  });
});

describe('subscribed', () => {
  it('resolves once a subscription is a prefix of the topic', async () => {
    const { pub, wire } = publisher();
    let done = false;
    const subscribed = pub.subscribed('weather.berlin').then(() => (done = true));
    wire.addSubscriber('sport');
    wire.addSubscriber('weather.berlin.today');
    await Promise.resolve();
    expect(done).toBe(false);
    wire.addSubscriber('weather.');
    await subscribed;
  });

  it('resolves for any subscription when no topic is given', async () => {
    const { pub, wire } = publisher();
    const subscribed = pub.subscribed();
    wire.addSubscriber('anything');
    await subscribed;
    await pub.subscribed(undefined, { timeout: 0 });
  });

  it('takes bytes as a topic', async () => {
    const { pub, wire } = publisher();
    wire.addSubscriber('ab');
    await pub.subscribed(Buffer.from('abc'));
  });

  it('rejects with EAGAIN after the timeout, and names the topic', async () => {
    const { pub } = publisher();
    await expect(pub.subscribed('weather', { timeout: 5 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No peer subscribed to "weather" within 5 ms.'),
    });
    await expect(pub.subscribed(undefined, { timeout: 5 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No peer subscribed within 5 ms.'),
    });
  });

  it('rejects when it is aborted, when the socket closes, and afterwards', async () => {
    const { pub } = publisher();
    const controller = new AbortController();
    const aborted = pub.subscribed('a', { signal: controller.signal }).catch((error: unknown) => error);
    const closed = pub.subscribed('a').catch((error: unknown) => error);
    controller.abort('enough');
    expect(await aborted).toBe('enough');
    await pub.close();
    expect(await closed).toMatchObject({ code: 'ENOTSOCK' });
    await expect(pub.subscribed('a')).rejects.toMatchObject({ code: 'ENOTSOCK' });
  });

  it('rejects what is no topic, and wrong options', async () => {
    const { pub } = publisher();
    await expect(pub.subscribed({ timeout: 5 } as never)).rejects.toThrow(TypeError);
    await expect(pub.subscribed({ timeout: 5 } as never)).rejects.toThrow('Options come after');
    await expect(pub.subscribed('a', { timeout: -1 })).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(pub.subscribed('a', 5 as never)).rejects.toMatchObject({ code: 'EINVAL' });
  });
});

describe('a ZMQXPublisher', () => {
  it('binds by default, sends, and receives subscriptions', async () => {
    const { xpub, wire } = xpublisher();
    expect(wire.calls).toStrictEqual(['bind inproc://x']);
    wire.deliver('\u0001sport');
    const [subscription] = await xpub.receive();
    expect(`${subscription}`).toBe('\u0001sport');
    expect(await xpub.send('sport 1:0')).toBe(true);
  });

  it('decides on subscriptions itself with manual, B-079', () => {
    const { xpub, wire } = xpublisher({ manual: true });
    xpub.subscribe('a', Buffer.from('b'));
    xpub.unsubscribe('a');
    expect(wire.calls.slice(1)).toStrictEqual(['subscribe a', 'subscribe b', 'unsubscribe a']);
  });

  it('refuses to without manual, and says why', () => {
    const { xpub, wire } = xpublisher();
    const refusal = { code: 'ENOTSUP', message: expect.stringContaining('{ manual: true }') };
    expect(() => xpub.subscribe('a')).toThrow(expect.objectContaining(refusal));
    expect(() => xpub.unsubscribe('a')).toThrow(expect.objectContaining(refusal));
    expect(wire.calls).toHaveLength(1);
  });

  it('refuses bad topics, and everything when it is closed', async () => {
    const { xpub, wire } = xpublisher({ manual: true });
    expect(() => xpub.subscribe('a', 1 as never)).toThrow(TypeError);
    expect(wire.calls).toHaveLength(1);
    await xpub.close();
    expect(() => xpub.subscribe('a')).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
    expect(() => xpub.unsubscribe('a')).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
  });
});

describe('a ZMQXSubscriber', () => {
  it('connects by default, subscribes to nothing by itself, and sends its subscriptions', async () => {
    const engine = new FakeEngine();
    const xsub = new ZMQXSubscriber('inproc://x', { engine });
    expect(engine.last.calls).toStrictEqual(['connect inproc://x']);
    expect(await xsub.send('\u0001sport')).toBe(true);
    engine.last.deliver('sport 1:0');
    expect(`${await xsub.receive()}`).toBe('sport 1:0');
  });
});

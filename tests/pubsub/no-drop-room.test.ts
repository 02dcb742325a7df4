import { ZMQPublisher, ZMQSubscriber, ZMQXPublisher } from '@zeromq-ts/pubsub';
import { describe, expect, it, onTestFinished } from 'vitest';

const TIMEOUT = 20_000;

describe.each([
  ['PUB', ZMQPublisher],
  ['XPUB', ZMQXPublisher],
])('%s with noDrop', (_, Publisher) => {
  it('is full while a subscriber is, and becomes writable when it receives', async () => {
    const publisher = new Publisher('inproc://room', { noDrop: true, sendHighWaterMark: 1 });
    onTestFinished(() => publisher.close({ linger: 0 }));
    const subscriber = new ZMQSubscriber('inproc://room', '', { receiveHighWaterMark: 1 });
    onTestFinished(() => subscriber.close());
    await publisher.subscribed('', { timeout: TIMEOUT });
    let sent = 0;
    while (publisher.trySend(`${sent}`)) sent++;
    expect(publisher.sendState).toBe('full');
    const writable = publisher.whenWritable({ timeout: TIMEOUT });
    for (let index = 0; index < sent; index++) {
      expect((await subscriber.receive({ timeout: TIMEOUT })).text()).toBe(`${index}`);
    }
    await writable;
    expect(publisher.trySend('more')).toBe(true);
  });
});

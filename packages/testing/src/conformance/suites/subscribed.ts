import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import {
  EVENT_TIMEOUT_MS,
  eventually,
  expectRefusal,
  failure,
  inTime,
  receiveTexts,
  unsubscribed,
} from '../waiting.js';

/** `ZMQPublisher.subscribed()`: no sleeps against the slow joiner. */
export function subscribed(suite: Suite): void {
  suite.overWirings('subscribed resolves once the subscription is here: nothing sent then is lost', async (scope) => {
    const pub = scope.binding('PUB');
    const sub = scope.connecting('SUB', { topics: 'weather.' });
    const waiting = [
      pub.subscribed('weather.', { timeout: EVENT_TIMEOUT_MS }),
      pub.subscribed('weather.berlin', { timeout: EVENT_TIMEOUT_MS }),
      pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS }),
      pub.subscribed(Buffer.from('weather.'), { timeout: EVENT_TIMEOUT_MS }),
    ];
    await scope.attach(pub, sub);
    await Promise.all(waiting);
    await pub.send('weather.berlin');
    expect(await receiveTexts(sub)).toEqual(['weather.berlin']);
  });

  suite.overTransports('subscribed resolves at once when the subscriber is there', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB')];
    await scope.join(pub, sub);
    await pub.subscribed('x', { timeout: EVENT_TIMEOUT_MS });
    await inTime('subscribed', pub.subscribed('x'), 100);
    await inTime('subscribed', pub.subscribed(), 100);
    await pub.subscribed('y', { timeout: 0 });
  });

  suite.overTransports(
    'subscribed waits for this topic: longer and other subscriptions do not count',
    async (scope) => {
      const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: ['weather.berlin', 'news'] })];
      await scope.join(pub, sub);
      await pub.subscribed('weather.berlin', { timeout: EVENT_TIMEOUT_MS });
      const error = await expectRefusal(pub.subscribed('weather.', { timeout: 40 }), 'EAGAIN', /weather\./);
      expect(error.message).toContain('40 ms');
      const waiting = pub.subscribed('weather.', { timeout: EVENT_TIMEOUT_MS });
      sub.subscribe('weather.');
      await waiting;
    },
  );

  suite.overTransports('a connection without a subscription is no subscriber', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: [] })];
    await scope.join(pub, sub);
    await expectRefusal(pub.subscribed(undefined, { timeout: 40 }), 'EAGAIN');
    sub.subscribe('a');
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
  });

  suite.overTransports('a subscription that ends counts no more', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: ['a', 'b'] })];
    await scope.join(pub, sub);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    sub.unsubscribe('a');
    sub.subscribe('c');
    await pub.subscribed('c', { timeout: EVENT_TIMEOUT_MS });
    await expectRefusal(pub.subscribed('a', { timeout: 0 }), 'EAGAIN');
    await sub.close();
    await unsubscribed(pub, 'b');
    await unsubscribed(pub, 'c');
    await expectRefusal(pub.subscribed(undefined, { timeout: 0 }), 'EAGAIN');
  });

  suite.overTransports('of two subscribers to a topic, one is enough', async (scope) => {
    const pub = scope.binding('PUB');
    const [one, other] = [scope.connecting('SUB', { topics: 'a' }), scope.connecting('SUB', { topics: 'a' })];
    await scope.join(pub, one, other);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await one.close();
    await eventually('it has left', () => pub.stats().peers === 1);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('a');
    expect(await receiveTexts(other)).toEqual(['a']);
  });

  suite.it('subscribed rejects with the reason of its signal', async (scope) => {
    const pub = scope.binding('PUB');
    const controller = new AbortController();
    const waiting = failure(pub.subscribed('a', { signal: controller.signal }));
    const reason = new Error('never mind');
    controller.abort(reason);
    expect(await waiting).toBe(reason);
    expect(await failure(pub.subscribed('a', { signal: controller.signal }))).toBe(reason);
  });

  suite.it('subscribed rejects with ENOTSOCK when the socket closes', async (scope) => {
    const pub = scope.binding('PUB');
    const waiting = expectRefusal(pub.subscribed(), 'ENOTSOCK');
    await pub.close();
    await waiting;
  });
}

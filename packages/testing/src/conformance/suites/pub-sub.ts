import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, drain, inTime, receiveMany, receiveTexts, unsubscribed } from '../waiting.js';

/** PUB and SUB (RFC 29): who gets what, and what is dropped. */
export function pubSub(suite: Suite): void {
  suite.overWirings('PB-02 a subscription is a prefix of the first frame; messages come whole', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: 'weather.' })];
    await scope.attach(pub, sub);
    await pub.subscribed('weather.', { timeout: EVENT_TIMEOUT_MS });
    await pub.send(['weather.berlin', '21', '']);
    await pub.send(['news', 'weather.berlin']);
    await pub.send('weather');
    await pub.send(['weather.', 'end']);
    expect(await receiveTexts(sub)).toEqual(['weather.berlin', '21', '']);
    expect(await receiveTexts(sub)).toEqual(['weather.', 'end']);
  });

  suite.overTransports('a SUB that binds hears a PUB that connects', async (scope) => {
    const [sub, pub] = [scope.binding('SUB', { topics: 'a' }), scope.connecting('PUB')];
    await scope.join(sub, pub);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('b');
    await pub.send('a');
    expect(await receiveTexts(sub)).toEqual(['a']);
  });

  suite.overTransports('PB-11 a SUB that was never given a topic receives everything', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB')];
    await scope.join(pub, sub);
    await pub.subscribed('', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['a', '', 'b']) await pub.send(body);
    expect(await receiveMany(sub, 3)).toEqual(['a', '', 'b']);
  });

  suite.overTransports('the first topic of subscribe replaces the implicit everything', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB')];
    await scope.join(pub, sub);
    await pub.subscribed('anything', { timeout: EVENT_TIMEOUT_MS });
    sub.subscribe('a');
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['b1', 'a1', 'b2', 'a2']) await pub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['a1', 'a2']);
    // And leaving it does not bring everything back.
    sub.unsubscribe('a');
    await unsubscribed(pub, 'b');
    sub.subscribe('c');
    await pub.subscribed('c', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['b3', 'a3', 'c3']) await pub.send(body);
    expect(await receiveTexts(sub)).toEqual(['c3']);
  });

  suite.overTransports('the topic "" is everything, and stays beside others', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: '' })];
    await scope.join(pub, sub);
    sub.subscribe('a');
    await pub.subscribed('b', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['b', 'a']) await pub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['b', 'a']);
  });

  suite.overTransports('PB-11 an empty list of topics is nothing yet', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: [] })];
    await scope.join(pub, sub);
    await pub.send('before');
    sub.subscribe('a');
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['b', 'a']) await pub.send(body);
    expect(await receiveTexts(sub)).toEqual(['a']);
  });

  suite.overTransports('PB-11 a message that several subscriptions match comes once', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: ['', 'a', 'ab', 'abc'] })];
    await scope.join(pub, sub);
    await pub.subscribed('abc', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['abcd', 'end']) await pub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['abcd', 'end']);
  });

  suite.overTransports('B-086 subscribed twice and unsubscribed once is still subscribed', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: ['a', 'a', 'z'] })];
    await scope.join(pub, sub);
    sub.unsubscribe('a');
    await pub.subscribed('z', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['a1', 'z1']) await pub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['a1', 'z1']);
    sub.unsubscribe('a');
    for (const body of ['a2', 'z2']) await pub.send(body);
    expect(await receiveTexts(sub)).toEqual(['z2']);
  });

  suite.overTransports('PB-12 after unsubscribe nothing more of the topic comes', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: ['a', 'b'] })];
    await scope.join(pub, sub);
    await pub.subscribed('b', { timeout: EVENT_TIMEOUT_MS });
    sub.unsubscribe('a');
    for (const body of ['a1', 'b1', 'a2', 'b2']) await pub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['b1', 'b2']);
  });

  suite.overTransports('PB-16 unsubscribe of a topic never subscribed changes nothing', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: 'a' })];
    await scope.join(pub, sub);
    sub.unsubscribe('b');
    sub.unsubscribe();
    sub.subscribe();
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('a');
    expect(await receiveTexts(sub)).toEqual(['a']);
  });

  suite.overTransports('unsubscribe of the implicit everything by name changes nothing', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB')];
    await scope.join(pub, sub);
    sub.unsubscribe('a');
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('a');
    expect(await receiveTexts(sub)).toEqual(['a']);
  });

  suite.overTransports('B-088 topics are bytes, of any length', async (scope) => {
    const topics = [
      Uint8Array.of(0, 255, 1),
      'żółć',
      ...[245, 246, 255, 256, 1000, 65_536].map((size) => 'x'.repeat(size)),
    ];
    for (const topic of topics) {
      const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: topic })];
      await scope.join(pub, sub);
      await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
      const bytes = Buffer.from(topic as string);
      await pub.send([bytes.subarray(0, -1), 'too short']);
      await pub.send([bytes, 'match']);
      expect((await sub.receive()).text(1)).toBe('match');
    }
  });

  suite.overTransports('PB-03 PUB without subscribers sends, and drops', async (scope) => {
    const pub = scope.binding('PUB');
    expect(pub.trySend('unbound')).toBe(true);
    const endpoint = await pub.bind(await scope.endpoint());
    for (let index = 0; index < 2000; index++) expect(await pub.send(`${index}`)).toBe(true);
    const sub = scope.connecting('SUB', {}, endpoint);
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
    await pub.send('first heard');
    // B-090: nothing is replayed.
    expect(await receiveTexts(sub)).toEqual(['first heard']);
  });

  suite.overTransports('each of several subscribers gets every message it wants, in order', async (scope) => {
    const pub = scope.binding('PUB');
    const [a, b] = [scope.connecting('SUB', { topics: 'a' }), scope.connecting('SUB', { topics: 'b' })];
    const endpoint = await scope.join(pub, a, b);
    for (const topic of ['a', 'b']) await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
    // Last: what asks for everything counts for each topic.
    const all = scope.connecting('SUB', { topics: '' }, endpoint);
    await pub.subscribed('c', { timeout: EVENT_TIMEOUT_MS });
    const bodies = Array.from({ length: 300 }, (_, index) => `${'abc'[index % 3]}${index}`);
    for (const body of bodies) await pub.send(body);
    expect(await receiveMany(a, 100)).toEqual(bodies.filter((body) => body.startsWith('a')));
    expect(await receiveMany(b, 100)).toEqual(bodies.filter((body) => body.startsWith('b')));
    expect(await receiveMany(all, 300)).toEqual(bodies);
  });

  suite.overTransports('PB-14 a SUB hears all publishers that it is connected to', async (scope) => {
    const pubs = [scope.binding('PUB'), scope.binding('PUB'), scope.binding('PUB')];
    const sub = scope.connecting('SUB', { topics: 'a' });
    for (const pub of pubs) sub.connect(await pub.bind(await scope.endpoint()));
    for (const [index, pub] of pubs.entries()) {
      await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
      await pub.send(`a${index}`);
    }
    expect((await receiveMany(sub, 3)).toSorted()).toEqual(['a0', 'a1', 'a2']);
  });

  suite.over(
    'inproc',
    'PB-01 B-089 a PUB drops for a subscriber that does not read, and only for it',
    async (scope) => {
      const pub = scope.binding('PUB', { sendHighWaterMark: 5 });
      const lazy = scope.connecting('SUB', { receiveHighWaterMark: 5, topics: ['m', 'lazy'] });
      const busy = scope.connecting('SUB', { receiveHighWaterMark: 500, topics: ['m', 'busy'] });
      await scope.join(pub, lazy, busy);
      // A peer's topics come in order: when its last is here, 'm' is.
      await pub.subscribed('lazy', { timeout: EVENT_TIMEOUT_MS });
      await pub.subscribed('busy', { timeout: EVENT_TIMEOUT_MS });
      for (let index = 0; index < 200; index++) {
        expect(await inTime('send', pub.send(`m${index}`))).toBe(true);
        expect(await receiveTexts(busy)).toEqual([`m${index}`]);
      }
      const kept = await drain(lazy);
      expect(kept.length).toBeLessThanOrEqual(10);
      expect(kept.length).toBeGreaterThan(0);
      await pub.send('m after draining');
      expect(await receiveTexts(lazy)).toEqual(['m after draining']);
      const { dropped } = pub.stats();
      expect(dropped.full).toBe(scope.pair.binder.capabilities.countsDrops ? 200 - kept.length : 0);
    },
  );

  suite.overTransports('PB-01 a PUB never waits, however slow its subscriber is', async (scope) => {
    const pub = scope.binding('PUB', { sendHighWaterMark: 10 });
    const sub = scope.connecting('SUB', { receiveHighWaterMark: 10 });
    await scope.join(pub, sub);
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
    const body = Buffer.alloc(10_000);
    for (let index = 0; index < 2000; index++) {
      expect(pub.trySend([`${index}`, body])).toBe(true);
      expect(pub.stats().waitingSends).toBe(0);
    }
    const first = await receiveTexts(sub);
    expect(first[0]).toBe('0');
  });

  suite.overTransports('PB-05 what an XSUB sends upstream does not disturb a PUB', async (scope) => {
    const [pub, xsub] = [scope.binding('PUB'), scope.connecting('XSUB')];
    await scope.join(pub, xsub);
    await xsub.send('not a subscription');
    await xsub.send(['neither', 'this']);
    await xsub.send('\u0001a');
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('a');
    expect(await receiveTexts(xsub)).toEqual(['a']);
  });

  suite.overTransports('B-007 a subscriber that leaves is subscribed no more', async (scope) => {
    const xpub = scope.binding('XPUB');
    const sub = scope.connecting('SUB', { topics: 'a' });
    const endpoint = await scope.join(xpub, sub);
    expect(await receiveTexts(xpub)).toEqual(['\u0001a']);
    sub.disconnect(endpoint);
    expect(await receiveTexts(xpub)).toEqual(['\u0000a']);
  });

  suite.overTransports('B-082 invertMatching delivers what does not match', async (scope) => {
    const xpub = scope.binding('XPUB', { invertMatching: true });
    const sub = scope.connecting('SUB', { invertMatching: true, topics: ['a', 'b'] });
    await scope.join(xpub, sub);
    expect((await receiveMany(xpub, 2)).toSorted()).toEqual(['\u0001a', '\u0001b']);
    for (const body of ['a1', 'c1', 'b1', 'd1']) await xpub.send(body);
    expect(await receiveMany(sub, 2)).toEqual(['c1', 'd1']);
  });

  suite.over('inproc', 'B-002 what a PUB sends before the SUB has bound is lost', async (scope) => {
    const endpoint = await scope.endpoint();
    const pub = scope.connecting('PUB', {}, `>${endpoint}`);
    await pub.send('lost');
    const sub = scope.binding('SUB', {}, `@${endpoint}`);
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
    await pub.send('heard');
    expect(await receiveTexts(sub)).toEqual(['heard']);
  });
}

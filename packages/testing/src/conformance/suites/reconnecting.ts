import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, nextEvent, receiveTexts } from '../waiting.js';

/** Connections that are lost and made again. Over inproc there is nothing to lose. */
export function reconnecting(suite: Suite): void {
  suite.overNetworks('SO-02 E-06 when the bound socket is replaced, the connecter finds the new one', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', {}, endpoint);
    for (const round of ['first', 'second', 'third']) {
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
      await push.send(round);
      expect(await receiveTexts(pull)).toEqual([round]);
      await pull.close();
      await eventually('the peer is gone', () => push.stats().peers === 0);
    }
  });

  suite.overNetworks(
    'a connected ROUTER reaches the peer that answers at the endpoint now, by the id of now',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const router = scope.connecting('ROUTER', { mandatory: true, routingId: 'R' }, `>${endpoint}`);
      for (const [round, id] of ['one', 'two', 'two', 'three', 'one'].entries()) {
        const dealer = scope.binding('DEALER', { routingId: id }, `@${endpoint}`);
        await dealer.send(`${round}`);
        expect(await receiveTexts(router)).toEqual([id, `${round}`]);
        await router.send([id, `back ${round}`]);
        expect(await receiveTexts(dealer)).toEqual([`back ${round}`]);
        for (const other of ['one', 'two', 'three'].filter((each) => each !== id)) {
          await expect(router.send([other, 'not there'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
        }
        await dealer.close();
        await eventually('the peer is gone', () => router.stats().peers === 0);
      }
    },
  );

  suite.overNetworks('a connected XPUB forgets what a lost subscriber wanted', async (scope) => {
    const endpoint = await scope.endpoint();
    const xpub = scope.connecting('XPUB', {}, `>${endpoint}`);
    for (const topic of ['a', 'b']) {
      const sub = scope.binding('SUB', { topics: topic }, `@${endpoint}`);
      expect(await receiveTexts(xpub)).toEqual([`\u0001${topic}`]);
      await sub.close();
      expect(await receiveTexts(xpub)).toEqual([`\u0000${topic}`]);
    }
  });

  suite.overNetworks(
    'B-059 RR-14 what is sent while the connection is down is kept for the next one',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const first = scope.binding('DEALER', {}, `@${endpoint}`);
      const dealer = scope.connecting('DEALER', {}, endpoint);
      await dealer.connected({ timeout: EVENT_TIMEOUT_MS });
      await first.close();
      await eventually('the peer is gone', () => dealer.stats().peers === 0);
      for (const body of ['1', '2', '3']) expect(await dealer.send(body)).toBe(true);
      const second = scope.binding('DEALER', {}, `@${endpoint}`);
      for (const body of ['1', '2', '3']) expect(await receiveTexts(second)).toEqual([body]);
    },
  );

  suite.overNetworks('B-060 a SUB subscribes again after a reconnect, to 1000 topics as to one', async (scope) => {
    const endpoint = await scope.endpoint();
    const topics = Array.from({ length: 1000 }, (_, index) => `topic ${index};`);
    const sub = scope.connecting('SUB', { topics }, endpoint);
    for (const round of ['first', 'second']) {
      const pub = scope.binding('PUB');
      await pub.bind(endpoint);
      for (const topic of topics) await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
      for (const topic of ['topic 0;', 'topic 500;', 'topic 999;']) {
        await pub.send([topic, round]);
        expect(await receiveTexts(sub)).toEqual([topic, round]);
      }
      await pub.close();
      await eventually('the peer is gone', () => sub.stats().peers === 0);
    }
  });

  suite.overNetworks(
    'B-060 no subscription is lost at a high-water mark: before, after, and again after a reconnect',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const marks = { sendHighWaterMark: 10, receiveHighWaterMark: 10 };
      const topics = Array.from({ length: 4000 }, (_, index) => `topic ${index};`);
      const [early, late] = [topics.slice(0, 2000), topics.slice(2000)];
      const sub = scope.connecting('SUB', { ...marks, topics: early }, endpoint);
      const xsub = scope.connecting('XSUB', marks, endpoint);
      for (const topic of early) await xsub.send(`\u0001x ${topic}`);
      for (const round of ['first', 'second']) {
        const pub = scope.binding('PUB', marks);
        await pub.bind(endpoint);
        await pub.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
        if (round === 'first') {
          sub.subscribe(...late);
          for (const topic of late) await xsub.send(`\u0001x ${topic}`);
        }
        for (const topic of topics) {
          await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
          await pub.subscribed(`x ${topic}`, { timeout: EVENT_TIMEOUT_MS });
        }
        await pub.close();
        await eventually('the peer is gone', () => sub.stats().peers + xsub.stats().peers === 0);
      }
    },
  );

  suite.overNetworks('B-060 after a reconnect a SUB has its topics of now, not those of then', async (scope) => {
    const endpoint = await scope.endpoint();
    const sub = scope.connecting('SUB', { topics: ['old', 'kept'] }, endpoint);
    const first = scope.binding('PUB', {}, endpoint);
    await first.subscribed('old', { timeout: EVENT_TIMEOUT_MS });
    await first.close();
    await eventually('the peer is gone', () => sub.stats().peers === 0);
    sub.unsubscribe('old');
    sub.subscribe('new');
    const second = scope.binding('PUB', {}, endpoint);
    await second.subscribed('new', { timeout: EVENT_TIMEOUT_MS });
    await second.subscribed('kept', { timeout: EVENT_TIMEOUT_MS });
    for (const topic of ['old', 'kept', 'new']) await second.send(topic);
    expect(await receiveTexts(sub)).toEqual(['kept']);
    expect(await receiveTexts(sub)).toEqual(['new']);
  });

  suite.overNetworks(
    'B-061 a REQ whose replier is gone goes on waiting, and a second send stays out of order',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const rep = scope.binding('REP', {}, endpoint);
      const req = scope.connecting('REQ', {}, endpoint);
      await req.send('lost');
      expect(await receiveTexts(rep)).toEqual(['lost']);
      await rep.close();
      await eventually('the peer is gone', () => req.stats().peers === 0);
      expect(await req.send('again')).toBe(false);
      expect(req.tryReceive()).toBeUndefined();
    },
  );

  suite.over('tcp', 'B-055 with reconnectInterval Infinity a lost connection stays lost', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('PULL', {}, endpoint);
    await first.ready;
    const push = scope.connecting('PUSH', { reconnectInterval: Infinity }, endpoint);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    const lost = nextEvent(push, 'disconnected');
    await first.close();
    await lost;
    const second = scope.binding('PULL', {}, endpoint);
    // Another connecter shows that the second would have been found.
    const other = scope.connecting('PUSH', {}, endpoint);
    await other.send('other');
    expect(await receiveTexts(second)).toEqual(['other']);
    expect(push.stats().peers).toBe(0);
  });

  suite.over('tcp', 'B-057 the events of a connection that is lost and found, in order', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('PULL', {}, endpoint);
    await first.ready;
    const push = scope.connecting('PUSH');
    const seen: string[] = [];
    for (const name of ['connected', 'handshake-succeeded', 'disconnected', 'connect-retried'] as const) {
      push.on(name, () => seen.at(-1) !== name && seen.push(name));
    }
    push.connect(endpoint);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    await first.close();
    await eventually('a retry', () => seen.includes('connect-retried'));
    const again = nextEvent(push, 'handshake-succeeded');
    await scope.binding('PULL').bind(endpoint);
    await again;
    expect(seen.slice(0, 4)).toEqual(['connected', 'handshake-succeeded', 'disconnected', 'connect-retried']);
    expect(seen.slice(-2)).toEqual(['connected', 'handshake-succeeded']);
  });
}

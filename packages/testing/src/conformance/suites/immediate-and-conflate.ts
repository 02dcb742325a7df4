import { expect } from 'vitest';
import { freePort } from '../fresh-endpoint.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, expectSilence, receiveMany, receiveTexts } from '../waiting.js';

/** Which connections get messages, and which messages they keep. */
export function immediateAndConflate(suite: Suite): void {
  for (const [type, peerType] of [
    ['PULL', 'PUSH'],
    ['ROUTER', 'DEALER'],
    ['DEALER', 'DEALER'],
    ['PAIR', 'PAIR'],
  ] as const) {
    suite.overNetworks(`with immediate, a ${type} can read what a peer has sent before it closed`, async (scope) => {
      const receiver = scope.connecting(type, { immediate: true });
      const sender = scope.binding(peerType);
      await scope.join(sender, receiver);
      for (let index = 0; index < 100; index++) await sender.send(['message', `${index}`]);
      expect((await receiveTexts(receiver)).at(-1)).toBe('0');
      // The peer lingers until all of it has been handed over.
      await sender.close();
      await eventually('it is gone', () => receiver.stats().peers === 0);
      for (let index = 1; index < 100; index++) expect((await receiveTexts(receiver)).at(-1)).toBe(`${index}`);
    });
  }

  suite.over('tcp', 'B-016 without immediate, a connection under way gets its share, too', async (scope) => {
    const pull = scope.binding('PULL');
    const live = await pull.bind(await scope.endpoint());
    const dead = `tcp://127.0.0.1:${await freePort()}`;
    const push = scope.connecting('PUSH', {}, [dead, live]);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    for (let index = 0; index < 10; index++) await push.send(`${index}`);
    expect(await receiveMany(pull, 5)).toHaveLength(5);
    await expectSilence(pull);
    const late = scope.binding('PULL');
    await late.bind(dead);
    expect(await receiveMany(late, 5)).toHaveLength(5);
  });

  suite.overNetworks('B-017 with immediate, only connections that are made get messages', async (scope) => {
    const pull = scope.binding('PULL');
    const live = await pull.bind(await scope.endpoint());
    const push = scope.connecting('PUSH', { immediate: true }, [await scope.endpoint(), live]);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    for (let index = 0; index < 10; index++) await push.send(`${index}`);
    expect(await receiveMany(pull, 10)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  });

  suite.overNetworks(
    'B-017 with immediate, send waits until the connection is made, and again when it is lost',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const push = scope.connecting('PUSH', { immediate: true, sendTimeout: 40 }, endpoint);
      expect(push.trySend('x')).toBe(false);
      await expectRefusal(push.send('x'), 'EAGAIN');
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
      await push.send('y');
      expect(await receiveTexts(pull)).toEqual(['y']);
      await pull.close();
      await eventually('the peer is gone', () => push.stats().peers === 0);
      await expectRefusal(push.send('z'), 'EAGAIN');
    },
  );

  suite.overTransports('B-018 with conflate, only the newest message is kept for a peer', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', { conflate: true }, endpoint);
    for (let index = 0; index < 50; index++) expect(await push.send(`${index}`)).toBe(true);
    const pull = scope.binding('PULL', { conflate: true });
    await pull.bind(endpoint);
    expect(await receiveTexts(pull)).toEqual(['49']);
    await expectSilence(pull);
    await push.send('50');
    expect(await receiveTexts(pull)).toEqual(['50']);
  });

  suite.over('inproc', 'B-018 a SUB with conflate gets the newest message', async (scope) => {
    const pub = scope.binding('PUB');
    const sub = scope.connecting('SUB', { conflate: true });
    await scope.join(pub, sub);
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
    for (let index = 0; index < 50; index++) await pub.send(`${index}`);
    expect(await receiveTexts(sub)).toEqual(['49']);
  });
}

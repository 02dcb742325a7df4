import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectSilence, receiveMany, receiveTexts } from '../waiting.js';

/** `stats()`. */
export function statistics(suite: Suite): void {
  suite.overTransports('stats counts messages and bytes in and out', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    expect(left.stats()).toMatchObject({ messagesSent: 0, bytesSent: 0, messagesReceived: 0, bytesReceived: 0 });
    await left.send('abc');
    await left.send(['ż', '', Buffer.alloc(300)]);
    await receiveTexts(right);
    await receiveTexts(right);
    await right.send('');
    await receiveTexts(left);
    expect(left.stats()).toMatchObject({ messagesSent: 2, bytesSent: 305, messagesReceived: 1, bytesReceived: 0 });
    expect(right.stats()).toMatchObject({ messagesSent: 1, bytesSent: 0, messagesReceived: 2, bytesReceived: 305 });
  });

  suite.it('stats are plain numbers, a snapshot of now', async (scope) => {
    const socket = scope.binding('DEALER');
    const { dropped, queuedIncoming, queuedOutgoing, ...counts } = socket.stats();
    for (const value of [...Object.values(counts), ...Object.values(dropped)]) expect(value).toBe(0);
    expect(Object.keys(dropped).toSorted()).toEqual([
      'disconnected',
      'full',
      'linger',
      'too-large',
      'unread',
      'unreadable',
      'unroutable',
    ]);
    for (const queued of [queuedIncoming, queuedOutgoing]) expect([undefined, 0]).toContain(queued);
    const before = socket.stats();
    const peer = scope.connecting('DEALER');
    await scope.join(socket, peer);
    await socket.send('x');
    expect(before.messagesSent).toBe(0);
    expect(before.peers).toBe(0);
    expect(socket.stats()).toMatchObject({ messagesSent: 1, peers: 1 });
  });

  suite.over('inproc', 'stats tells what is queued, where the engine can know', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL')];
    await scope.join(push, pull);
    for (let index = 0; index < 5; index++) await push.send(`${index}`);
    const known = scope.pair.binder.capabilities.queueDepth;
    const queued = (): number | undefined => {
      const [outgoing, incoming] = [push.stats().queuedOutgoing, pull.stats().queuedIncoming];
      return outgoing === undefined || incoming === undefined ? undefined : outgoing + incoming;
    };
    expect(queued()).toBe(known ? 5 : undefined);
    await receiveMany(pull, 5);
    expect(queued()).toBe(known ? 0 : undefined);
  });

  suite.it('stats counts sends that wait', async (scope) => {
    const push = scope.binding('PUSH');
    await push.bind(await scope.endpoint());
    const sends = [push.send('1'), push.send('2')].map((send) => send.catch(() => {}));
    expect(push.stats()).toMatchObject({ waitingSends: 2, messagesSent: 0, bytesSent: 0 });
    await push.close({ linger: 0 });
    await Promise.all(sends);
    expect(push.stats().waitingSends).toBe(0);
  });

  suite.overTransports('a PUB counts a message once, however many hear it', async (scope) => {
    const pub = scope.binding('PUB');
    const subs = ['1', '2'].map((topic) => scope.connecting('SUB', { topics: ['m', topic] }));
    await scope.join(pub, ...subs);
    for (const topic of ['1', '2']) await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['m1', 'm2', 'm3']) await pub.send(body);
    for (const sub of subs) expect(await receiveMany(sub, 3)).toEqual(['m1', 'm2', 'm3']);
    expect(pub.stats()).toMatchObject({ messagesSent: 3, bytesSent: 6, peers: 2 });
    for (const sub of subs) expect(sub.stats()).toMatchObject({ messagesReceived: 3, bytesReceived: 6, peers: 1 });
  });

  suite.overTransports('what a SUB filters out is not counted as received', async (scope) => {
    const [pub, sub] = [scope.binding('PUB'), scope.connecting('SUB', { topics: 'a' })];
    await scope.join(pub, sub);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    for (const body of ['b', 'a', 'b']) await pub.send(body);
    expect(await receiveTexts(sub)).toEqual(['a']);
    await expectSilence(sub);
    expect(sub.stats().messagesReceived).toBe(1);
  });

  suite.overTransports('peers rises and falls', async (scope) => {
    const pull = scope.binding('PULL');
    const pushes = [1, 2, 3].map(() => scope.connecting('PUSH'));
    await scope.join(pull, ...pushes);
    expect(pull.stats().peers).toBe(3);
    for (const [index, push] of pushes.entries()) {
      await push.close();
      await eventually('one less', () => pull.stats().peers === 2 - index);
    }
  });

  suite.it('a message to nobody counts as dropped at a ROUTER, where the engine can know', async (scope) => {
    if (!scope.pair.binder.capabilities.countsDrops) return;
    const router = scope.binding('ROUTER');
    await router.bind(await scope.endpoint());
    await router.send(['nobody', 'x']);
    expect(router.stats()).toMatchObject({ dropped: { unroutable: 1 } });
  });
}

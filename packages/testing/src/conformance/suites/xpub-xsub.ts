import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, expectSilence, receiveMany, receiveTexts } from '../waiting.js';

const on = (topic: string): string => `\u0001${topic}`;
const off = (topic: string): string => `\u0000${topic}`;

/** XPUB and XSUB (RFC 29): subscriptions as messages. */
export function xpubXsub(suite: Suite): void {
  suite.overWirings('PB-06 an XPUB receives subscriptions and their ends, as a byte and the topic', async (scope) => {
    const [xpub, sub] = [scope.binding('XPUB'), scope.connecting('SUB', { topics: 'a' })];
    await scope.attach(xpub, sub);
    expect(await receiveTexts(xpub)).toEqual([on('a')]);
    sub.subscribe('b', '');
    expect(await receiveMany(xpub, 2)).toEqual([on('b'), on('')]);
    sub.unsubscribe('a');
    expect(await receiveTexts(xpub)).toEqual([off('a')]);
    await xpub.send('x');
    expect(await receiveTexts(sub)).toEqual(['x']);
  });

  suite.overTransports(
    'PB-06 the same subscription of several peers is told once, and its end when the last ends it',
    async (scope) => {
      const xpub = scope.binding('XPUB');
      const subs = [scope.connecting('SUB', { topics: [] }), scope.connecting('SUB', { topics: [] })] as const;
      await scope.join(xpub, ...subs);
      subs[0].subscribe('a');
      expect(await receiveTexts(xpub)).toEqual([on('a')]);
      subs[1].subscribe('a', 'b');
      expect(await receiveTexts(xpub)).toEqual([on('b')]);
      subs[0].unsubscribe('a');
      subs[0].subscribe('c');
      expect(await receiveTexts(xpub)).toEqual([on('c')]);
      subs[1].unsubscribe('a');
      expect(await receiveTexts(xpub)).toEqual([off('a')]);
    },
  );

  suite.overTransports('B-077 verbosity allSubs tells every subscription', async (scope) => {
    const xpub = scope.binding('XPUB', { verbosity: 'allSubs' });
    const subs = [scope.connecting('SUB', { topics: [] }), scope.connecting('SUB', { topics: [] })] as const;
    await scope.join(xpub, ...subs);
    for (const sub of subs) {
      sub.subscribe('a');
      expect(await receiveTexts(xpub)).toEqual([on('a')]);
    }
    subs[0].unsubscribe('a');
    subs[0].subscribe('b');
    expect(await receiveTexts(xpub)).toEqual([on('b')]);
  });

  suite.overTransports('B-077 verbosity allSubsUnsubs tells every end of one, too', async (scope) => {
    const xpub = scope.binding('XPUB', { verbosity: 'allSubsUnsubs' });
    const subs = [scope.connecting('SUB', { topics: [] }), scope.connecting('SUB', { topics: [] })] as const;
    await scope.join(xpub, ...subs);
    for (const sub of subs) {
      sub.subscribe('a');
      expect(await receiveTexts(xpub)).toEqual([on('a')]);
    }
    for (const sub of subs) {
      sub.unsubscribe('a');
      expect(await receiveTexts(xpub)).toEqual([off('a')]);
    }
  });

  suite.overTransports('PB-07 PB-10 when a peer leaves, the XPUB is told the end of its topics', async (scope) => {
    const xpub = scope.binding('XPUB');
    const leaving = scope.connecting('SUB', { topics: ['a', 'b'] });
    await scope.join(xpub, leaving);
    expect((await receiveMany(xpub, 2)).toSorted()).toEqual([on('a'), on('b')]);
    const staying = scope.connecting('SUB', { topics: ['b', 'c'] }, xpub.endpoint ?? '');
    expect(await receiveTexts(xpub)).toEqual([on('c')]);
    await leaving.close();
    expect(await receiveTexts(xpub)).toEqual([off('a')]);
    await staying.close();
    expect((await receiveMany(xpub, 2)).toSorted()).toEqual([off('b'), off('c')]);
  });

  suite.overTransports('PB-08 an XPUB receives what else its peers send upstream', async (scope) => {
    const [xpub, xsub] = [scope.binding('XPUB'), scope.connecting('XSUB')];
    await scope.join(xpub, xsub);
    await xsub.send('hello up there');
    expect(await receiveTexts(xpub)).toEqual(['hello up there']);
    await xsub.send(on('a'));
    expect(await receiveTexts(xpub)).toEqual([on('a')]);
  });

  suite.overTransports('PB-09 an XSUB subscribes at all its publishers by one message', async (scope) => {
    const pubs = [scope.binding('PUB'), scope.binding('PUB')];
    const xsub = scope.connecting('XSUB');
    for (const pub of pubs) xsub.connect(await pub.bind(await scope.endpoint()));
    await xsub.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    expect(await xsub.send(on('a'))).toBe(true);
    for (const [index, pub] of pubs.entries()) {
      await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
      for (const topic of ['b', 'a']) await pub.send(`${topic}${index}`);
    }
    expect((await receiveMany(xsub, 2)).toSorted()).toEqual(['a0', 'a1']);
  });

  suite.overTransports(
    'an XSUB hears nothing before it subscribes, and nothing after it has unsubscribed',
    async (scope) => {
      const [xpub, xsub] = [scope.binding('XPUB'), scope.connecting('XSUB')];
      await scope.join(xpub, xsub);
      await xpub.send('a0');
      await xsub.send(on('a'));
      await xsub.send(on('end'));
      expect(await receiveMany(xpub, 2)).toEqual([on('a'), on('end')]);
      await xpub.send('a1');
      expect(await receiveTexts(xsub)).toEqual(['a1']);
      await xsub.send(off('a'));
      expect(await receiveTexts(xpub)).toEqual([off('a')]);
      for (const body of ['a2', 'end']) await xpub.send(body);
      expect(await receiveTexts(xsub)).toEqual(['end']);
    },
  );

  suite.overTransports('an XSUB that subscribed before it connected is subscribed when it has', async (scope) => {
    const pub = scope.binding('PUB');
    const xsub = scope.connecting('XSUB');
    await xsub.send(on('a'));
    await scope.join(pub, xsub);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.send('a');
    expect(await receiveTexts(xsub)).toEqual(['a']);
  });

  suite.overNetworks('B-060 an XSUB subscribes again after a reconnect', async (scope) => {
    const endpoint = await scope.endpoint();
    const xsub = scope.connecting('XSUB', {}, endpoint);
    for (const topic of ['a', 'b', 'c']) await xsub.send(on(topic));
    await xsub.send(off('b'));
    for (const round of ['first', 'second']) {
      const pub = scope.binding('PUB');
      await pub.bind(endpoint);
      for (const topic of ['a', 'c']) await pub.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
      for (const topic of ['b', 'a', 'c']) await pub.send([topic, round]);
      expect(await receiveTexts(xsub)).toEqual(['a', round]);
      expect(await receiveTexts(xsub)).toEqual(['c', round]);
      await pub.close();
      await eventually('it has left', () => xsub.stats().peers === 0);
    }
  });

  suite.overTransports('B-081 a welcome message goes to each new subscriber', async (scope) => {
    const xpub = scope.binding('XPUB', { welcomeMessage: 'welcome' });
    const first = scope.connecting('SUB', { topics: 'w' });
    const endpoint = await scope.join(xpub, first);
    expect(await receiveTexts(first)).toEqual(['welcome']);
    const second = scope.connecting('SUB', { topics: [Buffer.from('wel')] }, endpoint);
    expect(await receiveTexts(second)).toEqual(['welcome']);
    await expectSilence(first);
  });

  suite.over('inproc', 'B-078 with noDrop, send waits for a subscriber whose queue is full', async (scope) => {
    for (const type of ['XPUB', 'PUB'] as const) {
      const pub = scope.binding(type, { noDrop: true, sendHighWaterMark: 3 });
      const sub = scope.connecting('SUB', { receiveHighWaterMark: 3 });
      await scope.join(pub, sub);
      if (pub.type === 'XPUB') await receiveTexts(pub as ReturnType<typeof scope.binding<'XPUB'>>);
      else await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
      const sends = Array.from({ length: 50 }, (_, index) => pub.send(`${index}`));
      expect(pub.stats().waitingSends).toBeGreaterThan(0);
      expect((await receiveMany(sub, 50)).map(Number)).toEqual(Array.from({ length: 50 }, (_, index) => index));
      expect(new Set(await Promise.all(sends))).toEqual(new Set([true]));
    }
  });

  suite.overTransports('B-079 with manual, the application decides what a peer is subscribed to', async (scope) => {
    const [xpub, sub] = [scope.binding('XPUB', { manual: true }), scope.connecting('SUB', { topics: [] })];
    await scope.join(xpub, sub);
    sub.subscribe('wanted');
    expect(await receiveTexts(xpub)).toEqual([on('wanted')]);
    await xpub.send('wanted, but not granted');
    xpub.subscribe('granted');
    sub.subscribe('granted');
    expect(await receiveTexts(xpub)).toEqual([on('granted')]);
    xpub.subscribe('granted');
    await xpub.send('wanted, but not granted');
    await xpub.send('granted');
    expect(await receiveTexts(sub)).toEqual(['granted']);
    sub.unsubscribe('wanted');
    expect(await receiveTexts(xpub)).toEqual([off('wanted')]);
    xpub.unsubscribe('granted');
  });

  suite.it('subscribe on an XPUB without manual is ENOTSUP', async (scope) => {
    const xpub = scope.binding('XPUB');
    await expectRefusal(() => xpub.subscribe('a'), 'ENOTSUP', /manual/);
    await expectRefusal(() => xpub.unsubscribe('a'), 'ENOTSUP', /manual/);
  });

  suite.overTransports('B-087 a forwarder of XSUB and XPUB carries topics up and messages down', async (scope) => {
    const [xsub, xpub] = [scope.binding('XSUB'), scope.binding('XPUB')];
    const upper = await xsub.bind(await scope.endpoint());
    const lower = await xpub.bind(await scope.endpoint());
    const forward = async (from: typeof xsub | typeof xpub, to: typeof xsub | typeof xpub): Promise<void> => {
      for await (const message of from) await to.send(message);
    };
    void forward(xsub, xpub);
    void forward(xpub, xsub);
    const pub = scope.connecting('PUB', {}, `>${upper}`);
    const subs = [
      scope.connecting('SUB', { topics: 'a' }, lower),
      scope.connecting('SUB', { topics: 'b' }, lower),
    ] as const;
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    await pub.subscribed('b', { timeout: EVENT_TIMEOUT_MS });
    for (const topic of ['c', 'a', 'b']) await pub.send([topic, 'body']);
    expect(await receiveTexts(subs[0])).toEqual(['a', 'body']);
    expect(await receiveTexts(subs[1])).toEqual(['b', 'body']);
    await expectRefusal(pub.subscribed('c', { timeout: 0 }), 'EAGAIN');
  });
}

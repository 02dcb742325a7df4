import { expect } from 'vitest';
import { freePort } from '../fresh-endpoint.js';
import type { Suite } from '../suite.js';
import { engineName } from '../tested-engine.js';
import {
  expectRefusal,
  expectSilence,
  nextEvent,
  EVENT_TIMEOUT_MS,
  pollReceive,
  receiveMany,
  receiveTexts,
} from '../waiting.js';

/** `setOption` and `getOption`: which options change while a socket is open, and from when on they hold. */
export function changingOptions(suite: Suite): void {
  suite.it('getOption gives what was given, or the default', async (scope) => {
    const dealer = scope.binding('DEALER', { routingId: 'anna', heartbeatInterval: 500, receiveTimeout: Infinity });
    expect(dealer.getOption('routingId')).toEqual(Buffer.from('anna'));
    expect(dealer.getOption('heartbeatInterval')).toBe(500);
    expect(dealer.getOption('heartbeatTimeout')).toBeUndefined();
    expect(dealer.getOption('linger')).toBe(30_000);
    expect(dealer.getOption('receiveTimeout')).toBe(Infinity);
    expect(dealer.getOption('backlog')).toBe(100);
    expect(dealer.getOption('conflate')).toBe(false);
    expect(dealer.getOption('curveServer')).toBe(false);
    expect(dealer.getOption('engine')).toBe(engineName(scope.pair.binder));
    expect(scope.binding('XPUB').getOption('verbosity')).toBeNull();
  });

  suite.it('getOption gives bytes that are nobody else’s', async (scope) => {
    const dealer = scope.binding('DEALER', { routingId: 'anna' });
    dealer.getOption('routingId')?.fill(0);
    expect(dealer.getOption('routingId')).toEqual(Buffer.from('anna'));
  });

  suite.it('setOption changes what getOption gives; undefined is the default again', async (scope) => {
    const push = scope.binding('PUSH', { linger: 5 });
    push.setOption('linger', 7);
    expect(push.getOption('linger')).toBe(7);
    push.setOption('linger', undefined);
    expect(push.getOption('linger')).toBe(30_000);
    const xpub = scope.binding('XPUB', { verbosity: 'allSubs', welcomeMessage: 'hello' });
    xpub.setOption('verbosity', undefined);
    xpub.setOption('welcomeMessage', undefined);
    expect([xpub.getOption('verbosity'), xpub.getOption('welcomeMessage')]).toEqual([null, undefined]);
  });

  suite.it('B-123 a wrong name or value is EINVAL, and nothing is changed', async (scope) => {
    const push = scope.binding('PUSH', { linger: 5 });
    await expectRefusal(() => push.setOption('linger', -1), 'EINVAL', /linger is -1/);
    await expectRefusal(() => push.setOption('Linger' as 'linger', 1), 'EINVAL', /mean linger/);
    await expectRefusal(() => push.getOption('Linger' as 'linger'), 'EINVAL', /mean linger/);
    await expectRefusal(() => push.setOption('mandatory' as 'linger', 1), 'EINVAL', /option of ROUTER.*PUSH/);
    for (const name of ['__proto__', 'constructor', 'toString', 'security']) {
      await expectRefusal(() => push.setOption(name as 'linger', 1), 'EINVAL');
      await expectRefusal(() => push.getOption(name as 'linger'), 'EINVAL');
    }
    expect(push.getOption('linger')).toBe(5);
  });

  suite.it('an option that cannot change is EINVAL, with those that can', async (scope) => {
    const xpub = scope.binding('XPUB');
    const fixed = {
      maxIncomingBytes: 5,
      manual: true,
      curveServer: true,
      plainUsername: 'a',
      context: {},
      engine: 'zmtp',
    };
    for (const [name, value] of Object.entries(fixed)) {
      const error = await expectRefusal(() => xpub.setOption(name as 'linger', value as never), 'EINVAL');
      expect(error.message).toContain(`${name} cannot be changed: give it to the constructor. A XPUB can change: `);
      expect(error.message).toMatch(/linger, sendTimeout.*verbosity/);
    }
    expect(xpub.getOption('manual')).toBe(false);
  });

  suite.it('secrets are told to nobody', async (scope) => {
    const push = scope.binding('PUSH', { plainUsername: 'anna', plainPassword: 'hush' });
    expect(push.getOption('plainUsername')).toBe('anna');
    const error = await expectRefusal(() => push.getOption('plainPassword'), 'EINVAL', /plainPassword is a secret/);
    expect(error.message).not.toContain('hush');
  });

  suite.it('a closed socket refuses setOption with ENOTSOCK, and tells its options', async (scope) => {
    const push = scope.binding('PUSH', { linger: 5 });
    await push.close();
    await expectRefusal(() => push.setOption('linger', 1), 'ENOTSOCK');
    expect(push.getOption('linger')).toBe(5);
  });

  suite.it('sendTimeout holds for sends to come, and not for one that waits', async (scope) => {
    const push = scope.binding('PUSH', { sendTimeout: Infinity });
    const waiting = push.send('waits');
    push.setOption('sendTimeout', 5);
    await expectRefusal(push.send('in vain'), 'EAGAIN', /5 ms/);
    push.setOption('sendTimeout', 0);
    await expectRefusal(push.send('in vain'), 'EAGAIN');
    const pull = scope.connecting('PULL');
    const endpoint = await scope.endpoint();
    await push.bind(endpoint);
    pull.connect(endpoint);
    expect(await waiting).toBe(true);
    expect(await receiveTexts(pull)).toEqual(['waits']);
    await expectSilence(pull);
  });

  suite.it('receiveTimeout holds for receives to come', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    right.setOption('receiveTimeout', Infinity);
    const waiting = right.receive();
    right.setOption('receiveTimeout', 1);
    await expectRefusal(right.receive(), 'EAGAIN', /1 ms/);
    await left.send('late');
    expect((await waiting).text()).toBe('late');
  });

  suite.over('tcp', 'linger holds for the close that follows', async (scope) => {
    const push = scope.connecting('PUSH', { linger: Infinity });
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    await push.send('for nobody');
    push.setOption('linger', 0);
    await push.close();
    expect(push.closed).toBe(true);
  });

  for (const [before, after] of [
    [1, 3],
    [1000, 3],
    [0, 3],
  ] as const) {
    suite.over(
      'tcp',
      `sendHighWaterMark ${before} becomes ${after} for an endpoint that is connected`,
      async (scope) => {
        const push = scope.connecting('PUSH', { sendHighWaterMark: before });
        push.connect(`tcp://127.0.0.1:${await freePort()}`);
        push.setOption('sendHighWaterMark', after);
        const taken = Array.from({ length: after + 1 }, (_, index) => push.trySend(`${index}`));
        expect(taken).toEqual([...Array.from({ length: after }, () => true), false]);
      },
    );
  }

  suite.over('tcp', 'receiveHighWaterMark and sendHighWaterMark hold for endpoints to come', async (scope) => {
    const push = scope.connecting('PUSH');
    push.setOption('sendHighWaterMark', 2);
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    expect(['a', 'b', 'c'].map((text) => push.trySend(text))).toEqual([true, true, false]);
    const pull = scope.binding('PULL');
    pull.setOption('receiveHighWaterMark', 1);
    const sender = scope.connecting('PUSH');
    await scope.join(pull, sender);
    for (let index = 0; index < 10; index++) await sender.send(`${index}`);
    expect(await receiveMany(pull, 10)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  });

  suite.over('tcp', 'maxMessageSize holds for endpoints that are bound after it', async (scope) => {
    const pull = scope.binding('PULL');
    const first = await pull.bind('tcp://127.0.0.1:*');
    pull.setOption('maxMessageSize', 10);
    const second = await pull.bind('tcp://127.0.0.1:*');
    const large = 'x'.repeat(100);
    const one = scope.connecting('PUSH', {}, first);
    await one.send(large);
    expect(await receiveTexts(pull)).toEqual([large]);
    const two = scope.connecting('PUSH', {}, second);
    await two.connected({ timeout: EVENT_TIMEOUT_MS });
    // Either the sender knows the limit, or the receiver ends the connection.
    const ended = nextEvent(two, 'disconnected');
    ended.catch(() => {});
    await two.send(large).then(
      () => ended,
      (error: unknown) => expect(error).toMatchObject({ code: 'EMSGSIZE' }),
    );
    await one.send(large);
    expect(await receiveTexts(pull)).toEqual([large]);
  });

  suite.overTransports('routingId holds for endpoints that are connected after it', async (scope) => {
    const dealer = scope.connecting('DEALER', { routingId: 'before' });
    const [one, two] = [scope.binding('ROUTER'), scope.binding('ROUTER')];
    const [first, second] = [await one.bind(await scope.endpoint()), await two.bind(await scope.endpoint())];
    dealer.connect(first);
    await one.connected({ timeout: EVENT_TIMEOUT_MS });
    dealer.setOption('routingId', 'after');
    dealer.connect(second);
    await dealer.connected({ peers: scope.knowsPeers ? 2 : 0, timeout: EVENT_TIMEOUT_MS });
    for (const text of ['a', 'b']) await dealer.send(text);
    expect((await receiveTexts(one))[0]).toBe('before');
    expect((await receiveTexts(two))[0]).toBe('after');
  });

  suite.over('tcp', 'conflate holds for endpoints that are connected after it', async (scope) => {
    const push = scope.connecting('PUSH');
    const [first, second] = [`tcp://127.0.0.1:${await freePort()}`, `tcp://127.0.0.1:${await freePort()}`];
    push.connect(first);
    for (const text of ['a', 'b']) await push.send(text);
    push.disconnect(first);
    push.setOption('conflate', true);
    push.connect(second);
    for (const text of ['c', 'd', 'e']) await push.send(text);
    const pull = scope.binding('PULL');
    await pull.bind(second);
    expect(await receiveTexts(pull)).toEqual(['e']);
  });

  suite.over('tcp', 'immediate holds for endpoints that are connected after it', async (scope) => {
    const push = scope.connecting('PUSH');
    push.setOption('immediate', true);
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    expect(push.trySend('nobody is there')).toBe(false);
    push.setOption('immediate', false);
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    expect(push.trySend('it can wait')).toBe(true);
  });

  suite.over(
    'tcp',
    'reconnectInterval and heartbeats hold for endpoints that are connected after it',
    async (scope) => {
      const push = scope.connecting('PUSH', { reconnectInterval: Infinity });
      push.setOption('reconnectInterval', 5);
      push.setOption('heartbeatInterval', 20);
      push.setOption('heartbeatTimeout', 1000);
      const endpoint = `tcp://127.0.0.1:${await freePort()}`;
      const retried = nextEvent(push, 'connect-retried');
      push.connect(endpoint);
      await retried;
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      await push.send('reached');
      expect(await receiveTexts(pull)).toEqual(['reached']);
    },
  );

  suite.it('mandatory holds at once, either way', async (scope) => {
    const router = scope.binding('ROUTER');
    expect(await router.send(['nobody', 'dropped'])).toBe(true);
    router.setOption('mandatory', true);
    await expectRefusal(router.send(['nobody', 'x']), 'EHOSTUNREACH');
    await expectRefusal(() => router.trySend(['nobody', 'x']), 'EHOSTUNREACH');
    router.setOption('mandatory', false);
    expect(await router.send(['nobody', 'dropped'])).toBe(true);
  });

  suite.overTransports('handover holds at once', async (scope) => {
    const router = scope.binding('ROUTER');
    const first = scope.connecting('DEALER', { routingId: 'anna' });
    const endpoint = await scope.join(router, first);
    await first.send('first');
    expect(await receiveTexts(router)).toEqual(['anna', 'first']);
    router.setOption('handover', true);
    const second = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
    await second.send('second');
    expect(await receiveTexts(router)).toEqual(['anna', 'second']);
    await router.send(['anna', 'to the second']);
    expect(await receiveTexts(second)).toEqual(['to the second']);
  });

  suite.overTransports('probeRouter holds for connections to come', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    dealer.setOption('probeRouter', true);
    await scope.attach(router, dealer);
    expect(await receiveTexts(router)).toEqual(['anna', '']);
  });

  suite.it('relaxed and correlate hold at once', async (scope) => {
    const rep = scope.binding('REP');
    const req = scope.connecting('REQ');
    await scope.join(rep, req);
    expect(await req.send('first')).toBe(true);
    expect(await req.send('ignored')).toBe(false);
    expect(await receiveTexts(rep)).toEqual(['first']);
    req.setOption('relaxed', true);
    req.setOption('correlate', true);
    expect(await req.send('second')).toBe(true);
    await rep.send('to the first');
    expect(await receiveTexts(rep)).toEqual(['second']);
    await rep.send('to the second');
    expect(await receiveTexts(req)).toEqual(['to the second']);
  });

  suite.overTransports('verbosity and welcomeMessage hold at once', async (scope) => {
    const xpub = scope.binding('XPUB');
    const subs = Array.from({ length: 3 }, () => scope.connecting('SUB', { topics: ['a'] }));
    const endpoint = await scope.join(xpub, subs[0]!);
    expect(await receiveTexts(xpub)).toEqual(['\u0001a']);
    subs[1]?.connect(endpoint);
    await expectSilence(xpub);
    xpub.setOption('verbosity', 'allSubs');
    xpub.setOption('welcomeMessage', 'a warm welcome');
    subs[2]?.connect(endpoint);
    expect(await receiveTexts(xpub)).toEqual(['\u0001a']);
    expect(await receiveTexts(subs[2]!)).toEqual(['a warm welcome']);
  });

  suite.overTransports('invertMatching holds at once', async (scope) => {
    const pub = scope.binding('PUB');
    const sub = scope.connecting('SUB', { topics: ['a'] });
    await scope.join(pub, sub);
    await pub.subscribed('a', { timeout: EVENT_TIMEOUT_MS });
    for (const text of ['a1', 'b1']) await pub.send(text);
    expect(await receiveTexts(sub)).toEqual(['a1']);
    pub.setOption('invertMatching', true);
    sub.setOption('invertMatching', true);
    for (const text of ['a2', 'b2']) await pub.send(text);
    expect(await receiveTexts(sub)).toEqual(['b2']);
  });

  suite.over('inproc', 'noDrop holds at once, either way', async (scope) => {
    const pub = scope.binding('PUB', { sendHighWaterMark: 1, sendTimeout: 20 });
    const sub = scope.connecting('SUB', { receiveHighWaterMark: 1, topics: [''] });
    await scope.join(pub, sub);
    await pub.subscribed('', { timeout: EVENT_TIMEOUT_MS });
    pub.setOption('noDrop', true);
    let taken = 0;
    while ((await pub.send('x').catch(() => false)) && taken < 10) taken++;
    expect(taken).toBeLessThan(10);
    pub.setOption('noDrop', false);
    expect(await pub.send('dropped')).toBe(true);
    for (let index = 0; index < taken; index++) await pollReceive(sub);
    await expectSilence(sub);
  });

  suite.it('a send that waits goes through when a change makes it possible', async (scope) => {
    const pub = scope.binding('PUB', { sendHighWaterMark: 1, noDrop: true });
    const sub = scope.connecting('SUB', { receiveHighWaterMark: 1, topics: [''] });
    await scope.join(pub, sub);
    await pub.subscribed('', { timeout: EVENT_TIMEOUT_MS });
    while (pub.trySend('x'));
    const waiting = pub.send('waits');
    pub.setOption('noDrop', false);
    expect(await waiting).toBe(true);
  });
}

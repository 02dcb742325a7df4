import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import type { SocketEvents } from '@zeromq-ts/core';
import {
  EVENT_TIMEOUT_MS,
  eventually,
  expectRefusal,
  expectSilence,
  failure,
  nextEvent,
  receiveMany,
  receiveTexts,
} from '../waiting.js';

/** `mandatory`, `handover`, `probeRouter`, and what happens to a name that is taken. */
export function routerOptions(suite: Suite): void {
  suite.overTransports('RR-19 B-067 mandatory: a message to nobody rejects with EHOSTUNREACH', async (scope) => {
    const router = scope.binding('ROUTER', { mandatory: true });
    await router.bind(await scope.endpoint());
    // With no peer at all, and with another one.
    await expectRefusal(router.send(['nobody', 'x']), 'EHOSTUNREACH', /nobody/);
    await expectRefusal(() => router.trySend(['nobody', 'x']), 'EHOSTUNREACH');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' }, router.endpoint ?? '');
    await dealer.send('here');
    await receiveTexts(router);
    await expectRefusal(router.send(['nobody', 'x', 'y']), 'EHOSTUNREACH');
    expect(await router.send(['anna', 'x'])).toBe(true);
    expect(await receiveTexts(dealer)).toEqual(['x']);
  });

  suite.it('B-067 mandatory: a ROUTER that is neither bound nor connected rejects, too', async (scope) => {
    const router = scope.binding('ROUTER', { mandatory: true });
    await expectRefusal(router.send(['nobody', 'x']), 'EHOSTUNREACH');
  });

  suite.over(
    'inproc',
    'RR-19 B-067 mandatory: a message to a peer whose queue is full rejects with EAGAIN',
    async (scope) => {
      const router = scope.binding('ROUTER', { mandatory: true, sendHighWaterMark: 2, sendTimeout: 30 });
      const dealer = scope.connecting('DEALER', { routingId: 'anna', receiveHighWaterMark: 2 });
      await scope.join(router, dealer);
      await dealer.send('here');
      await receiveTexts(router);
      for (let index = 0; index < 4; index++) expect(await router.send(['anna', `${index}`])).toBe(true);
      await expectRefusal(router.send(['anna', 'too much']), 'EAGAIN');
      expect(await receiveMany(dealer, 4)).toEqual(['0', '1', '2', '3']);
      // That there is room again may be noticed a moment later.
      await eventually('there is room', () => router.send(['anna', 'again']).catch(() => false));
      expect(await receiveTexts(dealer)).toEqual(['again']);
    },
  );

  suite.overTransports('B-067 mandatory: a peer that has left is EHOSTUNREACH', async (scope) => {
    const router = scope.binding('ROUTER', { mandatory: true });
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    await scope.join(router, dealer);
    await dealer.send('here');
    await receiveTexts(router);
    await dealer.close();
    await eventually('it has left', () => router.stats().peers === 0);
    await eventually('it is forgotten', () => failure(() => router.trySend(['anna', 'x'])).then(Boolean, () => false));
    await expectRefusal(router.send(['anna', 'x']), 'EHOSTUNREACH', /anna/);
  });

  suite.overTransports('RR-22 a second peer of the same name is not heard, and the first stays', async (scope) => {
    const router = scope.binding('ROUTER');
    const first = scope.connecting('DEALER', { routingId: 'anna' });
    const endpoint = await scope.join(router, first);
    await first.send('first');
    expect(await receiveTexts(router)).toEqual(['anna', 'first']);
    const second = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
    void second.send('second').catch(() => {});
    await expectSilence(router);
    await router.send(['anna', 'to the first']);
    expect(await receiveTexts(first)).toEqual(['to the first']);
  });

  suite.overTransports(
    'RR-22 a second peer of the same name is an event, and so is that it gets the name',
    async (scope) => {
      const router = scope.binding('ROUTER');
      const first = scope.connecting('DEALER', { routingId: 'anna' });
      const endpoint = await scope.join(router, first);
      const holder = router.peers[0]?.info;
      const events: SocketEvents['duplicate-routing-id'][] = [];
      router.on('duplicate-routing-id', (event) => events.push(event));
      const second = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
      await router.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
      await first.close();
      await eventually('the first has left', () => router.stats().peers === 1);
      if (!scope.pair.binder.capabilities.peerFigures) {
        expect(events).toEqual([]);
        return;
      }
      await second.send('heard');
      expect(await receiveTexts(router)).toEqual(['anna', 'heard']);
      const peer = router.peers[0]?.info;
      expect(events).toMatchObject([
        { endpoint, takenOver: false },
        { endpoint, takenOver: true },
      ]);
      for (const event of events) {
        expect(`${event.routingId}`).toBe('anna');
        expect(event.peer).toBe(peer);
        expect(event.holder).toBe(holder);
      }
    },
  );

  suite.overTransports('RR-22 handover: a second peer of the same name is an event', async (scope) => {
    if (!scope.pair.binder.capabilities.peerFigures) return;
    const router = scope.binding('ROUTER', { handover: true });
    const first = scope.connecting('DEALER', { routingId: 'anna' });
    const endpoint = await scope.join(router, first);
    const holder = router.peers[0];
    const told = nextEvent(router, 'duplicate-routing-id');
    scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
    expect(await told).toMatchObject({ endpoint, takenOver: true });
    expect((await told).holder).toBe(holder?.info);
    expect((await told).peer).toBe(router.peers.at(-1)?.info);
    expect(router.peers.map(({ routingId }) => routingId === undefined)).toEqual([true, false]);
  });

  suite.overTransports('RR-22 B-069 handover: a second peer of the same name takes over', async (scope) => {
    const router = scope.binding('ROUTER', { handover: true });
    const first = scope.connecting('DEALER', { routingId: 'anna' });
    const endpoint = await scope.join(router, first);
    await first.send('first');
    expect(await receiveTexts(router)).toEqual(['anna', 'first']);
    const second = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
    await second.send('second');
    expect(await receiveTexts(router)).toEqual(['anna', 'second']);
    await router.send(['anna', 'to the second']);
    expect(await receiveTexts(second)).toEqual(['to the second']);
    expect(first.tryReceive()).toBeUndefined();
  });

  suite.overTransports('B-070 probeRouter: a ROUTER hears of a DEALER before it sends', async (scope) => {
    const router = scope.binding('ROUTER', { mandatory: true });
    const dealer = scope.connecting('DEALER', { probeRouter: true, routingId: 'anna' });
    await scope.join(router, dealer);
    expect(await receiveTexts(router)).toEqual(['anna', '']);
    await router.send(['anna', 'welcome']);
    expect(await receiveTexts(dealer)).toEqual(['welcome']);
  });

  suite.overTransports('B-070 probeRouter: ROUTERs hear of each other', async (scope) => {
    const left = scope.binding('ROUTER', { routingId: 'left', mandatory: true });
    const right = scope.connecting('ROUTER', { routingId: 'right', probeRouter: true });
    await scope.join(left, right);
    expect(await receiveTexts(left)).toEqual(['right', '']);
    await left.send(['right', 'welcome']);
    expect(await receiveTexts(right)).toEqual(['left', 'welcome']);
  });

  suite.overTransports('RR-18 a DEALER that has bound tells its name, too', async (scope) => {
    const dealer = scope.binding('DEALER', { routingId: 'bound' });
    const router = scope.connecting('ROUTER');
    await scope.join(dealer, router);
    await dealer.send('hello');
    expect(await receiveTexts(router)).toEqual(['bound', 'hello']);
  });

  suite.overNetworks('B-005 a DEALER keeps its name when it connects again', async (scope) => {
    const endpoint = await scope.endpoint();
    const dealer = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
    for (const round of ['first', 'second']) {
      const router = scope.binding('ROUTER');
      await router.bind(endpoint);
      await dealer.connected({ timeout: EVENT_TIMEOUT_MS });
      await dealer.send(round);
      expect(await receiveTexts(router)).toEqual(['anna', round]);
      await router.close();
      await eventually('it has left', () => dealer.stats().peers === 0);
    }
  });

  suite.overTransports('a ROUTER that connects with a routingId addresses the peer by it', async (scope) => {
    const dealers = [scope.binding('DEALER', { routingId: 'own name' }), scope.binding('DEALER')];
    const router = scope.connecting('ROUTER');
    for (const [index, dealer] of dealers.entries()) {
      const endpoint = await scope.endpoint();
      await dealer.bind(endpoint);
      router.connect(endpoint, { routingId: `given ${index}` });
    }
    await router.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    for (const [index, dealer] of dealers.entries()) {
      await router.send([`given ${index}`, 'hello']);
      expect(await receiveTexts(dealer)).toEqual(['hello']);
      await dealer.send('answer');
      expect(await receiveTexts(router)).toEqual([`given ${index}`, 'answer']);
    }
  });

  suite.overNetworks(
    'what a ROUTER sends by a given routingId waits for the connection, also the next one',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const router = scope.connecting('ROUTER', { mandatory: true });
      router.connect(endpoint, { routingId: Uint8Array.of(255, 0, 1) });
      for (const round of ['first', 'second']) {
        await router.send([Uint8Array.of(255, 0, 1), round]);
        const dealer = scope.binding('DEALER');
        await dealer.bind(endpoint);
        expect(await receiveTexts(dealer)).toEqual([round]);
        await dealer.close();
        await eventually('it has left', () => router.stats().peers === 0);
      }
    },
  );

  suite.it('a routingId for a peer is checked, and given once', async (scope) => {
    const router = scope.connecting('ROUTER');
    const [first, second] = [await scope.endpoint(), await scope.endpoint()];
    for (const routingId of ['', '\0a', 'x'.repeat(256), 5]) {
      await expectRefusal(() => router.connect(first, { routingId: routingId as string }), 'EINVAL', /routingId is/);
    }
    await expectRefusal(() => router.connect(first, { routingID: 'a' } as never), 'EINVAL', /Do you mean routingId/);
    expect(router.endpoint).toBeNull();
    router.connect(first, { routingId: 'a' });
    await expectRefusal(() => router.connect(second, { routingId: 'a' }), 'EINVAL', /has (the|this) routing id/);
    router.connect(second, { routingId: 'b' });
    const dealer = scope.connecting('DEALER');
    await expectRefusal(() => (dealer.connect as (...args: unknown[]) => void)(first, { routingId: 'a' }), 'EINVAL');
  });
}

import { expect } from 'vitest';
import type { MessageInput } from '@zeromq-ts/core';
import { Message } from '@zeromq-ts/core';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, inTime, receiveMany, receiveTexts, refusal } from '../waiting.js';

/** DEALER and ROUTER (RFC 28): names, envelopes, turns. */
export function dealerRouter(suite: Suite): void {
  suite.overWirings('RR-16 a ROUTER puts the name of the peer before what it receives', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    await scope.attach(router, dealer);
    await dealer.send(['a', '', 'b']);
    expect(await receiveTexts(router)).toEqual(['anna', 'a', '', 'b']);
    await router.send(['anna', 'for', '', 'you']);
    expect(await receiveTexts(dealer)).toEqual(['for', '', 'you']);
  });

  suite.overWirings('a message has the routing id of its peer at a ROUTER, and nowhere else', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER');
    await scope.attach(router, dealer);
    await dealer.send(['to', 'you']);
    const message: Message = await router.receive();
    const { routingId } = message;
    expect(routingId).toBe(message[0]);
    expect(routingId).toHaveLength(5);
    await router.send([routingId as Uint8Array, 'and', 'back']);
    expect((await dealer.receive()).routingId).toBeUndefined();
  });

  suite.overWirings('the body of a message at a ROUTER is what the peer sent; others have none', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER');
    await scope.attach(router, dealer);
    const bodyOf = async (message: MessageInput): Promise<string[] | undefined> => {
      await dealer.send(message);
      return (await router.receive()).body?.map(String);
    };
    expect(await bodyOf('one')).toEqual(['one']);
    expect(await bodyOf(['one', '', 'two'])).toEqual(['one', '', 'two']);
    expect(await bodyOf('')).toEqual(['']);
    expect(await bodyOf(['', 'as a REQ sends it'])).toEqual(['as a REQ sends it']);
    expect(await bodyOf(['', '', 'two'])).toEqual(['', 'two']);
    await dealer.send('ask');
    const { routingId, body } = await router.receive();
    expect(body?.routingId).toBeUndefined();
    await router.send([routingId, 'answer']);
    expect((await dealer.receive()).body).toBeUndefined();
  });

  suite.overWirings('a ROUTER sends to a routing id, and replies to a message', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    await scope.attach(router, dealer);
    await dealer.send('question');
    const message = await router.receive();
    expect(await router.send('anna', 'text')).toBe(true);
    expect(await router.send(Buffer.from('anna'), ['an', 'array', ''])).toBe(true);
    expect(await router.send(message, 'reply')).toBe(true);
    expect(await router.send(message, message.body)).toBe(true);
    expect(router.trySend('anna', new Uint8Array([98]))).toBe(true);
    expect(router.trySend(message, ['c', 'd'])).toBe(true);
    for (const expected of [['text'], ['an', 'array', ''], ['reply'], ['question'], ['b'], ['c', 'd']]) {
      expect(await receiveTexts(dealer)).toEqual(expected);
    }
  });

  suite.overTransports('a reply to a message of a REQ has its delimiter', async (scope) => {
    const router = scope.binding('ROUTER');
    const client = scope.connecting('REQ');
    await scope.join(router, client);
    await client.send(['one', '', 'two']);
    const message = await router.receive();
    expect(message.body?.map(String)).toEqual(['one', '', 'two']);
    await router.send(message, ['three', '']);
    expect(await receiveTexts(client)).toEqual(['three', '']);
  });

  suite.it('RR-23 a ROUTER refuses a message without a frame behind the routing id', async (scope) => {
    const router = scope.binding('ROUTER');
    for (const message of ['anna', Buffer.from('anna'), new ArrayBuffer(4), ['anna'], new Message('anna')]) {
      for (const { code, message: text } of [
        await refusal(router.send(message)),
        await refusal(() => router.trySend(message)),
      ]) {
        expect(code).toBe('EINVAL');
        expect(text).toContain('no frame behind it');
      }
    }
    await expect(router.send([])).rejects.toThrow(TypeError);
    await expect(router.send(5 as never)).rejects.toThrow(TypeError);
    const misuse = router.send.bind(router) as (...args: unknown[]) => Promise<boolean>;
    expect((await refusal(misuse('anna', 'a', 'b'))).message).toContain('The frames of a body are one argument');
    expect((await refusal(misuse(new Message(['anna', 'x']), 'a'))).message).toContain('not received by a ROUTER');
    expect(router.stats().messagesSent).toBe(0);
  });

  suite.overTransports(
    'B-005 RR-18 routing ids are bytes: zeros inside, high octets, up to 255 of them',
    async (scope) => {
      const router = scope.binding('ROUTER');
      const ids = [
        Uint8Array.of(1),
        Uint8Array.of(255, 254, 0, 128, 192),
        Buffer.from('żółć'),
        Uint8Array.from({ length: 255 }, (_, index) => 255 - index),
      ];
      const dealers = ids.map((routingId) => scope.connecting('DEALER', { routingId }));
      await scope.join(router, ...dealers);
      for (const [index, dealer] of dealers.entries()) {
        await dealer.send(`${index}`);
        const [id, body] = await router.receive();
        expect(Buffer.compare(id, ids[index] as Uint8Array)).toBe(0);
        expect(String(body)).toBe(`${index}`);
        await router.send([ids[index] as Uint8Array, 'back']);
        expect(await receiveTexts(dealer)).toEqual(['back']);
      }
    },
  );

  suite.overTransports(
    'RR-17 B-072 a name made up has 5 octets, begins with 0, and belongs to one peer',
    async (scope) => {
      const router = scope.binding('ROUTER');
      const dealers = Array.from({ length: 5 }, () => scope.connecting('DEALER'));
      await scope.join(router, ...dealers);
      const ids = new Set<string>();
      for (const dealer of dealers) {
        await dealer.send('who am I');
        const [id] = await router.receive();
        expect(id).toHaveLength(5);
        expect(id?.[0]).toBe(0);
        ids.add(Buffer.from(id).toString('hex'));
        await router.send([id, 'you']);
        expect(await receiveTexts(dealer)).toEqual(['you']);
      }
      expect(ids.size).toBe(dealers.length);
    },
  );

  suite.overTransports('RR-12 a DEALER sends to its peers in turn, and keeps the envelope as it is', async (scope) => {
    const dealer = scope.binding('DEALER');
    const peers = [1, 2, 3].map(() => scope.connecting('DEALER'));
    await scope.join(dealer, ...peers);
    for (let index = 0; index < 9; index++) await dealer.send(['', `${index}`]);
    const got = [];
    for (const peer of peers) {
      for (let count = 0; count < 3; count++) {
        const [empty, body] = await receiveTexts(peer);
        expect(empty).toBe('');
        got.push(Number(body));
      }
    }
    expect(got.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  suite.overTransports('RR-12 RR-21 DEALER and ROUTER receive from all their peers', async (scope) => {
    for (const type of ['DEALER', 'ROUTER'] as const) {
      const socket = scope.binding(type);
      const peers = ['a', 'b', 'c'].map((routingId) => scope.connecting('DEALER', { routingId }));
      await scope.join(socket, ...peers);
      for (const peer of peers) for (let index = 0; index < 3; index++) await peer.send(`${index}`);
      const got = [];
      for (let count = 0; count < 9; count++) got.push((await receiveTexts(socket)).at(-1));
      expect(got.map(String).toSorted()).toEqual(['0', '0', '0', '1', '1', '1', '2', '2', '2']);
    }
  });

  suite.over('inproc', 'RR-12 RR-21 fair queue: of three whose messages wait, each has its turn', async (scope) => {
    const router = scope.binding('ROUTER');
    const peers = ['a', 'b', 'c'].map((routingId) => scope.connecting('DEALER', { routingId }));
    await scope.join(router, ...peers);
    for (const peer of peers) for (let index = 0; index < 5; index++) await peer.send(`${index}`);
    const turns = [];
    for (let count = 0; count < 15; count++) turns.push((await receiveTexts(router))[0]);
    for (let round = 1; round < 4; round++) {
      expect(new Set(turns.slice(round * 3, round * 3 + 3)).size, turns.join(' ')).toBe(3);
    }
  });

  suite.overTransports('B-075 a ROUTER keeps multipart messages together while several peers send', async (scope) => {
    const router = scope.binding('ROUTER');
    const peers = ['a', 'b', 'c'].map((routingId) => scope.connecting('DEALER', { routingId }));
    await scope.join(router, ...peers);
    for (let index = 0; index < 100; index++) {
      for (const [number, peer] of peers.entries()) void peer.send([`${number}`, `${index}`, 'end']);
    }
    const next = [0, 0, 0];
    for (let count = 0; count < 300; count++) {
      const [id, number, index, end] = await receiveTexts(router);
      expect([id, index, end]).toEqual(['abc'[Number(number)], `${next[Number(number)]}`, 'end']);
      next[Number(number)] = Number(index) + 1;
    }
  });

  suite.overTransports('RR-14 a DEALER queues from connect() on', async (scope) => {
    const endpoint = await scope.endpoint();
    const dealer = scope.connecting('DEALER', {}, endpoint);
    for (const body of ['1', '2', '3']) expect(dealer.trySend(body)).toBe(true);
    const peer = scope.binding('DEALER', {}, `@${endpoint}`);
    expect(await receiveMany(peer, 3)).toEqual(['1', '2', '3']);
  });

  suite.overTransports('RR-13 a DEALER that has bound has nowhere to queue without a peer', async (scope) => {
    const dealer = scope.binding('DEALER');
    await dealer.bind(await scope.endpoint());
    expect(dealer.trySend('x')).toBe(false);
  });

  suite.overTransports(
    'RR-19 RR-20 a message to nobody is dropped by a ROUTER, and the next one goes out',
    async (scope) => {
      const router = scope.binding('ROUTER');
      expect(await inTime('send', router.send(['nobody', 'x']))).toBe(true);
      const dealer = scope.connecting('DEALER', { routingId: 'anna' });
      await scope.join(router, dealer);
      await dealer.send('here');
      await receiveTexts(router);
      expect(await inTime('send', router.send(['nobody', 'x', 'y']))).toBe(true);
      expect(router.trySend(['nobody', 'x'])).toBe(true);
      await router.send(['anna', 'hello']);
      expect(await receiveTexts(dealer)).toEqual(['hello']);
    },
  );

  suite.overTransports('RR-23 RR-24 a routing id alone reaches no peer, and disturbs nothing', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    await scope.join(router, dealer);
    await dealer.send('here');
    await receiveTexts(router);
    expect((await refusal(router.send('anna'))).code).toBe('EINVAL');
    expect((await refusal(router.send('stranger'))).code).toBe('EINVAL');
    await router.send(['anna', 'hello']);
    expect(await receiveTexts(dealer)).toEqual(['hello']);
  });

  suite.over('inproc', 'RR-19 RR-20 a ROUTER drops for a peer whose queue is full, and only for it', async (scope) => {
    const router = scope.binding('ROUTER', { sendHighWaterMark: 2 });
    const lazy = scope.connecting('DEALER', { routingId: 'lazy', receiveHighWaterMark: 2 });
    const busy = scope.connecting('DEALER', { routingId: 'busy', receiveHighWaterMark: 500 });
    await scope.join(router, lazy, busy);
    for (const dealer of [lazy, busy]) await dealer.send('here');
    await receiveTexts(router);
    await receiveTexts(router);
    for (let index = 0; index < 20; index++) {
      expect(await inTime('send', router.send(['lazy', `${index}`]))).toBe(true);
      await router.send(['busy', `${index}`]);
      expect(await receiveTexts(busy)).toEqual([`${index}`]);
    }
    expect(await receiveMany(lazy, 4)).toEqual(['0', '1', '2', '3']);
    expect(lazy.tryReceive()).toBeUndefined();
  });

  suite.overTransports('RR-21 a peer that has left may come back by its name', async (scope) => {
    const router = scope.binding('ROUTER');
    const endpoint = await router.bind(await scope.endpoint());
    /** Comes back, as often as it takes until the one before is forgotten. */
    const comeBack = async (round: string) => {
      let dealer = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
      await eventually('it is heard', async () => {
        await dealer.send(round);
        const heard = await router.receive({ timeout: 500 }).catch(() => undefined);
        if (heard !== undefined) return true;
        await dealer.close({ linger: 0 });
        dealer = scope.connecting('DEALER', { routingId: 'anna' }, endpoint);
        return false;
      });
      return dealer;
    };
    for (const round of ['first', 'second', 'third']) {
      const dealer = await comeBack(round);
      await router.send(['anna', `re ${round}`]);
      expect(await receiveTexts(dealer)).toEqual([`re ${round}`]);
      await dealer.close();
      await eventually('it has left', () => router.stats().peers === 0);
    }
  });

  suite.overTransports('a broker of ROUTER and DEALER carries requests and replies', async (scope) => {
    const [front, back] = [scope.binding('ROUTER'), scope.binding('DEALER')];
    const frontEnd = await front.bind(await scope.endpoint());
    const backEnd = await back.bind(await scope.endpoint());
    const forward = async (from: typeof front | typeof back, to: typeof front | typeof back): Promise<void> => {
      for await (const message of from) await to.send(message);
    };
    void forward(front, back);
    void forward(back, front);
    for (const name of ['x', 'y']) {
      const rep = scope.connecting('REP', {}, `>${backEnd}`);
      void (async () => {
        for await (const message of rep) await rep.send([name, ...message]);
      })();
    }
    await back.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    const reqs = [1, 2, 3].map(() => scope.connecting('REQ', {}, frontEnd));
    const workers = new Set<string | undefined>();
    await Promise.all(
      reqs.map(async (req, number) => {
        for (let index = 0; index < 10; index++) {
          const reply = await req.request([`${number}`, `${index}`], { timeout: EVENT_TIMEOUT_MS });
          workers.add(reply.text(0));
          expect([reply.text(1), reply.text(2)]).toEqual([`${number}`, `${index}`]);
        }
      }),
    );
    expect(workers).toEqual(new Set(['x', 'y']));
  });
}

import type { ZMQSocket } from '@zeromq-ts/core';
import { describe, expect } from 'vitest';
import type { Sockets } from '@zeromq-ts/testing/conformance';
import { eventually, expectRefusal } from '@zeromq-ts/testing/conformance';
import { heldMemory } from './bounds.js';
import { command, GREETING, message, octets, readyOf, subscribe } from './octets.js';
import { attack } from './stage.js';

/** Longer than a machine that is busy takes for what has to happen. */
const EVENT_TIMEOUT_MS = 20_000;
const MARK = 100;
const greetingOf = (type: string) => [GREETING, readyOf(type)] as const;
const BODY = 'x'.repeat(10_000);
/** What the system keeps for a connection on both sides, and a link on top of it, in messages of this size: plenty. */
const IN_THE_SYSTEM = 2_000;

/** How many messages wait, once the system has taken what it takes. Nothing tells of that, but that nothing goes on. */
async function whatIsStuck(socket: ZMQSocket): Promise<number> {
  let [stuck, since] = [-1, 0];
  await eventually(
    'nothing goes on',
    () => {
      const { queuedOutgoing } = socket.stats();
      since = queuedOutgoing === stuck ? since + 1 : 0;
      stuck = queuedOutgoing as number;
      return since === 50;
    },
    EVENT_TIMEOUT_MS,
  );
  return stuck;
}

describe('a peer that never reads', () => {
  for (const type of ['PUB', 'XPUB'] as const) {
    attack(
      `X-29 A-20 costs a ${type} no more than its mark; what it does not take is dropped for it alone, and counted`,
      async (stage) => {
        const victim = await stage.binder(type, { sendHighWaterMark: MARK });
        const bystander = await stage.bystander(victim);
        const raw = await stage.client(victim.endpoint).greet('SUB');
        raw.socket.pause();
        raw.send(subscribe('flood'));
        if (victim.socket.type === 'XPUB')
          expect((await (victim.socket as Sockets['XPUB']).receive()).text()).toBe('\x01flood');
        else await victim.socket.subscribed('flood', { timeout: EVENT_TIMEOUT_MS });
        const before = await heldMemory();
        for (let round = 0; round < 100; round++) {
          for (let index = 0; index < 100; index++) await victim.socket.send(`flood ${BODY}`);
          await bystander.exchange();
        }
        const { dropped, queuedOutgoing } = victim.socket.stats();
        expect(queuedOutgoing).toBeLessThanOrEqual(MARK);
        expect(dropped.full).toBeGreaterThan(10_000 - IN_THE_SYSTEM);
        expect(await victim.diary.next('dropped')).toMatchObject({ reason: 'full' });
        expect((await heldMemory()) - before).toBeLessThan(32);
        expect(victim.diary.all('disconnected')).toEqual([]);
      },
      ['tcp', 'ipc'],
    );
  }

  attack('X-29 A-20 gets no more than its mark of a PUSH, and the others get the rest', async (stage) => {
    const victim = await stage.binder('PUSH', { sendHighWaterMark: MARK, sendTimeout: EVENT_TIMEOUT_MS });
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('PULL');
    raw.socket.pause();
    await victim.diary.next('handshake-succeeded', 1);
    let taken = 0;
    const taking = (async () => {
      for await (const _ of bystander.peer as Sockets['PULL']) taken++;
    })();
    for (let index = 0; index < 10_000; index++) await victim.socket.send(BODY);
    await eventually('the others have the rest', () => taken > 10_000 - MARK - IN_THE_SYSTEM, EVENT_TIMEOUT_MS);
    expect(victim.socket.stats().queuedOutgoing).toBeLessThanOrEqual(2 * MARK);
    await bystander.peer.close();
    await taking;
  });

  attack('X-29 A-20 makes a PUSH wait that has nobody else, and gives up its place when it goes', async (stage) => {
    const victim = await stage.binder('PUSH', { sendHighWaterMark: MARK });
    const raw = await stage.client(victim.endpoint).greet('PULL');
    raw.socket.pause();
    await victim.diary.next('handshake-succeeded');
    const before = await heldMemory();
    let stuck = 0;
    for (let round = 0; round < 100 && stuck < MARK; round++) {
      while (victim.socket.trySend(BODY)) stuck++;
      stuck = await whatIsStuck(victim.socket);
    }
    expect(stuck).toBe(MARK);
    await expectRefusal(victim.socket.send(BODY, { timeout: 50 }), 'EAGAIN');
    expect((await heldMemory()) - before).toBeLessThan(32);
    raw.destroy();
    await victim.diary.next('disconnected');
    await victim.diary.next('dropped');
    expect(victim.socket.stats()).toMatchObject({ queuedOutgoing: 0, dropped: { disconnected: MARK } });
    const honest = await stage.bystander(victim);
    await honest.exchange();
  });

  attack('X-29 A-20 costs a ROUTER no more than its mark, and answers to others arrive', async (stage) => {
    const victim = await stage.binder('ROUTER', { sendHighWaterMark: MARK });
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('DEALER', 'deaf');
    raw.socket.pause();
    await victim.diary.next('handshake-succeeded', 1);
    const before = await heldMemory();
    for (let index = 0; index < 5_000; index++) await victim.socket.send(['deaf', BODY]);
    await bystander.exchange();
    expect(victim.socket.stats().queuedOutgoing).toBeLessThanOrEqual(MARK);
    expect(victim.socket.stats().dropped.full).toBeGreaterThan(5_000 - IN_THE_SYSTEM);
    expect((await heldMemory()) - before).toBeLessThan(32);
  });

  attack('X-29 A-20 that asks a REP again and again holds up nobody else', async (stage) => {
    const victim = await stage.binder('REP', { sendHighWaterMark: MARK });
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('REQ');
    raw.socket.pause();
    const before = await heldMemory();
    const flood = raw.flood(message('', 'again'), 5_000);
    for (let index = 0; index < 5_000; index++) {
      expect((await victim.socket.receive({ timeout: EVENT_TIMEOUT_MS })).text()).toBe('again');
      await victim.socket.send(BODY);
    }
    await flood;
    await bystander.exchange();
    expect(victim.socket.stats().queuedOutgoing).toBeLessThanOrEqual(MARK);
    expect((await heldMemory()) - before).toBeLessThan(32);
  });

  for (const [linger, why] of [
    [0, 'at once'],
    [100, 'when linger is over'],
  ] as const) {
    attack(`X-29 A-20 keeps no socket from closing: ${why}, and what is left is counted`, async (stage) => {
      const victim = await stage.binder('PUSH', { sendHighWaterMark: 0, linger: 30_000 });
      const raw = await stage.client(victim.endpoint).greet('PULL');
      raw.socket.pause();
      await victim.diary.next('handshake-succeeded');
      for (let index = 0; index < 2 * IN_THE_SYSTEM; index++) await victim.socket.send(BODY);
      const waiting = await whatIsStuck(victim.socket);
      expect(waiting).toBeGreaterThan(0);
      await victim.socket.close({ linger });
      expect(victim.socket.stats().dropped.linger).toBe(waiting);
      expect(await victim.diary.next('dropped')).toMatchObject({ reason: 'linger', count: waiting });
    });
  }
});

describe('a peer that reads slowly', () => {
  attack('X-29 A-20 gets all that a PUSH has sent it, in order', async (stage) => {
    const victim = await stage.binder('PUSH', { sendHighWaterMark: MARK, sendTimeout: EVENT_TIMEOUT_MS });
    const raw = await stage.client(victim.endpoint).greet('PULL');
    raw.socket.pause();
    await victim.diary.next('handshake-succeeded');
    const bodies = Array.from({ length: 3_000 }, (_, index) => `${index} ${BODY}`);
    const sent = (async () => {
      for (const body of bodies) await victim.socket.send(body);
    })();
    await eventually('the queue is full', () => victim.socket.stats().queuedOutgoing === MARK, EVENT_TIMEOUT_MS);
    raw.socket.resume();
    await sent;
    const whole = Buffer.concat(bodies.map((body) => message(body)));
    await raw.until('all messages', () => raw.receivedLength >= whole.length);
    await raw.untilTraffic(whole.length);
    expect(raw.traffic.equals(whole)).toBe(true);
  });
});

describe('a peer that says that it is done while there is more for it', () => {
  attack('X-28 is gone, and what waits for it is dropped and counted', async (stage) => {
    const victim = await stage.binder('PUSH', { sendHighWaterMark: 0 });
    const raw = await stage.client(victim.endpoint).greet('PULL');
    raw.socket.pause();
    await victim.diary.next('handshake-succeeded');
    for (let index = 0; index < 2 * IN_THE_SYSTEM; index++) await victim.socket.send(BODY);
    const waiting = await whatIsStuck(victim.socket);
    raw.end();
    const { peer } = await victim.diary.next('disconnected');
    expect(peer).toMatchObject({ socketType: 'PULL' });
    expect(await victim.diary.next('dropped')).toMatchObject({ reason: 'disconnected', count: waiting });
    await (await stage.bystander(victim)).exchange();
  });

  attack('X-28 is connected to again, and gets what waits', async (stage) => {
    const server = await stage.server((peer, index) => {
      if (index === 0) peer.socket.pause();
    });
    const victim = stage.connecter('PUSH', server.endpoint, { sendHighWaterMark: 0 });
    const first = await server.peer();
    first.send(...greetingOf('PULL'));
    await victim.diary.next('handshake-succeeded');
    for (let index = 0; index < 2 * IN_THE_SYSTEM; index++) await victim.socket.send(`${index} ${BODY}`);
    const waiting = await whatIsStuck(victim.socket);
    first.end();
    await victim.diary.next('disconnected');
    const second = await server.peer(1);
    second.send(...greetingOf('PULL'));
    const next = 2 * IN_THE_SYSTEM - waiting;
    const rest = Array.from({ length: waiting }, (_, index) => message(`${next + index} ${BODY}`));
    const whole = Buffer.concat(rest);
    await second.greeted();
    await second.until('the rest', () => second.receivedLength >= whole.length);
    await second.untilTraffic(whole.length);
    expect(second.traffic.equals(whole)).toBe(true);
  });
});

describe('peers that fill a queue', () => {
  for (const pings of [0, 1, 2, 1000]) {
    attack(`A-06 after ${pings} PINGs each get a bounded number of PONGs, alone and together`, async (stage) => {
      const victim = await stage.binder('PULL', { receiveHighWaterMark: MARK });
      const raws = await Promise.all(Array.from({ length: 100 }, () => stage.client(victim.endpoint).greet('PUSH')));
      const ping = command('PING', octets('00 00'));
      for (const raw of raws) {
        for (let count = 0; count < pings; count++) raw.send(ping);
        for (let count = 0; count < 2 * MARK; count++) raw.send(message('x'));
      }
      await eventually(
        'all queues are full',
        () => victim.socket.stats().queuedIncoming === 100 * MARK,
        EVENT_TIMEOUT_MS,
      );
      const pongs = (): number => raws.reduce((sum, raw) => sum + raw.traffic.length, 0) / PONG.length;
      // The answers to the PINGs themselves have come by then.
      await eventually('the answers', () => pongs() >= 100 * pings, EVENT_TIMEOUT_MS);
      const [before, began] = [pongs(), performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const seconds = (performance.now() - began) / 1000;
      // 500 a second, and what was on its way.
      expect((pongs() - before) / seconds).toBeLessThan(600);
      for (const raw of raws) raw.destroy();
    });
  }
});

const PONG = command('PONG', '');

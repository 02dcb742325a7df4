import { describe, expect } from 'vitest';
import { eventually } from '@zeromq-ts/testing/conformance';
import { heldMemory, openHandles } from './bounds.js';
import { command, frame, GREETING, greetingWith, message, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

const EVENT_TIMEOUT_MS = 20_000;

/** What comes to nothing at once. */
const WRONG: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['another mechanism', octets(greetingWith('CURVE'))],
  ['another socket type', octets(GREETING, readyOf('SUB'))],
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['metadata that is cut off', octets(GREETING, '04 08 05 "READY" 0B 53')],
  ['a message in place of READY', octets(GREETING, frame(0, 'x'.repeat(200)))],
  ['an ERROR', octets(GREETING, command('ERROR', '\x03no!'))],
];

describe('a storm of connections', () => {
  for (const [what, bytes] of WRONG) {
    attack(
      `A-10 with ${what}, hundreds at once and one wave after the other, leaves nothing behind`,
      async (stage) => {
        const victim = await stage.binder('PULL', { backlog: 1000 });
        const bystander = await stage.bystander(victim);
        const wave = async (round: number): Promise<void> => {
          const raws = Array.from({ length: 200 }, () => stage.client(victim.endpoint));
          for (const raw of raws) raw.send(bytes);
          await victim.diary.next('handshake-failed', 200 * (round + 1) - 1);
          await Promise.all(raws.map((raw) => raw.untilOver()));
          for (const raw of raws) raw.destroy();
          await bystander.exchange();
        };
        await wave(0);
        const before = [await heldMemory(), openHandles()] as const;
        for (let round = 1; round < 6; round++) await wave(round);
        await eventually('the connections are gone', () => openHandles() <= before[1] + 5, EVENT_TIMEOUT_MS);
        // What the tests themselves remember of a thousand connections.
        expect((await heldMemory()) - before[0]).toBeLessThan(16);
        expect(victim.diary.all('handshake-failed')).toHaveLength(1_200);
        expect(victim.socket.stats().peers).toBe(1);
        expect(bystander.strays).toEqual([]);
      },
      ['tcp', 'ipc'],
    );
  }

  attack('A-10 of peers that greet and leave at once, or are cut off, leaves nothing behind', async (stage) => {
    for (const type of ['PULL', 'ROUTER', 'PUB', 'REP'] as const) {
      const peer = { PULL: 'PUSH', ROUTER: 'DEALER', PUB: 'SUB', REP: 'REQ' }[type];
      const victim = await stage.binder(type, { backlog: 1000 });
      const bystander = await stage.bystander(victim);
      const handles = openHandles();
      for (let round = 0; round < 3; round++) {
        const raws = Array.from({ length: 100 }, () => stage.client(victim.endpoint));
        await Promise.all(
          raws.map(async (raw, index) => {
            await raw.greet(peer, `guest-${round}-${index}`);
            if (index % 2 === 0) raw.reset();
            else raw.end();
          }),
        );
        await victim.diary.next('disconnected', 100 * (round + 1) - 1);
        for (const raw of raws) raw.destroy();
        await bystander.exchange();
      }
      await eventually('the connections are gone', () => openHandles() <= handles + 5, EVENT_TIMEOUT_MS);
      expect(victim.socket.stats()).toMatchObject({ peers: 1, queuedIncoming: 0, queuedOutgoing: 0 });
    }
  });

  attack(
    'A-07 of more than a thousand that say nothing keeps no honest peer out, and the socket closes with them there',
    async (stage) => {
      const victim = await stage.binder('REP', { backlog: 2000 });
      const first = await stage.bystander(victim);
      for (let round = 0; round < 12; round++) {
        const raws = Array.from({ length: 100 }, () => stage.client(victim.endpoint));
        for (const [index, raw] of raws.entries()) raw.send(GREETING.subarray(0, index % 64));
        await victim.diary.next('accepted', 100 * (round + 1));
      }
      await first.exchange();
      const late = await stage.bystander(victim);
      await late.exchange();
      expect(victim.socket.stats().peers).toBe(2);
      await victim.socket.close({ linger: 0 });
      await stage.binder('REP');
    },
  );

  attack('A-02 A-07 that have all begun something large takes memory for what has come', async (stage) => {
    const victim = await stage.binder('PULL', { backlog: 2000 });
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    for (let round = 0; round < 8; round++) {
      const raws = Array.from({ length: 100 }, () => stage.client(victim.endpoint));
      for (const raw of raws) raw.send(GREETING, '06 00 00 00 00 00 00 FF FF 05 "READY"');
      await Promise.all(raws.map((raw) => raw.untilOctets(66)));
    }
    await bystander.exchange();
    expect((await heldMemory()) - before).toBeLessThan(32);
    expect(victim.diary.all('handshake-failed')).toEqual([]);
  });
});

describe('a flood of messages', () => {
  attack('A-38 from several peers at line rate leaves timers and others their turn', async (stage) => {
    const victim = await stage.binder('ROUTER', { receiveHighWaterMark: 1000 });
    const bystander = await stage.bystander(victim);
    const over = { over: false };
    const block = octets(...Array.from({ length: 1_000 }, () => message('')));
    const raws = await Promise.all([1, 2, 3].map(() => stage.client(victim.endpoint).greet('DEALER')));
    void Promise.all(raws.map((raw) => raw.flood(block, 600))).then(() => (over.over = true));
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    stage.defer(() => clearInterval(ticking));
    let exchanges = 0;
    while (!over.over) {
      await bystander.exchange();
      bystander.strays.length = 0;
      exchanges++;
    }
    expect(exchanges).toBeGreaterThan(0);
    expect(ticks).toBeGreaterThan(0);
  });

  attack('A-20 that nobody receives is left with the peer, and nobody else waits for it', async (stage) => {
    const victim = await stage.binder('PULL', { receiveHighWaterMark: 100 });
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('PUSH');
    let over = false;
    const flood = raw.flood(octets(...Array.from({ length: 10 }, () => message('x'.repeat(10_000)))), 1_000);
    void flood.then(() => (over = true));
    await eventually('the queue is full', () => victim.socket.stats().queuedIncoming === 100, EVENT_TIMEOUT_MS);
    await eventually('the peer waits', () => raw.socket.writableNeedDrain, EVENT_TIMEOUT_MS);
    expect((await heldMemory()) - before).toBeLessThan(8);
    const push = await stage.client(victim.endpoint).greet('PUSH');
    push.send(message('honest'));
    let count = 0;
    while ((await victim.socket.receive({ timeout: EVENT_TIMEOUT_MS })).text() !== 'honest') count++;
    expect(count).toBeLessThan(200);
    expect(over).toBe(false);
    raw.destroy();
    await flood;
  });
});

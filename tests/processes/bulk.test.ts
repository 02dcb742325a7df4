import { describe, expect, it } from 'vitest';
import { ANY_TCP } from './endpoints.js';
import { ENGINES } from './engines.js';
import { IN_PEACE } from './line-child.js';
import { startProgram } from './program.js';

const COUNT = 100_000;

describe.each(ENGINES)(`${COUNT} messages between processes on %s`, (engine) => {
  it('REQ/REP: every request of many clients gets its own answer', { timeout: 60_000 }, async () => {
    const processes = 2;
    const sockets = 8;
    const server = startProgram(engine, 'reply-server', ANY_TCP);
    const endpoint = await server.said('READY');
    const clients = Array.from({ length: processes }, () =>
      startProgram(engine, 'request-clients', endpoint, sockets, COUNT / processes / sockets),
    );
    for (const client of clients) expect(await client.said('ANSWERED')).toBe(String(COUNT / processes));
    for (const client of clients) expect(await client.ended).toEqual(IN_PEACE);
  });

  it('PUB/SUB: every subscriber receives everything, once and in order', { timeout: 60_000 }, async () => {
    const names = [0, 1];
    const publisher = startProgram(engine, 'publisher', ANY_TCP, COUNT, names.length);
    const endpoint = await publisher.said('READY');
    const subscribers = names.map((name) => startProgram(engine, 'subscriber', endpoint, COUNT, name));
    for (const subscriber of subscribers) expect(await subscriber.said('RECEIVED')).toBe(String(COUNT));
    const dropped = JSON.parse(await publisher.said('DROPPED')) as Record<string, number>;
    expect(Object.values(dropped).filter((count) => count !== 0)).toEqual([]);
    for (const each of [publisher, ...subscribers]) expect(await each.ended).toEqual(IN_PEACE);
  });

  it(
    'PUSH/PULL: every task goes to one of the workers, and every result to the sink',
    { timeout: 60_000 },
    async () => {
      const names = ['a', 'b', 'c'];
      const collector = startProgram(engine, 'collector', ANY_TCP, COUNT);
      const sink = await collector.said('READY');
      const ventilator = startProgram(engine, 'ventilator', ANY_TCP, COUNT, names.length);
      const source = await ventilator.said('READY');
      for (const name of names) startProgram(engine, 'worker', source, sink, name);
      expect(await ventilator.said('SENT')).toBe(String(COUNT));
      const shares = JSON.parse(await collector.said('COLLECTED')) as Record<string, number>;
      expect(Object.keys(shares).sort()).toEqual(names);
      expect(Object.values(shares).reduce((sum, share) => sum + share)).toBe(COUNT);
      for (const each of [ventilator, collector]) expect(await each.ended).toEqual(IN_PEACE);
    },
  );

  it('DEALER/ROUTER: everything comes back to its sender, once and in order', { timeout: 60_000 }, async () => {
    const names = ['a', 'b'];
    const router = startProgram(engine, 'echo-router', ANY_TCP);
    const endpoint = await router.said('READY');
    const dealers = names.map((name) => startProgram(engine, 'dealer', endpoint, COUNT / names.length, name));
    for (const dealer of dealers) expect(await dealer.said('RETURNED')).toBe(String(COUNT / names.length));
    for (const dealer of dealers) expect(await dealer.ended).toEqual(IN_PEACE);
  });
});

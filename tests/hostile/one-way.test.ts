import { describe, expect } from 'vitest';
import { heldMemory } from './bounds.js';
import { frame, GREETING, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

describe('messages to a socket that receives none', () => {
  for (const [type, peer] of [
    ['PUB', 'SUB'],
    ['PUSH', 'PULL'],
  ] as const) {
    attack(`A-25 ${type}: they are thrown away at once, and the peer is served on`, async (stage) => {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet(peer);
      const before = await heldMemory();
      await raw.flood(octets(...Array.from({ length: 100 }, () => frame(0, 'x'.repeat(10_000)))), 50);
      await raw.flood(octets(frame(1, 'x'.repeat(1000)), frame(0, 'x'.repeat(1000))), 1000);
      await bystander.exchange();
      expect(victim.socket.stats().queuedIncoming).toBe(0);
      expect((await heldMemory()) - before).toBeLessThan(4);
      expect(victim.diary.all('disconnected')).toEqual([]);
    });
  }

  attack('A-25 PUSH that connects: they are thrown away at once', async (stage) => {
    const server = await stage.server(async (peer) => {
      peer.send(GREETING, readyOf('PULL'));
      await peer.flood(octets(...Array.from({ length: 1000 }, () => frame(0, 'x'.repeat(100)))), 100);
    });
    const victim = stage.connecter('PUSH', server.endpoint);
    await victim.diary.next('handshake-succeeded');
    await victim.socket.send('through');
    const raw = await server.peer();
    await raw.until('the message', () => raw.traffic.includes('through'));
    expect(victim.socket.stats().queuedIncoming).toBe(0);
  });

  attack('A-25 SUB: messages of topics that it has not asked for are no messages', async (stage) => {
    const victim = await stage.binder('SUB', { topics: 'bystander' });
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('PUB');
    const before = await heldMemory();
    const flood = { over: false };
    void raw
      .flood(octets(...Array.from({ length: 1000 }, () => frame(0, 'other'.repeat(20)))), 100)
      .then(() => (flood.over = true));
    while (!flood.over) await bystander.exchange();
    expect(bystander.strays).toEqual([]);
    expect((await heldMemory()) - before).toBeLessThan(4);
  });
});

import { describe, expect } from 'vitest';
import { heldMemory, openHandles } from './bounds.js';
import { frame, GREETING, longHeader, message, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

describe('a message without an end', () => {
  attack('A-23 is cut off after so many frames, and nothing of it is delivered', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('PUSH');
    await raw.flood(octets(...Array.from({ length: 4096 }, () => octets('01 00'))), 65);
    expect(await victim.diary.why('disconnected')).toMatch(/more than 262144 frames/);
    await raw.untilOver();
    await bystander.exchange();
    expect(bystander.strays).toEqual([]);
    expect((await heldMemory()) - before).toBeLessThan(6);
  });

  attack('A-23 of a server is cut off as well', async (stage) => {
    const server = await stage.server(async (peer) => {
      peer.send(GREETING, readyOf('PUSH'));
      await peer.flood(octets(...Array.from({ length: 4096 }, () => octets('01 01 "x"'))), 65);
    });
    const victim = stage.connecter('PULL', server.endpoint);
    expect(await victim.diary.why('disconnected')).toMatch(/more than 262144 frames/);
    expect((await victim.diary.next('connect-retried')).interval).toBeGreaterThanOrEqual(1000);
    expect(victim.socket.tryReceive()).toBeUndefined();
  });

  attack('A-23 takes no others their turn, and memory for what has come', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('PUSH');
    for (let round = 0; round < 20; round++) {
      await raw.flood(frame(1, Buffer.alloc(60_000, 'x')), 10);
      await bystander.exchange();
    }
    expect((await heldMemory()) - before).toBeLessThan(20 * 10 * 0.06 + 6);
    raw.destroy();
    await victim.diary.next('disconnected');
    await bystander.exchange();
    expect(bystander.strays).toEqual([]);
    expect((await heldMemory()) - before).toBeLessThan(4);
  });
});

describe('half a message', () => {
  for (const type of ['PULL', 'ROUTER', 'REP', 'XPUB'] as const) {
    attack(`X-25 A-24 of hundreds who leave then is delivered by a ${type} to nobody, and not kept`, async (stage) => {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const [memory, handles] = [await heldMemory(), openHandles()];
      const peer = { PULL: 'PUSH', ROUTER: 'DEALER', REP: 'REQ', XPUB: 'XSUB' }[type];
      const half = octets('01 00 01 01 "m"', frame(1, Buffer.alloc(50_000, 'x')), longHeader(3, 60_000), '78*100');
      const count = 250;
      for (let index = 0; index < count; index++) {
        const raw = stage.client(victim.endpoint);
        raw.send(GREETING, readyOf(peer), half);
        await raw.greeted();
        if (index % 2 === 0) raw.end();
        else raw.reset();
        expect((await victim.diary.next('disconnected', index)).error).toMatchObject({ code: 'ECONNRESET' });
        raw.destroy();
      }
      await bystander.exchange();
      expect(bystander.strays).toEqual([]);
      expect(victim.socket.stats()).toMatchObject({ peers: 1, queuedIncoming: 0 });
      expect((await heldMemory()) - memory).toBeLessThan(6);
      expect(openHandles()).toBeLessThanOrEqual(handles + 2);
    });
  }

  attack(
    'X-25 A-24 of a server that leaves then is not joined with what comes over the next connection',
    async (stage) => {
      const server = await stage.server((peer, index) => {
        peer.send(GREETING, readyOf('PUSH'));
        if (index < 3) peer.end('01 01 "a"');
        else peer.send('00 01 "b"', message('c', 'd'));
      });
      const victim = stage.connecter('PULL', server.endpoint, { reconnectInterval: 1 });
      expect((await victim.socket.receive()).frames.map(String)).toEqual(['b']);
      expect((await victim.socket.receive()).frames.map(String)).toEqual(['c', 'd']);
      expect(
        victim.diary.all('disconnected').map(({ error }) => /middle of a message/.test(error?.message ?? '')),
      ).toEqual([true, true, true]);
    },
  );
});

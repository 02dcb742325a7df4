import { describe, expect } from 'vitest';
import { heldMemory, openHandles } from './bounds.js';
import { GREETING, message, octets, ready, readyOf } from './octets.js';
import { attack } from './stage.js';

describe('a routing id', () => {
  attack(
    'X-10 A-21 that is too long, or begins like those made up, is refused, and taken from nobody',
    async (stage) => {
      const victim = await stage.binder('ROUTER');
      const bystander = await stage.bystander(victim);
      const identities = [
        octets('00 01020304'),
        octets('00'),
        Buffer.alloc(256, 'x'),
        Buffer.alloc(300, 'x'),
        Buffer.alloc(60_000, 'x'),
      ];
      for (const [index, identity] of identities.entries()) {
        const raw = stage.client(victim.endpoint);
        raw.send(GREETING, readyOf('DEALER', identity), message('stray'));
        expect(await victim.diary.why('handshake-failed', index)).toMatch(/Identity/);
        await raw.untilOver();
      }
      await bystander.exchange();
      expect(bystander.strays).toEqual([]);
    },
  );

  attack('A-21 may be of any octets, or a name of JavaScript, and routes to its peer only', async (stage) => {
    const victim = await stage.binder('ROUTER', { mandatory: true });
    const ids = [
      '__proto__',
      'constructor',
      'toString',
      '\x01',
      '\xff'.repeat(255),
      'a',
      'A',
      'a\0',
      '\x7f\0\0\0\x01',
      '\xc3\xa9',
      '\xe9',
      '\xff\xfe',
      '0',
      '1e0',
    ].map((id) => Buffer.from(id, 'latin1'));
    const raws = await Promise.all(ids.map((id) => stage.client(victim.endpoint).greet('DEALER', id)));
    await victim.diary.next('handshake-succeeded', ids.length - 1);
    for (const [index, id] of ids.entries()) await victim.socket.send([id, `for ${index}`]);
    for (const [index, raw] of raws.entries()) {
      const expected = message(`for ${index}`);
      expect(await raw.untilTraffic(expected.length)).toEqual(expected);
      raw.send(message(`from ${index}`));
      const received = await victim.socket.receive();
      expect([Buffer.from(received.frame(0)), received.text(1)]).toEqual([ids[index], `from ${index}`]);
    }
    for (const nobody of ['valueOf', 'hasOwnProperty', 'prototype', '']) {
      await expect(victim.socket.send([nobody, 'text'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    }
  });

  attack('A-21 that a peer has is not taken from it by another one that claims it', async (stage) => {
    const victim = await stage.binder('ROUTER');
    const first = await stage.client(victim.endpoint).greet('DEALER', 'name');
    const second = await stage.client(victim.endpoint).greet('DEALER', 'name');
    await victim.diary.next('handshake-succeeded', 1);
    second.send(message('from the second'));
    first.send(message('from the first'));
    expect((await victim.socket.receive()).frames.map(String)).toEqual(['name', 'from the first']);
    await victim.socket.send(['name', 'answer']);
    await first.untilTraffic(8);
    expect(victim.socket.tryReceive()).toBeUndefined();
    expect(second.traffic).toHaveLength(0);
    // It is the second's once the first has left.
    first.destroy();
    expect((await victim.socket.receive()).frames.map(String)).toEqual(['name', 'from the second']);
  });

  attack('A-21 that a peer has, claimed by hundreds who send and leave, costs nothing', async (stage) => {
    const victim = await stage.binder('ROUTER', { receiveHighWaterMark: 100 });
    const bystander = await stage.bystander(victim);
    const first = await stage.client(victim.endpoint).greet('DEALER', 'name');
    const [memory, handles] = [await heldMemory(), openHandles()];
    const burst = octets(...Array.from({ length: 50 }, () => message('x'.repeat(1000))));
    const count = 300;
    for (let index = 0; index < count; index++) {
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, readyOf('DEALER', 'name'), burst);
      await raw.greeted();
      raw.end();
      await victim.diary.next('disconnected', index);
      raw.destroy();
    }
    await bystander.exchange();
    expect(bystander.strays).toEqual([]);
    expect(victim.socket.stats().queuedIncoming).toBe(0);
    expect((await heldMemory()) - memory).toBeLessThan(8);
    expect(openHandles()).toBeLessThanOrEqual(handles + 2);
    first.send(message('still here'));
    expect((await victim.socket.receive()).frames.map(String)).toEqual(['name', 'still here']);
  });

  attack('A-21 that is handed over again and again belongs to the last one, and costs nothing', async (stage) => {
    const victim = await stage.binder('ROUTER', { handover: true });
    const bystander = await stage.bystander(victim);
    const memory = await heldMemory();
    const count = 200;
    for (let index = 0; index < count; index++) {
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, readyOf('DEALER', 'name'), message('x'.repeat(20_000)));
      await raw.greeted();
      await victim.diary.next('handshake-succeeded', index + 1);
    }
    const last = await stage.client(victim.endpoint).greet('DEALER', 'name');
    await victim.diary.next('handshake-succeeded', count + 1);
    await bystander.exchange();
    await victim.socket.send(['name', 'answer']);
    expect(await last.untilTraffic(8)).toEqual(message('answer'));
    last.destroy();
    await victim.diary.next('disconnected', count);
    await bystander.exchange();
    expect(victim.socket.stats().peers).toBe(1);
    expect((await heldMemory()) - memory).toBeLessThan(6);
  });

  attack(
    'X-10 A-21 of a peer that tells no socket type is checked, and of one that has none is not heard',
    async (stage) => {
      const victim = await stage.binder('ROUTER');
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, ready({ Identity: octets('00 01020304') }));
      expect(await victim.diary.why('handshake-failed')).toMatch(/zero byte/);
      const pull = await stage.binder('PULL');
      const push = stage.client(pull.endpoint);
      push.send(GREETING, readyOf('PUSH', octets('00 01020304')), message('heard'));
      expect((await pull.socket.receive()).text()).toBe('heard');
      expect((await pull.diary.next('handshake-succeeded')).peer?.routingId).toBeUndefined();
    },
  );
});

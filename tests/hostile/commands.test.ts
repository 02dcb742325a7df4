import { describe, expect } from 'vitest';
import { heldMemory } from './bounds.js';
import { cancel, command, frame, message, octets, ping, readyOf, subscribe } from './octets.js';
import { attack } from './stage.js';

/** What is passed over after the handshake. */
const IGNORED: readonly (readonly [what: string, bytes: Buffer])[] = [
  ['X-14 an unknown command', command('HOWDY', 'whatever')],
  ['X-14 a command of 64 KiB', command('HOWDY', Buffer.alloc(65_536))],
  ['X-14 a name of 255 octets', frame(4, octets('FF 78*255'))],
  ['X-14 a name of control characters', command('\x1b[2J\0')],
  ['X-14 a second READY', readyOf('PULL', 'other')],
  ['X-15 A-04 a command frame without octets', octets('04 00')],
  ['X-15 A-04 a long command frame without octets', octets('06 00*8')],
  ['X-15 A-04 an empty name', octets('04 01 00')],
  ['X-15 A-04 a name that runs past the end', octets('04 05 FF "PING"')],
  ['X-16 A-05 a PING without its time to live', octets('04 05 04 "PING"')],
  ['X-16 A-05 a PING with half of its time to live', octets('04 06 04 "PING" 00')],
  ['X-17 a PONG that nobody asked for', command('PONG')],
  ['X-17 a PONG with a context of 17 octets', command('PONG', 'x'.repeat(17))],
  ['X-17 a PONG with a context of 10^6 octets', command('PONG', Buffer.alloc(1_000_000))],
  ['X-18 SUBSCRIBE to a socket that does not publish', subscribe('topic')],
  ['X-18 CANCEL to a socket that does not publish', cancel('topic')],
  ['X-18 JOIN', command('JOIN', 'group')],
  ['X-18 LEAVE', command('LEAVE', 'group')],
  ['X-19 A-29 ERROR', command('ERROR', octets('03 "400"'))],
  ['X-19 A-29 ERROR whose reason runs past the end', command('ERROR', octets('FF "400"'))],
  ['X-19 A-29 ERROR without a reason', command('ERROR')],
];

describe('after the handshake,', () => {
  for (const [what, bytes] of IGNORED) {
    attack(`${what} is passed over: nothing is answered, and what follows is heard`, async (stage) => {
      const victim = await stage.binder('ROUTER');
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet('DEALER', 'raw');
      raw.send(message('before'), bytes, octets('01 01 "m"'), bytes, message('after'), ping(0, 'last'));
      expect((await raw.untilTraffic(11)).toString('latin1')).toBe('\x04\x09\x04PONGlast');
      await bystander.exchange();
      expect(bystander.strays.map(({ frames }) => frames.map(String))).toEqual([
        ['raw', 'before'],
        ['raw', 'm', 'after'],
      ]);
      expect(victim.diary.all('disconnected')).toEqual([]);
    });
  }

  for (const type of ['PUB', 'XPUB'] as const) {
    attack(`X-18 A-18 commands that mean nothing to a ${type} are passed over`, async (stage) => {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet('SUB');
      raw.send(command('JOIN', 'g'), command('LEAVE', 'g'), cancel('nothing'), cancel(''), cancel('x'.repeat(70_000)));
      raw.send(ping(0, 'last'));
      await raw.untilTraffic(11);
      await bystander.exchange();
      expect(bystander.strays).toEqual([]);
      expect(victim.diary.all('disconnected')).toEqual([]);
    });
  }
});

describe('a PING', () => {
  for (const [context, answered] of [
    ['', 0],
    ['x', 1],
    ['0123456789abcdef', 16],
    ['0123456789abcdefg', 16],
    ['z'.repeat(1_000_000), 16],
  ] as const) {
    attack(
      `X-16 A-05 with a context of ${context.length} octets is answered with ${answered} of them, and no others`,
      async (stage) => {
        const victim = await stage.binder('PULL');
        const raw = await stage.client(victim.endpoint).greet('PUSH');
        // Something for a careless answer to show.
        raw.send(message('secret'.repeat(20)));
        raw.send(octets('04 05 04 "PING"'), octets('04 06 04 "PING" 00'), ping(0, context), ping(0, '!'));
        const pong = octets(
          frame(4, octets('04 "PONG"', Buffer.from(context.slice(0, answered)))),
          '04 06 04 "PONG" 21',
        );
        expect(await raw.untilTraffic(pong.length)).toEqual(pong);
      },
    );
  }

  attack(
    'A-06 a hundred thousand times from a peer that reads no answer keeps no answers, and nobody waiting',
    async (stage) => {
      const victim = await stage.binder('PULL');
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet('PUSH');
      raw.socket.pause();
      const before = await heldMemory();
      const context = '0123456789abcdef';
      await raw.flood(octets(...Array.from({ length: 1000 }, () => ping(0, context))), 200);
      await bystander.exchange();
      expect((await heldMemory()) - before).toBeLessThan(2);
      // It is not for this that it is cut off, and it is heard when it comes to itself.
      raw.socket.resume();
      raw.send(message('awake'), ping(0, 'last'));
      expect((await victim.socket.receive()).text()).toBe('awake');
      await raw.until('the last answer', () => raw.traffic.subarray(-4).toString() === 'last');
      expect(raw.traffic.length).toBeLessThanOrEqual(200_000 * 23 + 11);
    },
  );

  attack('A-06 PONG a hundred thousand times is nothing', async (stage) => {
    const victim = await stage.binder('DEALER', { heartbeatInterval: 20 });
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('DEALER');
    const before = await heldMemory();
    await raw.flood(octets(...Array.from({ length: 1000 }, () => command('PONG', 'whatever'))), 100);
    await bystander.exchange();
    expect((await heldMemory()) - before).toBeLessThan(2);
  });

  attack(
    'A-37 with the longest time to live keeps the connection, and with the shortest ends it when it is over',
    async (stage) => {
      const victim = await stage.binder('PULL');
      const bystander = await stage.bystander(victim);
      const long = await stage.client(victim.endpoint).greet('PUSH');
      long.send(ping(65_535), ping(656), ping(65_535));
      const short = await stage.client(victim.endpoint).greet('PUSH');
      short.send(ping(1));
      expect(await victim.diary.why('disconnected')).toMatch(/100 ms \(the time to live in its heartbeat\)/);
      await short.untilOver();
      long.send(message('here'));
      expect((await victim.socket.receive()).text()).toBe('here');
      await bystander.exchange();
      expect(victim.diary.all('disconnected')).toHaveLength(1);
    },
  );
});

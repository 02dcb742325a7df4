import { describe, expect } from 'vitest';
import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import { GREETING, greetingWith, octets } from './octets.js';
import { attack } from './stage.js';

/** Who speaks something else, and what is said about it. */
const STRANGERS: readonly (readonly [what: string, bytes: Buffer, says: RegExp])[] = [
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n'.repeat(4)), /first byte/],
  ['TLS', octets('16 03 01 02 00 01 00 01 FC 03 03', Buffer.alloc(200, 0x5a)), /first byte/],
  ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n'), /first byte/],
  ['Redis', Buffer.from('PING\r\n'), /first byte/],
  ['telnet', Buffer.from('asdfasdf\r\n'), /first byte/],
  ['random octets', octets('3C', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 73) % 256))), /first byte/],
  ['ZMTP 1.0 with a short identity', octets('01 00 02 00 "data"'), /first byte/],
  ['ZMTP 1.0 with a long identity', octets('FF 00*7 05 00 "name" 02 00 "d"'), /tenth byte/],
  ['ZMTP 2.0', octets('FF 00*7 01 7F 01 08 00 00 00 04 "data"'), /ZMTP 2\.0/],
  ['revision 0', octets('FF 00*7 01 7F 00 08 00 00'), /ZMTP 1\.0/],
  ['a signature that ends in an odd octet', octets('FF 00*8 7D 03 01 "NULL" 00*48'), /tenth byte/],
];

const RECEIVERS = ['PULL', 'ROUTER', 'REP', 'DEALER', 'XPUB'] as const satisfies readonly SocketTypeName[];

describe('a client that speaks something else than ZMTP 3', () => {
  for (const [what, bytes, says] of STRANGERS) {
    attack(`X-02 X-03 A-09 ${what}: it is refused, and nothing of it is a message`, async (stage) => {
      for (const type of RECEIVERS) {
        const victim = await stage.binder(type);
        const bystander = await stage.bystander(victim);
        const raw = stage.client(victim.endpoint);
        raw.send(bytes);
        expect(await victim.diary.why('handshake-failed')).toMatch(says);
        await raw.untilOver();
        await bystander.exchange();
        expect(bystander.strays).toEqual([]);
        expect(victim.socket.stats().peers).toBe(1);
      }
    });
  }
});

describe('a server that speaks something else than ZMTP 3', () => {
  for (const [what, bytes, says] of STRANGERS) {
    attack(`X-02 X-03 A-09 ${what}: it is refused, and tried again at leisure`, async (stage) => {
      const server = await stage.server((peer) => peer.send(bytes));
      const victim = stage.connecter('DEALER', server.endpoint);
      expect(await victim.diary.why('handshake-failed')).toMatch(says);
      const { interval, error } = await victim.diary.next('connect-retried');
      expect(interval).toBeGreaterThanOrEqual(1000);
      expect(error?.message).toMatch(says);
      await (await server.peer()).untilOver();
      expect(victim.socket.tryReceive()).toBeUndefined();
    });
  }
});

describe('a greeting', () => {
  attack(
    'X-01 that ends after any of its octets, with FIN or RST, is a handshake that has failed, and no more',
    async (stage) => {
      const victim = await stage.binder('PULL');
      const bystander = await stage.bystander(victim);
      let failures = 0;
      for (let length = 0; length < GREETING.length; length++) {
        for (const ending of ['end', 'reset'] as const) {
          const raw = stage.client(victim.endpoint);
          raw.send(GREETING.subarray(0, length));
          // Our greeting says that the connection has been accepted.
          await raw.untilOctets(64);
          raw[ending]();
          const { error } = await victim.diary.next('handshake-failed', failures++);
          expect(error).toMatchObject({ code: 'ECONNRESET' });
        }
      }
      await bystander.exchange();
      expect(victim.socket.stats().peers).toBe(1);
      expect(bystander.strays).toEqual([]);
    },
    ['tcp', 'ipc'],
  );

  attack('X-01 of a server that ends after any of its octets is tried again, until it is whole', async (stage) => {
    const server = await stage.server((peer, index) => {
      if (index < GREETING.length) peer.end(GREETING.subarray(0, index));
      else void peer.greet('PULL');
    });
    const victim = stage.connecter('PUSH', server.endpoint, { reconnectInterval: 1 });
    await victim.socket.send('kept');
    const last = await server.peer(GREETING.length);
    expect((await last.untilTraffic(6)).toString('latin1')).toBe('\0\x04kept');
    expect(victim.diary.all('connect-retried')).toHaveLength(GREETING.length);
    expect(victim.diary.all('handshake-failed')).toHaveLength(GREETING.length);
  });

  for (const [what, mechanism] of [
    ['unknown', 'XYZ'],
    ['PLAIN', 'PLAIN'],
    ['CURVE', 'CURVE'],
    ['that begins like ours', 'NULLX'],
    ['in small letters', 'null'],
    ['with a space before it', ' NULL'],
    ['with an octet in its last place', octets('"NULL" 00*15 01')],
    ['that is empty', ''],
    ['of twenty octets', 'N'.repeat(20)],
  ] as const) {
    attack(
      `X-04 A-09 with a mechanism ${what} is answered with our whole greeting, and then refused`,
      async (stage) => {
        const victim = await stage.binder('PULL');
        const bystander = await stage.bystander(victim);
        const raw = stage.client(victim.endpoint);
        raw.send(greetingWith(mechanism), octets('00 04 "data"'));
        expect(await victim.diary.why('handshake-failed')).toMatch(/mechanism .*this socket has NULL/);
        await raw.untilOver();
        expect(raw.receivedLength).toBe(64);
        await bystander.exchange();
        expect(bystander.strays).toEqual([]);
      },
    );
  }

  attack('X-04 of a server with another mechanism is refused, and tried again at leisure', async (stage) => {
    const server = await stage.server((peer) => peer.send(greetingWith('CURVE')));
    const victim = stage.connecter('PUSH', server.endpoint);
    expect(await victim.diary.why('handshake-failed')).toMatch(/mechanism CURVE/);
    expect((await victim.diary.next('connect-retried')).interval).toBeGreaterThanOrEqual(1000);
  });

  attack('A-29 that is an ERROR command is no greeting', async (stage) => {
    const victim = await stage.binder('PULL');
    const raw = stage.client(victim.endpoint);
    raw.send('04 0A 05 "ERROR" 03 "400"');
    expect(await victim.diary.why('handshake-failed')).toMatch(/first byte/);
    await raw.untilOver();
  });
});

describe('connections that say so much and no more', () => {
  attack(
    'X-30 A-07 are given up after handshakeInterval, and others are served meanwhile',
    async (stage) => {
      const victim = await stage.binder('ROUTER', { handshakeInterval: 150 });
      const bystander = await stage.bystander(victim);
      const lengths = [0, 1, 10, 11, 12, 63, 64];
      const silent = lengths.map((length) => {
        const raw = stage.client(victim.endpoint);
        raw.send(GREETING.subarray(0, length));
        return raw;
      });
      await Promise.all(silent.map((raw) => raw.untilOctets(64)));
      await bystander.exchange();
      await victim.diary.next('handshake-failed', lengths.length - 1);
      for (const { error } of victim.diary.all('handshake-failed')) {
        expect(error).toMatchObject({ code: 'ETIMEDOUT', message: expect.stringMatching(/handshakeInterval, 150 ms/) });
      }
      for (const raw of silent) await raw.untilOver();
      await bystander.exchange();
      expect(victim.socket.stats().peers).toBe(1);
    },
    ['tcp', 'ipc'],
  );

  attack('A-07 are given up as well when they drip', async (stage) => {
    const victim = await stage.binder('PULL', { handshakeInterval: 100 });
    const raw = stage.client(victim.endpoint);
    let next = 0;
    const dripping = setInterval(() => raw.send(GREETING.subarray(next, ++next)), 10);
    stage.defer(() => clearInterval(dripping));
    expect(await victim.diary.why('handshake-failed')).toMatch(/handshakeInterval/);
    await raw.untilOver();
  });

  attack('X-30 as servers are given up after handshakeInterval, and tried again', async (stage) => {
    const server = await stage.server((peer, index) => {
      if (index === 0) peer.send(GREETING);
      else void peer.greet('PULL');
    });
    const victim = stage.connecter('PUSH', server.endpoint, { handshakeInterval: 100, reconnectInterval: 1 });
    expect(await victim.diary.why('connect-retried')).toMatch(/handshakeInterval/);
    await victim.diary.next('handshake-succeeded');
  });
});

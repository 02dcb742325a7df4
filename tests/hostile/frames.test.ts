import { describe, expect } from 'vitest';
import { computed, heldMemory } from './bounds.js';
import { frame, GREETING, longHeader, message, octets, readyOf, subscribe } from './octets.js';
import { attack } from './stage.js';

const SIZES = [
  2n ** 31n,
  2n ** 32n,
  2n ** 48n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];

/** What no peer may send after the handshake, and what the event says of it. */
const BROKEN: readonly (readonly [what: string, bytes: Buffer, says: RegExp])[] = [
  ...SIZES.map(
    (size) => [`X-11 A-01 a frame of ${size} octets`, longHeader(2, size), new RegExp(`${size} bytes`)] as const,
  ),
  ['X-11 A-01 a command of 2^63 octets', longHeader(6, 2n ** 63n), /9223372036854775808 bytes/],
  [
    'X-11 A-01 a frame of 2^64 - 1 octets after others with MORE',
    octets('01 01 "a"', longHeader(3, 2n ** 64n - 1n)),
    /18446744073709551615/,
  ],
  ['X-11 a frame of one octet more than maxMessageSize', longHeader(2, 1001), /1001 bytes; at most 1000/],
  ...[0x08, 0x10, 0x20, 0x40, 0x80, 0xf8].map(
    (flags) =>
      [`X-12 flags ${flags.toString(16)}`, octets(Buffer.of(flags), '04 "data"'), /bits 3 to 7 are reserved/] as const,
  ),
  ['X-13 a command with MORE', octets('05 06 05 "READY"'), /0x05: a command is one frame/],
  ['X-13 a long command with MORE', longHeader(7, 300), /0x07: a command is one frame/],
  ['A-09 another greeting', GREETING, /reserved/],
  ['A-09 HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /reserved/],
];

describe('after the handshake,', () => {
  for (const [what, bytes, says] of BROKEN) {
    attack(`${what}: a binder closes that connection, and says why`, async (stage) => {
      const victim = await stage.binder('PULL', { maxMessageSize: what.includes('maxMessageSize') ? 1000 : Infinity });
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet('PUSH');
      raw.send(message('before'), bytes, message('after'));
      const { error, peer } = await victim.diary.next('disconnected');
      expect(error).toMatchObject({ code: 'EPROTO', message: expect.stringMatching(says) });
      expect(peer).toMatchObject({ socketType: 'PUSH' });
      await raw.untilOver();
      await bystander.exchange();
      expect(bystander.strays.map(String)).toEqual(['before']);
      expect(victim.socket.stats().peers).toBe(1);
    });
  }

  for (const [what, bytes, says] of BROKEN.filter(([title]) => /2\^63|flags 8$|X-13/.test(title))) {
    attack(`${what}: a connecter closes the connection, says why, and comes again`, async (stage) => {
      const server = await stage.server((peer, index) => {
        peer.send(GREETING, readyOf('PUSH'), ...(index === 0 ? [message('before'), bytes, message('after')] : []));
      });
      const victim = stage.connecter('PULL', server.endpoint);
      expect(await victim.diary.why('disconnected')).toMatch(says);
      expect(await victim.diary.why('connect-retried')).toMatch(says);
      (await server.peer(1)).send(message('again'));
      expect((await victim.socket.receive()).text()).toBe('before');
      expect((await victim.socket.receive()).text()).toBe('again');
    });
  }

  attack(
    'X-25 a connection that ends inside a frame delivers nothing of it',
    async (stage) => {
      const victim = await stage.binder('PULL');
      const bystander = await stage.bystander(victim);
      const partial = [
        octets('00'),
        octets('00 04'),
        octets('00 04 "dat"'),
        longHeader(2, 70_000),
        octets(longHeader(2, 70_000), '78*60000'),
      ];
      for (const [index, bytes] of partial.entries()) {
        for (const [round, ending] of (['end', 'reset'] as const).entries()) {
          const raw = await stage.client(victim.endpoint).greet('PUSH');
          raw.send(bytes);
          await victim.diary.next('handshake-succeeded', 2 * index + round + 1);
          await bystander.exchange();
          raw[ending]();
          expect((await victim.diary.next('disconnected', 2 * index + round)).error).toMatchObject({
            code: 'ECONNRESET',
          });
        }
      }
      await bystander.exchange();
      expect(bystander.strays).toEqual([]);
    },
    ['tcp', 'ipc'],
  );

  attack('X-25 a server that ends inside a frame is tried again', async (stage) => {
    const server = await stage.server((peer, index) => {
      peer.send(GREETING, readyOf('PUSH'));
      if (index === 0) peer.end('00 04 "dat"');
      else peer.send(message('whole'));
    });
    const victim = stage.connecter('PULL', server.endpoint);
    expect(await victim.diary.why('disconnected')).toMatch(/in the middle of a message/);
    expect((await victim.socket.receive()).text()).toBe('whole');
  });
});

describe('what comes in pieces', () => {
  const stream = octets(
    GREETING,
    readyOf('DEALER', 'name'),
    message('a', '', 'b'),
    octets('04 08 04 "PING" 000A 78'),
    frame(0, 'x'.repeat(300)),
    longHeader(2, 3),
    '"abc"',
    octets('04 00 04 03 09 "SU"'),
    message(''),
    message('the end'),
  );
  const expected = [['a', '', 'b'], ['x'.repeat(300)], ['abc'], [''], ['the end']];

  for (const [how, pieces] of [
    ['one octet at a time', Array.from(stream, (_, at) => stream.subarray(at, at + 1))],
    [
      'cut at every second octet',
      Array.from({ length: stream.length / 2 + 1 }, (_, at) => stream.subarray(2 * at, 2 * at + 2)),
    ],
    ['in one write', [stream]],
  ] as const) {
    attack(
      `A-03 ${how}, is the same messages`,
      async (stage) => {
        const victim = await stage.binder('ROUTER');
        const raw = stage.client(victim.endpoint);
        for (const piece of pieces) await new Promise<void>((written) => raw.socket.write(piece, () => written()));
        for (const frames of expected) {
          const received = await victim.socket.receive();
          expect(Array.from(received.frames, (_, index) => received.text(index))).toEqual(['name', ...frames]);
        }
      },
      ['tcp', 'ipc'],
    );
  }

  attack(
    'A-03 a thousand frames in one write are a thousand messages, which later ones do not touch',
    async (stage) => {
      const victim = await stage.binder('PULL', { receiveHighWaterMark: 0 });
      const raw = await stage.client(victim.endpoint).greet('PUSH');
      const texts = Array.from({ length: 1000 }, (_, index) => `${index}`.padStart(40, '-'));
      raw.send(...texts.map((text) => message(text)));
      const kept = [];
      while (kept.length < texts.length) kept.push(await victim.socket.receive());
      for (let round = 0; round < 20; round++) raw.send(...texts.map(() => message('y'.repeat(40))));
      for (let count = 0; count < 20_000; count++) await victim.socket.receive();
      expect(kept.map(String)).toEqual(texts);
    },
  );

  attack('A-39 a frame of 16 MiB in chunks of a few hundred octets takes time in proportion to it', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('PUSH');
    const size = 2 ** 24;
    const before = computed();
    raw.send(longHeader(2, size));
    await raw.flood(Buffer.alloc(512, 'x'), size / 512);
    expect((await victim.socket.receive({ timeout: 20_000 })).size).toBe(size);
    // Quadratic work would take minutes.
    expect(computed() - before).toBeLessThan(15_000);
    await bystander.exchange();
  });

  attack('A-02 a frame of 1 GiB that is only announced, by hundreds, takes memory for what has come', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const count = 300;
    for (let index = 0; index < count; index++) {
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, readyOf('PUSH'), longHeader(2, 2 ** 30), '78');
    }
    await victim.diary.next('handshake-succeeded', count);
    await bystander.exchange();
    // Two sockets, and at most 24 KiB for the connection and its first octets.
    expect((await heldMemory()) - before).toBeLessThan((count * 48) / 1024);
  });
});

describe('a subscriber', () => {
  attack('X-11 A-01 with a topic of 2^63 octets is gone, and others are served', async (stage) => {
    for (const type of ['PUB', 'XPUB'] as const) {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const raw = await stage.client(victim.endpoint).greet('SUB');
      raw.send(subscribe('a'), longHeader(6, 2n ** 63n));
      expect(await victim.diary.why('disconnected')).toMatch(/9223372036854775808 bytes/);
      await bystander.exchange();
    }
  });
});

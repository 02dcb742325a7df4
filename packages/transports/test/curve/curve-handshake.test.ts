// @module-tag slow

import { describe, expect, it } from 'vitest';
import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import { frameCommand } from '../../src/zmtp/frame.js';
import type { Handshake } from '../../src/zmtp/handshake.js';
import { command, frame, ready, refusal } from '../zmtp/peers.js';
import { CLIENT, converse, cryptography, curveClient, curveServer, ScriptedClient, secured, SERVER } from './sides.js';

const ALLOWED: AuthenticationResult = { allowed: true, userId: 'alice', metadata: new Map() };

/** The server after its WELCOME to a client made by hand, and that WELCOME. */
function welcomed(client: ScriptedClient): { server: Handshake; welcome: Buffer } {
  const server = curveServer();
  server.push(curveClient().start());
  const [welcome] = server.push(client.hello());
  return { server, welcome: Buffer.from(welcome as Uint8Array) };
}

describe('the handshake of CURVE', () => {
  it('CV-01 CV-03 has commands of the lengths of RFC 26, and ends with the metadata of both', async () => {
    const [client, server] = [curveClient(), curveServer()];
    const { toServer, toClient } = await converse(client, server);
    expect(toServer.map(({ length }) => length)).toStrictEqual([64, 2 + 200, expect.any(Number)]);
    expect(toClient.map(({ length }) => length)).toStrictEqual([64, 2 + 168, expect.any(Number)]);
    expect(client.done).toMatchObject({ mechanism: 'CURVE', socketType: 'ROUTER' });
    expect(server.done).toMatchObject({ mechanism: 'CURVE', socketType: 'DEALER' });
    expect(server.done?.routingId?.toString()).toBe('shy-identity');
  });

  it('CV-19 A-16 M-14 shows nothing of identity and socket type to those who listen', async () => {
    const { toServer, toClient } = await converse(curveClient(), curveServer());
    const wire = Buffer.concat([...toServer, ...toClient]).toString('latin1');
    for (const word of ['shy-identity', 'DEALER', 'ROUTER', 'Socket-Type', 'Identity'])
      expect(wire).not.toContain(word);
    expect(wire).not.toContain(Buffer.from(CLIENT.publicKey).toString('latin1'));
  });

  it('CV-07 CV-08 has new keys and a new cookie for each connection', async () => {
    const hellos = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const { toServer, toClient } = await converse(curveClient(), curveServer());
      hellos.add((toServer[1] as Buffer).toString('hex', 82, 114));
      hellos.add((toClient[1] as Buffer).toString('hex', 10, 26));
    }
    expect(hellos.size).toBe(6);
  });

  it('CV-05 asks the gate with the proven key of the client, and answers only then', async () => {
    const asked: unknown[] = [];
    const server = curveServer(async (credentials) => {
      asked.push(credentials);
      return ALLOWED;
    });
    await converse(curveClient(), server);
    expect(asked).toStrictEqual([{ mechanism: 'CURVE', publicKey: Buffer.from(CLIENT.publicKey) }]);
    expect(server.done?.admission).toBe(ALLOWED);
  });

  it.each([
    [400, true],
    [500, true],
    [300, false],
  ] as const)('CV-18 E-08 refuses with %i; the client is told: %s', async (status, told) => {
    const server = curveServer(async () => ({ allowed: false, status, reason: 'not on the list' }));
    const error = await converse(curveClient(), server).catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: 'EACCES', refusal: { status, reason: 'not on the list' } });
    const { reply } = error as ProtocolError;
    expect(reply === undefined ? undefined : frameCommand(reply).toString('latin1')).toBe(
      told ? `\x04\x0a\x05ERROR\x03${status}` : undefined,
    );
    expect(server.done).toBeUndefined();
  });

  it('A-11 X-20 ends when any octet of any command is changed: nobody is ever let in', async () => {
    const lengths: Record<string, number> = {};
    await converse(curveClient(), curveServer(), (name, octets) => {
      lengths[name] = octets.length;
      return octets;
    });
    for (const changed of ['HELLO', 'WELCOME', 'INITIATE', 'READY']) {
      for (let at = 0; at < (lengths[changed] as number); at++) {
        const [client, server] = [curveClient(), curveServer()];
        const bit = 1 << (at % 8);
        await converse(client, server, (name, octets) => {
          if (name === changed) octets[at] = (octets[at] as number) ^ bit;
          return octets;
        }).catch(() => {});
        const victim = changed === 'HELLO' || changed === 'INITIATE' ? server : client;
        // The long form of a frame's size, or a mere command bit, says the same in another way; there is none here.
        expect(victim.done, `${changed}, octet ${at}`).toBeUndefined();
      }
    }
  }, 60_000);

  it.each([-1, 1])('A-11 ends when a command is of a length that differs by %i', async (difference) => {
    for (const changed of ['HELLO', 'WELCOME', 'INITIATE', 'READY']) {
      const [client, server] = [curveClient(), curveServer()];
      await converse(client, server, (name, octets) => {
        if (name !== changed) return octets;
        const header = (octets[0] as number) & 2 ? 9 : 2;
        const data = octets.subarray(header + 1 + name.length);
        return command(name, difference < 0 ? data.subarray(0, -1) : Buffer.concat([data, Buffer.of(0)]));
      }).catch(() => {});
      expect((changed === 'HELLO' || changed === 'INITIATE' ? server : client).done, changed).toBeUndefined();
    }
  });

  it('CV-20 is refused by a server with another key, with nothing but a closed connection', async () => {
    const error = await converse(curveClient(CLIENT.publicKey), curveServer()).catch((failure: unknown) => failure);
    expect(error).toMatchObject({
      code: 'EPROTO',
      message: expect.stringContaining('curveServerKey'),
      reply: undefined,
    });
  });

  it('CV-04 is let in by hand: the vouch is for the transient key of the server', () => {
    const client = new ScriptedClient();
    client.metadata = Buffer.from(ready(['Socket-Type', 'DEALER']).subarray(2 + 6));
    const { server, welcome } = welcomed(client);
    server.push(client.initiate(welcome));
    expect(server.done?.socketType).toBe('DEALER');
  });

  const falseVouches: readonly (readonly [what: string, spoil: (client: ScriptedClient) => unknown, why: string])[] = [
    ['for another server', (client: ScriptedClient) => (client.vouchedServer = CLIENT.publicKey), 'another server'],
    [
      'for another connection',
      (client: ScriptedClient) => (client.vouchedTransient = CLIENT.publicKey),
      'another connection',
    ],
    [
      'by another key',
      (client: ScriptedClient) => (client.shownKey = cryptography.keyPair().publicKey),
      'not made with',
    ],
    ['by a key of low order', (client: ScriptedClient) => (client.shownKey = new Uint8Array(32)), 'low order'],
  ];

  it.each(falseVouches)('CV-05 CV-27 A-13 refuses a vouch %s', (_what, spoil, why) => {
    const client = new ScriptedClient();
    spoil(client);
    const { server, welcome } = welcomed(client);
    expect(refusal(server, client.initiate(welcome)).message).toContain(why);
  });

  it('CV-27 A-13 refuses a transient key of low order', () => {
    for (const first of [0, 1]) {
      const client = new ScriptedClient();
      client.transient = { ...client.transient, publicKey: Uint8Array.of(first, ...new Uint8Array(31)) };
      expect(refusal(curveServer(), curveClient().start(), client.hello()).message).toContain('low order');
    }
  });

  it('CV-10 refuses an INITIATE whose nonce is not above that of HELLO', () => {
    for (const [hello, initiate] of [
      [1, 1],
      [7, 7],
      [7, 6],
    ] as const) {
      const client = new ScriptedClient();
      Object.assign(client, { helloCounter: hello, initiateCounter: initiate });
      const { server, welcome } = welcomed(client);
      expect(refusal(server, client.initiate(welcome)).message).toContain('nonce');
    }
  });

  it('CV-06 A-12 refuses the INITIATE of another connection', () => {
    const [first, second] = [new ScriptedClient(), new ScriptedClient()];
    second.transient = first.transient;
    const { welcome } = welcomed(first);
    const other = welcomed(second);
    expect(refusal(other.server, first.initiate(welcome)).message).toContain('cookie');
  });

  it('C-05 A-11 refuses commands out of turn, messages before READY, and ERROR', () => {
    const client = new ScriptedClient();
    const greeting = curveClient().start();
    expect(refusal(curveServer(), greeting, command('INITIATE', Buffer.alloc(257))).message).toContain('HELLO was due');
    expect(refusal(curveServer(), greeting, client.hello(), client.hello()).message).toContain('INITIATE was due');
    expect(refusal(curveServer(), greeting, ready(['Socket-Type', 'DEALER'])).message).toContain('HELLO was due');
    expect(refusal(curveServer(), greeting, frame(0, 'hello')).message).toContain('before its handshake');
    expect(refusal(curveServer(), greeting, frame(0, '\x07MESSAGE'.padEnd(40))).message).toContain(
      'before its handshake',
    );
    expect(refusal(curveServer(), greeting, command('ERROR', '\x03400'))).toMatchObject({ refusal: { status: 400 } });
    expect(refusal(curveClient(), curveServer().start(), command('READY', 'x'.repeat(30))).message).toContain(
      'WELCOME was due',
    );
  });

  it('A-02 takes no INITIATE of more than 64 KiB', () => {
    const huge = Buffer.alloc(9);
    huge[0] = 6;
    huge.writeBigUInt64BE(2n ** 31n, 1);
    expect(refusal(curveServer(), curveClient().start(), huge).code).toBe('EPROTO');
  });
});

describe('a downgrade', () => {
  const sides = {
    NULL: () => secured('DEALER', {}),
    'PLAIN client': () => secured('DEALER', { plainUsername: 'anna', plainPassword: 'x' }),
    'PLAIN server': () => secured('ROUTER', { plainServer: true }),
    'CURVE client': () => curveClient(),
    'CURVE server': () => curveServer(),
  };
  const pairs = Object.entries(sides).flatMap(([first, makeFirst]) =>
    Object.entries(sides).map(([second, makeSecond]) => ({ first, second, makeFirst, makeSecond })),
  );
  const fit = (first: string, second: string): boolean =>
    (first === 'NULL' && second === 'NULL') || (first.split(' ')[0] === second.split(' ')[0] && first !== second);

  it.each(pairs.filter(({ first, second }) => !fit(first, second)))(
    'CV-23 PL-09 A-09 never happens: $first and $second exchange nothing',
    async ({ makeFirst, makeSecond }) => {
      const [first, second] = [makeFirst(), makeSecond()];
      await converse(first, second).catch(() => {});
      expect([first.done, second.done]).toStrictEqual([undefined, undefined]);
    },
  );

  it('A-09 is not had by an older greeting, by other protocols, or by a name that only begins so', () => {
    const greeting = (major: number, mechanism: string): Buffer => {
      const octets = Buffer.from(curveClient().start());
      octets[10] = major;
      octets.fill(0, 12, 32);
      octets.write(mechanism, 12);
      return octets;
    };
    const attempts = [
      greeting(1, 'CURVE'),
      greeting(0, 'CURVE'),
      greeting(2, 'CURVE'),
      greeting(3, 'CURV'),
      greeting(3, 'CURVE2'),
      greeting(3, 'curve'),
      greeting(3, 'NULL'),
      greeting(3, ''),
      Buffer.from('\x01\x00\x00\x05hello', 'latin1'),
      Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.padEnd(70)),
      Buffer.from('1603010200010001fc0303', 'hex'),
      Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'),
      Buffer.from('*1\r\n$4\r\nPING\r\n'),
    ];
    for (const octets of attempts) expect(refusal(curveServer(), octets).code).toBe('EPROTO');
  });
});

describe('a server key', () => {
  it('A-15 of the client is not needed: two servers of one key tell their connections apart', async () => {
    const server = curveServer(undefined, SERVER);
    await converse(curveClient(), server);
    expect(server.done?.seal).toBeDefined();
  });
});

import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { frameCommand } from '../../src/zmtp/frame.js';
import type { Handshake } from '../../src/zmtp/handshake.js';
import type { Credentials } from '../../src/zmtp/mechanism.js';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import { converse, secured } from '../curve/sides.js';
import { command, frame, ready, refusal } from '../zmtp/peers.js';

const ALLOWED: AuthenticationResult = { allowed: true, userId: 'anna', metadata: new Map() };
const REFUSED: AuthenticationResult = { allowed: false, status: 400, reason: 'wrong password' };

/** Lets in who has just this name and password. */
const onlyAnna = async ({ username, password }: Credentials): Promise<AuthenticationResult> =>
  username?.toString() === 'anna' && password?.toString() === 'secret' ? ALLOWED : REFUSED;

const plainServer = (gate = onlyAnna): Handshake => secured('ROUTER', { plainServer: true }, gate);
const plainClient = (): Handshake => secured('DEALER', { plainUsername: 'anna', plainPassword: 'secret' });

const GREETING = plainClient().start();
const HELLO = command('HELLO', '\x04anna\x06secret');
const METADATA = ready(['Socket-Type', 'DEALER']).subarray(2 + 6);

/** What a server refuses, given after the greeting, and after what it has to ask somebody about. */
async function refusedAfter(server: Handshake, ...chunks: readonly Uint8Array[]): Promise<ProtocolError> {
  try {
    server.push(GREETING);
    for (const chunk of chunks) {
      server.push(chunk);
      while (server.waiting) await server.settle();
    }
  } catch (error) {
    if (error instanceof ProtocolError) return error;
    throw error;
  }
  throw new Error('The server refused nothing.');
}

describe('the handshake of PLAIN', () => {
  it('PL-01 PL-03 has the octets of RFC 24, and ends with the metadata of both', async () => {
    const [client, server] = [plainClient(), plainServer()];
    const { toServer, toClient } = await converse(client, server);
    expect(toServer).toHaveLength(3);
    expect(toServer[1]).toEqual(HELLO);
    expect(toServer[2]?.toString('latin1', 2, 11)).toBe('\x08INITIATE');
    expect(toClient).toHaveLength(3);
    expect(toClient[1]).toEqual(Buffer.from('\x04\x08\x07WELCOME', 'latin1'));
    expect(toClient[2]?.toString('latin1', 2, 8)).toBe('\x05READY');
    expect(client.done).toMatchObject({ mechanism: 'PLAIN', socketType: 'ROUTER', seal: undefined });
    expect(server.done).toMatchObject({ mechanism: 'PLAIN', socketType: 'DEALER', admission: ALLOWED });
  });

  it('PL-02 A-27 takes names and passwords of 0 to 255 octets of any kind, as they are', async () => {
    const any = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => index));
    for (const [name, word] of [
      [0, 0],
      [0, 255],
      [255, 0],
      [1, 1],
      [255, 255],
    ] as const) {
      const shown: (string | undefined)[] = [];
      const server = plainServer(async ({ username, password }) => {
        shown.push(username?.toString('hex'), password?.toString('hex'));
        return ALLOWED;
      });
      server.push(GREETING);
      server.push(command('HELLO', Buffer.concat([Buffer.of(name), any(name), Buffer.of(word), any(word)])));
      await server.settle();
      expect(shown).toEqual([any(name).toString('hex'), any(word).toString('hex')]);
    }
  });

  it('X-22 PL-02 A-27 refuses a HELLO that ends elsewhere, wherever it is cut off', async () => {
    const data = Buffer.from('\x04anna\x06secret', 'latin1');
    const wrong = [
      ...Array.from({ length: data.length }, (_, length) => data.subarray(0, length)),
      Buffer.concat([data, Buffer.of(0)]),
      Buffer.from('\xffanna\x06secret', 'latin1'),
      Buffer.from('\x04anna\xffsecret', 'latin1'),
      Buffer.from('\x05anna\x06secret', 'latin1'),
      Buffer.from('\x03anna\x06secret', 'latin1'),
      Buffer.from('\x04anna\x05secret', 'latin1'),
      Buffer.alloc(600, 0xff),
      Buffer.alloc(600),
    ];
    const asked: Credentials[] = [];
    const gate = async (credentials: Credentials): Promise<AuthenticationResult> => {
      asked.push(credentials);
      return ALLOWED;
    };
    for (const octets of wrong) {
      const error = await refusedAfter(plainServer(gate), command('HELLO', octets));
      expect(error.message).toContain('does not end where it should');
      expect(error.message).not.toMatch(/anna|secret/);
    }
    expect(asked).toEqual([]);
  });

  it('A-27 never lets in, or fails otherwise than by refusing, when any octet of any command is changed', async () => {
    const lengths: Record<string, number> = {};
    await converse(plainClient(), plainServer(), (name, octets) => {
      lengths[name] = octets.length;
      return octets;
    });
    for (const changed of ['greeting', 'HELLO', 'WELCOME', 'INITIATE', 'READY']) {
      for (let at = 0; at < (lengths[changed] as number); at++) {
        for (const bits of [1 << (at % 8), 0xff]) {
          const [client, server] = [plainClient(), plainServer()];
          const error = await converse(client, server, (name, octets) => {
            if (name === changed) octets[at] = (octets[at] as number) ^ bits;
            return octets;
          }).catch((failure: unknown) => failure);
          if (error instanceof Error) expect(error).toBeInstanceOf(ProtocolError);
          if (changed === 'HELLO') expect(server.done, `octet ${at}`).toBeUndefined();
          if (changed === 'WELCOME') expect(client.done, `octet ${at}`).toBeUndefined();
          // The metadata of PLAIN is not protected: another name or value may be taken for what it says.
          for (const side of [client, server]) expect(side.done?.mechanism ?? 'PLAIN').toBe('PLAIN');
        }
      }
    }
  });

  it('PL-10 X-05 X-06 A-27 refuses commands out of turn, twice, or of other mechanisms, and messages before READY', async () => {
    const initiate = command('INITIATE', METADATA);
    for (const chunks of [
      [initiate],
      [HELLO, HELLO],
      [HELLO, command('WELCOME')],
      [HELLO, ready(['Socket-Type', 'DEALER'])],
      [command('READY', METADATA)],
      [command('hello', '\x04anna\x06secret')],
      [command('SUBSCRIBE', 'a')],
      [command('PING', '\0\0')],
      [frame(0, 'a message')],
      [HELLO, frame(0, 'a message')],
      [frame(1, '')],
    ]) {
      const server = plainServer();
      const error = await refusedAfter(server, ...chunks);
      expect(error.code).toBe('EPROTO');
      expect(server.done).toBeUndefined();
    }
    const asServer = plainServer().start();
    for (const octets of [command('READY', METADATA), HELLO, command('WELCOME', 'x'), frame(0, 'a message')]) {
      expect(refusal(plainClient(), asServer, octets).code).toBe('EPROTO');
    }
  });

  it('PL-04 a message that comes with the end of the handshake is the first for the decoder', async () => {
    const server = plainServer();
    server.push(GREETING);
    // All at once, before anybody has been asked.
    server.push(Buffer.concat([HELLO, command('INITIATE', METADATA), frame(0, 'early')]));
    expect(server.done).toBeUndefined();
    await server.settle();
    expect(server.done?.rest).toEqual(frame(0, 'early'));
  });

  it.each([
    [400, true],
    [500, true],
    [300, false],
  ] as const)('PL-05 E-08 refuses with %i; the client is told: %s', async (status, told) => {
    const server = plainServer(async () => ({ allowed: false, status, reason: 'not today' }));
    const { code, reply, refusal: verdict } = await refusedAfter(server, HELLO);
    expect(code).toBe('EACCES');
    expect(verdict).toMatchObject({ status, reason: 'not today' });
    expect(reply === undefined ? undefined : frameCommand(reply)).toEqual(
      told ? command('ERROR', `\x03${status}`) : undefined,
    );
  });

  it.each([
    ['as the specification has it', command('ERROR', '\x03400')],
    ['as libzmq spells it', frame(4, '^RROR\x03400')],
  ])('PL-05 the client understands that it is refused: %s', (_how, octets) => {
    const error = refusal(plainClient(), plainServer().start(), octets);
    expect(error).toMatchObject({ code: 'EACCES', refusal: { status: 400 } });
    expect(error.message).toContain('plainUsername');
  });

  it('A-27 A-29 takes no malformed ERROR for a refusal, however it is spelt', () => {
    for (const octets of [
      frame(4, '^RROR'),
      frame(4, '^RROR\x04400'),
      frame(4, '^RRO'),
      frame(4, '\x05ERROR'),
      frame(4, '\x05ERROR\xff400'),
    ]) {
      expect(refusal(plainClient(), plainServer().start(), octets)).toMatchObject({
        code: 'EPROTO',
        refusal: undefined,
      });
    }
  });

  it('A-15 A-27 the password is overwritten when it has been judged', async () => {
    let kept: Buffer | undefined;
    const server = plainServer(async ({ password }) => {
      kept = password;
      expect(password?.toString()).toBe('secret');
      return ALLOWED;
    });
    server.push(GREETING);
    server.push(HELLO);
    await server.settle();
    expect(kept).toEqual(Buffer.alloc(6));
  });
});

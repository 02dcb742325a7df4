import { ZMQError } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/zmtp/command.js';
import { frameCommand } from '../../src/zmtp/frame.js';
import { GOLDEN, octets } from './golden.js';
import { definitionOf } from '@zeromq-ts/testing';
import { command, longHeader, ready, refusal, side, TYPES } from './peers.js';

const { greeting30, greeting31, readyDealer, readyDealerNamed, readySub, readyXpub } = GOLDEN;

describe('READY', () => {
  it('M-06 N-01 C-02 F-02 is sent with the octets of the specification', () => {
    expect(side('SUB').push(greeting31)).toStrictEqual([readySub]);
    expect(side('XPUB').push(greeting31)).toStrictEqual([readyXpub]);
    expect(side('DEALER').push(greeting31)).toStrictEqual([readyDealer]);
    expect(side('DEALER', { routingId: Buffer.from('abc') }).push(greeting31)).toStrictEqual([readyDealerNamed]);
  });

  it('M-08 carries an Identity for REQ, DEALER and ROUTER only', () => {
    const withIdentity = TYPES.filter((type) => {
      const sent = side(type, { routingId: Buffer.from('abc') }).push(greeting31)[0] as Buffer;
      return sent.includes('Identity');
    });
    expect(withIdentity).toStrictEqual(['REQ', 'DEALER', 'ROUTER']);
  });

  it('C-02 of more than 255 octets is sent in a long frame', () => {
    const sent = side('DEALER', { routingId: Buffer.alloc(255, 'x') }).push(greeting31)[0] as Buffer;
    expect(sent.subarray(0, 9)).toStrictEqual(octets('06 00 00 00 00 00 00 01 28'));
    expect(sent).toHaveLength(9 + 0x128);
  });

  it('N-01 N-03 ends the handshake, once sent and received', () => {
    const handshake = side('ROUTER');
    expect(handshake.push(greeting31)).toHaveLength(1);
    expect(handshake.push(readyDealerNamed)).toStrictEqual([]);
    expect(handshake.done).toMatchObject({
      version: { major: 3, minor: 1 },
      socketType: 'DEALER',
      routingId: Buffer.from('abc'),
      mechanism: 'NULL',
      seal: undefined,
    });
    expect([...(handshake.done?.metadata.keys() ?? [])]).toStrictEqual(['socket-type', 'identity']);
  });

  it('is not sent, and no peer is greeted, when there is no room for one', () => {
    const reserve = () => {
      throw new ZMQError('ECONNREFUSED', 'no room');
    };
    const handshake = side('PAIR', { reserve });
    expect(() => handshake.push(greeting31)).toThrow('no room');
    expect(() => handshake.push(ready(['Socket-Type', 'PAIR']))).toThrow('no room');
    expect(handshake.done).toBeUndefined();
  });

  it('is no more taken by the handshake once it is done', () => {
    const handshake = side('XPUB');
    handshake.push(Buffer.concat([greeting31, readySub]));
    expect(() => handshake.push(readySub)).toThrow('for the decoder');
  });

  it('C-01 F-04 may come in a long frame', () => {
    const long = Buffer.concat([longHeader(4, 0x19n), readySub.subarray(2)]);
    const handshake = side('XPUB');
    handshake.push(Buffer.concat([greeting31, long]));
    expect(handshake.done?.socketType).toBe('SUB');
  });

  it('N-01 of the peer is the same to a 3.0 peer', () => {
    const handshake = side('XPUB');
    handshake.push(Buffer.concat([greeting30, readySub]));
    expect(handshake.done?.version).toStrictEqual({ major: 3, minor: 0 });
  });

  it('keeps nothing of the chunk that it came in', () => {
    const chunk = Buffer.concat([greeting31, readyDealerNamed, GOLDEN.message]);
    const handshake = side('ROUTER');
    handshake.push(chunk);
    chunk.fill(0xee);
    expect(handshake.done?.routingId).toStrictEqual(Buffer.from('abc'));
    expect(handshake.done?.rest).toStrictEqual(GOLDEN.message);
  });
});

describe('socket types', () => {
  const pairs = TYPES.flatMap((local) =>
    TYPES.map((peer) => ({ local, peer, legal: definitionOf(local).peers.includes(peer) })),
  );

  it.each(pairs.filter(({ legal }) => legal))('T-01 M-07 $local takes $peer', ({ local, peer }) => {
    const handshake = side(local);
    handshake.push(Buffer.concat([greeting31, ready(['Socket-Type', peer])]));
    expect(handshake.done?.socketType).toBe(peer);
  });

  it.each(pairs.filter(({ legal }) => !legal))('T-02 T-03 X-09 $local refuses $peer by an ERROR', ({ local, peer }) => {
    const handshake = side(local);
    handshake.push(greeting31);
    const error = refusal(handshake, ready(['Socket-Type', peer]));
    expect(error.message).toBe(`The peer is a ${peer}; a ${local} takes ${definitionOf(local).peers.join(', ')}.`);
    expect(error.reply).toBeDefined();
    const reply = frameCommand(error.reply as Command);
    expect(reply[0]).toBe(4);
    expect(reply[1]).toBe(reply.length - 2);
    expect(reply.subarray(2, 8)).toStrictEqual(octets('05 "ERROR"'));
    expect(reply[8]).toBe(reply.length - 9);
    expect(reply.toString('latin1', 9)).toMatch(/^Invalid socket type: [ -~]+$/);
  });

  it.each([
    '',
    'pull',
    'PULL ',
    'PULL\0',
    'STREAM',
    'SERVER',
    'CLIENT',
    'PEER',
    '\x1b[31m',
    'constructor',
    'P'.repeat(300),
  ])('X-09 M-07 A-29 a PUSH refuses the type %j', (type) => {
    const error = refusal(side('PUSH'), greeting31, ready(['Socket-Type', type]));
    expect(error.message).toMatch(/^The peer is [ -~]*; a PUSH takes PULL\.$/);
    expect(error.reply).toBeDefined();
  });

  it('T-03 is the only refusal that is told to the peer', () => {
    expect(refusal(side('PUSH'), greeting31, command('HELLO')).reply).toBeUndefined();
    expect(refusal(side('PUSH'), greeting31, ready(['', 'x'])).reply).toBeUndefined();
  });
});

describe('before the handshake is done', () => {
  it.each([
    ['a message', GOLDEN.message],
    ['a long message', longHeader(0, 4n)],
    ['a frame with more to come', GOLDEN.twoFrames],
    ['READY without the COMMAND flag', Buffer.concat([Buffer.of(0), readySub.subarray(1)])],
  ])('X-05 C-08 N-01 %s is refused', (_, input) => {
    expect(refusal(side('XPUB'), greeting31, input).message).toContain('message before its handshake');
  });

  it.each([
    ['SUBSCRIBE', GOLDEN.subscribeA],
    ['PING', GOLDEN.ping],
    ['HELLO', command('HELLO', '\x01a\x01b')],
    ['ready, its case changed', command('ready')],
    ['an unknown command', command('FOO')],
  ])('X-06 X-07 C-03 C-05 H-01 %s is refused', (_, input) => {
    expect(refusal(side('XPUB'), greeting31, input).message).toContain('where READY was due');
  });

  it.each([
    ['without a name', octets('04 00')],
    ['with an empty name', octets('04 01 00')],
    ['with a name that runs past the end', octets('04 03 05 "RE"')],
    ['with a name of 255 octets and nothing of it', octets('04 01 FF')],
  ])('X-06 C-06 A-04 a command %s is refused', (_, input) => {
    expect(refusal(side('XPUB'), greeting31, input).message).toContain('empty or cut off');
  });

  it.each(['05', '07'])('X-13 F-06 a command with MORE is refused at its flags: %s', (flags) => {
    expect(refusal(side('XPUB'), greeting31, octets(flags)).message).toContain('without MORE');
  });

  it.each(['08', '0C', '80', 'FC'])('X-12 F-07 reserved flags are refused: %s', (flags) => {
    expect(refusal(side('XPUB'), greeting31, octets(flags)).message).toContain('reserved');
  });

  it.each([
    65_537n,
    2n ** 31n,
    2n ** 32n,
    2n ** 48n,
    2n ** 53n - 1n,
    2n ** 53n,
    2n ** 53n + 1n,
    2n ** 63n - 1n,
    2n ** 63n,
    2n ** 64n - 1n,
  ])('A-01 A-02 X-11 F-05 a command of %d octets is refused at its header', (size) => {
    expect(refusal(side('XPUB'), greeting31, longHeader(4, size)).message).toContain(`${size} bytes`);
  });

  it('A-02 a command of 64 KiB is taken', () => {
    const filler = 65_536 - 6 - (1 + 11 + 4 + 3) - (1 + 3 + 4);
    const input = ready(['Socket-Type', 'SUB'], ['X-a', Buffer.alloc(filler)]);
    expect(input).toHaveLength(9 + 65_536);
    const handshake = side('XPUB');
    for (const octet of Buffer.concat([greeting31, input])) handshake.push(Buffer.of(octet));
    expect(handshake.done?.metadata.get('x-a')).toHaveLength(filler);
  });

  it('A-02 a command that was only announced takes no memory', () => {
    const before = process.memoryUsage().arrayBuffers;
    const handshakes = Array.from({ length: 1000 }, () => {
      const handshake = side('XPUB');
      handshake.push(greeting31);
      handshake.push(Buffer.concat([longHeader(4, 65_536n), Buffer.of(5)]));
      return handshake;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2_000_000);
    expect(handshakes.every(({ done }) => done === undefined)).toBe(true);
  });
});

describe('an ERROR instead of READY', () => {
  it('N-06 E-01 E-02 is a refusal, with the reason of the peer', () => {
    const error = refusal(side('XPUB'), greeting31, GOLDEN.error400);
    expect(error.message).toContain('refused this socket (400)');
    expect(error.refusal).toMatchObject({ status: 400 });
    expect(error.reply).toBeUndefined();
  });

  it('E-02 C-06 X-08 is malformed when its reason runs past its end', () => {
    expect(refusal(side('XPUB'), greeting31, command('ERROR', '\x05abcd')).message).toContain('truncated');
    expect(refusal(side('XPUB'), greeting31, command('ERROR')).message).toContain('truncated');
  });

  it('A-29 shows printable characters only', () => {
    const error = refusal(side('XPUB'), greeting31, command('ERROR', '\x08\x1b[31m\r\n\xff'));
    expect(error.message).toBe('The peer refused this connection: "?[31m???".');
  });

  it('A-29 before the greeting is complete is no ERROR', () => {
    expect(refusal(side('XPUB'), GOLDEN.error400).message).toContain('does not speak ZMTP 3');
  });
});

import { ZMQError } from '@zeromq-ts/core';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';
import { GOLDEN, octets } from './golden.js';
import { refusal, side } from './peers.js';

const { greeting31, readySub } = GOLDEN;

/** A greeting with some octets changed. */
function greeting(...changes: readonly (readonly [at: number, value: string])[]): Buffer {
  const changed = Buffer.from(greeting31);
  for (const [at, value] of changes) changed.set(octets(value), at);
  return changed;
}

/** The version that a PUB speaks with a SUB that greets like this. */
function versionAfter(input: Buffer): string | undefined {
  const handshake = side('PUB');
  handshake.push(input);
  handshake.push(readySub);
  const version = handshake.done?.version;
  return version === undefined ? undefined : `${version.major}.${version.minor}`;
}

describe('our greeting', () => {
  it('G-01 G-02 G-03 G-04 G-05 G-16 is the 64 octets of the RFC', () => {
    expect(side('PUB').start()).toStrictEqual(greeting31);
  });

  it('G-12 G-15 is there whole before anything of the peer is', () => {
    expect(side('PUB').start()).toHaveLength(64);
  });

  it('V-10 has zero padding, as 3.x asks for', () => {
    expect(side('PUB').start().subarray(1, 9)).toStrictEqual(Buffer.alloc(8));
  });
});

describe('the greeting of the peer', () => {
  it('N-02 is answered with READY at once, and not before it is whole', () => {
    const handshake = side('SUB');
    expect(handshake.push(greeting31.subarray(0, 63))).toStrictEqual([]);
    expect(handshake.push(greeting31.subarray(63))).toStrictEqual([readySub]);
    expect(handshake.done).toBeUndefined();
  });

  it.each(['00*8', 'FF*8', '00*7 01', 'DE AD BE EF 01 02 03 04', '01 00*7'])(
    'G-06 V-10 may have padding %s',
    (padding) => {
      expect(versionAfter(greeting([1, padding]))).toBe('3.1');
    },
  );

  it('G-07 may have any filler', () => {
    expect(versionAfter(greeting([33, 'FF*31']))).toBe('3.1');
  });

  it('G-16 G-18 may have any as-server octet: it means nothing to NULL', () => {
    expect(versionAfter(greeting([32, '01']))).toBe('3.1');
  });

  it.each([
    ['03 00', '3.0'],
    ['03 01', '3.1'],
    ['03 02', '3.1'],
    ['03 FF', '3.1'],
    ['04 00', '3.1'],
    ['FF 00', '3.1'],
  ])('G-08 G-09 V-05 of version %s is spoken to in %s', (version, spoken) => {
    expect(versionAfter(greeting([10, version]))).toBe(spoken);
  });

  it('G-13 may come in one piece with READY and messages, and no octet is lost', () => {
    const handshake = side('PUB');
    const replies = handshake.push(Buffer.concat([greeting31, readySub, GOLDEN.subscribeA]));
    expect(replies).toHaveLength(1);
    expect(handshake.done?.rest).toStrictEqual(GOLDEN.subscribeA);
  });

  it('G-14 A-03 may come octet by octet', () => {
    const handshake = side('PUB');
    const replies: Uint8Array[] = [];
    for (const octet of Buffer.concat([greeting31, readySub])) replies.push(...handshake.push(Buffer.of(octet)));
    expect(replies).toHaveLength(1);
    expect(handshake.done).toMatchObject({ socketType: 'SUB', version: { major: 3, minor: 1 }, mechanism: 'NULL' });
    expect(handshake.done?.rest).toHaveLength(0);
  });

  it('G-20 may be followed by the first octet of a frame in the same chunk, wherever it is cut', () => {
    const stream = Buffer.concat([greeting31, readySub, GOLDEN.message]);
    for (let cut = 0; cut <= stream.length; cut++) {
      const handshake = side('PUB');
      handshake.push(stream.subarray(0, cut));
      let rest = stream.subarray(cut);
      if (handshake.done === undefined) handshake.push(rest);
      else rest = Buffer.concat([handshake.done.rest, rest]);
      expect(handshake.done).toBeDefined();
      expect(cut < 91 ? handshake.done?.rest : rest).toStrictEqual(GOLDEN.message);
    }
  });

  it('X-01 may end anywhere: nothing has been told by then', () => {
    for (let length = 0; length < 64; length++) {
      const handshake = side('PUB');
      expect(handshake.push(greeting31.subarray(0, length))).toStrictEqual([]);
      expect(handshake.done).toBeUndefined();
    }
  });
});

describe('a peer that speaks something else', () => {
  it.each([
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
    ['TLS', octets('16 03 01 02 00 01 00 01 FC 03 03')],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
    ['Redis', Buffer.from('PING\r\n')],
    ['ZMTP 1.0 without identity', octets('01 00')],
    ['ZMTP 1.0 with a long identity', octets('FF 00 00 00 00 00 00 01 00 00')],
    ['zeros', Buffer.alloc(64)],
    ['ZMTP 2.0', octets('FF 00*7 01 7F 01 05 00 00')],
    ['revision 0', octets('FF 00*8 7F 00')],
    ['revision 2', octets('FF 00*8 7F 02')],
  ])('X-02 V-03 V-04 V-06 A-09 is refused: %s', (_, input) => {
    expect(refusal(side('PULL'), input)).toMatchObject({ code: 'EPROTO', reply: undefined });
    expect(refusal(side('PULL'), input).message).toContain('does not speak ZMTP 3');
  });

  it('X-02 is refused at its first octet', () => {
    expect(() => side('PULL').push(Buffer.of(0x47))).toThrow(ProtocolError);
  });

  it('X-03 is refused at its tenth octet, odd as it may be', () => {
    expect(side('PULL').push(octets('FF 00*8'))).toStrictEqual([]);
    for (const octet of ['00', '01', '03', 'FF']) {
      expect(refusal(side('PULL'), octets(`FF 00*8 ${octet}`)).message).toContain('tenth byte');
    }
  });

  it('V-01 V-02 V-04 is refused at its eleventh octet when it announces an older version', () => {
    for (const octet of ['00', '01', '02'])
      expect(() => side('PULL').push(octets(`FF 00*8 7F ${octet}`))).toThrow('ZMTP');
    expect(side('PULL').push(octets('FF 00*8 7F 03'))).toStrictEqual([]);
  });
});

describe('a peer of another mechanism', () => {
  it.each([
    ['NULLX', '"NULLX"'],
    ['null', '"null" 00'],
    ['NULL behind a space', '" NULL"'],
    ['NULL with an octet at the end', '"NULL" 00*15 01'],
    ['none', '00*20'],
    ['NUL', '"NUL" 00'],
    ['PLAIN', '"PLAIN"'],
    ['CURVE', '"CURVE"'],
    ['XYZ', '"XYZ" 00'],
  ])('G-10 G-11 X-04 A-09 is refused after our greeting, and gets no READY: %s', (_, name) => {
    const handshake = side('PULL');
    expect(handshake.start()).toStrictEqual(greeting31);
    const error = refusal(handshake, greeting([12, name]));
    expect(error.reply).toBeUndefined();
    expect(error.message).toMatch(/^The peer has the security mechanism .*; this socket has NULL\./);
  });

  it('A-29 cannot put control characters into the error', () => {
    const error = refusal(side('PULL'), greeting([12, '1B "[31mX" 07']));
    expect(error.message).toMatch(/^[ -~]+$/);
  });
});

describe('a refused peer', () => {
  it('stays refused, whatever it sends next', () => {
    const handshake = side('PULL');
    const error = refusal(handshake, Buffer.of(0));
    expect(() => handshake.push(greeting31)).toThrow(error);
  });

  it('is told from other errors', () => {
    const error = refusal(side('PULL'), Buffer.of(0));
    expect(error).toBeInstanceOf(ZMQError);
    expect(new ZMQError('EPROTO', 'another')).not.toBeInstanceOf(ProtocolError);
  });
});

import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import type { Outgoing } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import type { FrameCipher } from '../../src/zmtp/mechanism.js';
import { ZMTP_3_0, ZMTP_3_1 } from '../../src/zmtp/dialect.js';
import { MessageEncoder } from '../../src/zmtp/message-encoder.js';
import { releaseSlab, acquireSlab } from '../../src/zmtp/slab-pool.js';
import { GOLDEN, octets } from './golden.js';
import { command, frame } from './peers.js';

/** A buffer that can change its size: the types of Node 20 do not have it yet. */
const resizable = (size: number, maxByteLength: number): ArrayBuffer & { resize(size: number): void } =>
  Reflect.construct(ArrayBuffer, [size, { maxByteLength }]) as never;

/** What an encoder makes of calls. */
function encoded(calls: (encoder: MessageEncoder) => void, dialect = ZMTP_3_1): Buffer {
  const encoder = new MessageEncoder({ dialect });
  calls(encoder);
  const pending = encoder.pendingBytes;
  const all = Buffer.concat(encoder.take().pieces);
  expect(all).toHaveLength(pending);
  expect(encoder.pendingBytes).toBe(0);
  return all;
}

const message = (outgoing: Outgoing) => encoded((encoder) => encoder.message(outgoing));

describe('messages', () => {
  it('F-01 F-02 F-03 F-08 have the octets of the specification', () => {
    expect(message('ALOL')).toStrictEqual(GOLDEN.message);
    expect(message(Buffer.from('ALOL'))).toStrictEqual(GOLDEN.message);
    expect(message(['a', Buffer.from('b')])).toStrictEqual(GOLDEN.twoFrames);
    expect(message('x'.repeat(255))).toStrictEqual(GOLDEN.body255);
    expect(message(Buffer.alloc(255, 'x'))).toStrictEqual(GOLDEN.body255);
    expect(message('x'.repeat(256))).toStrictEqual(GOLDEN.body256);
    expect(message(Buffer.alloc(256, 'x'))).toStrictEqual(GOLDEN.body256);
  });

  it('F-12 may have empty frames', () => {
    expect(message('')).toStrictEqual(octets('00 00'));
    expect(message(['', new Uint8Array(0), ''])).toStrictEqual(octets('01 00 01 00 00 00'));
  });

  it.each([0, 1, 63, 64, 65, 84, 85, 86, 127, 128, 254, 255, 256, 257, 5_461, 5_462, 16_384, 16_385, 65_536, 2 ** 20])(
    'F-03 F-16 of %d characters and octets',
    (length) => {
      for (const character of ['x', 'é', '€', '\ud83d\ude00', '\ud800']) {
        const text = character.repeat(Math.ceil(length / character.length));
        const bytes = Buffer.from(text);
        expect(message(text).equals(frame(0, bytes))).toBe(true);
        expect(message(new Uint8Array(bytes)).equals(frame(0, bytes))).toBe(true);
        expect(message([text, bytes]).equals(Buffer.concat([frame(1, bytes), frame(0, bytes)]))).toBe(true);
      }
    },
  );

  it('may be text that is ASCII but for its end', () => {
    for (let length = 0; length < 100; length++) {
      const text = `${'x'.repeat(length)}é`;
      expect(message(text)).toStrictEqual(frame(0, Buffer.from(text)));
    }
  });

  it('may be a view on a part of a buffer, or on shared memory', () => {
    const part = new Uint8Array(Uint8Array.from([0, 1, 2, 3, 4]).buffer, 1, 3);
    expect(message(part)).toStrictEqual(octets('00 03 01 02 03'));
    const shared = new Uint8Array(new SharedArrayBuffer(20_000));
    expect(message(shared).equals(frame(0, shared))).toBe(true);
  });

  it('F-14 come out in order, large and small', () => {
    const large = Buffer.alloc(50_000, 'L');
    const all = encoded((encoder) => {
      encoder.message('a');
      encoder.message(large);
      encoder.message(['b', large, 'c']);
      encoder.ping(0, Buffer.alloc(0));
      for (let count = 0; count < 20_000; count++) encoder.message('0123456789');
    });
    const expected = [
      frame(0, 'a'),
      frame(0, large),
      frame(1, 'b'),
      frame(1, large),
      frame(0, 'c'),
      command('PING', '\0\0'),
      ...Array.from({ length: 20_000 }, () => frame(0, '0123456789')),
    ];
    expect(all.equals(Buffer.concat(expected))).toBe(true);
  });
});

describe('a message that cannot be encoded', () => {
  const detached = (length: number): Uint8Array => {
    const bytes = new Uint8Array(length);
    structuredClone(bytes, { transfer: [bytes.buffer] });
    return bytes;
  };

  /** A seal that takes no body with this octet in front. */
  const choosy = (): FrameCipher => ({
    overhead: 1,
    seal: (flags, body) => {
      if (body[0] === 0x21) throw new RangeError('too large to be sealed');
      return Buffer.concat([Buffer.of(flags), body]);
    },
    open: (body) => ({ flags: 0, body }),
  });

  it.each([
    ['the first frame', [detached(10), 'tail']],
    ['the last frame', ['head', detached(10)]],
    ['a frame behind a large one', ['head', Buffer.alloc(50_000), detached(10), 'tail']],
    ['a frame behind more than a slab', [...Array<string>(30).fill('x'.repeat(5_000)), detached(10)]],
    ['the only frame', detached(10)],
  ])('leaves nothing behind: %s', (_, bad) => {
    const encoder = new MessageEncoder();
    encoder.message('before');
    expect(() => encoder.message(bad)).toThrow(TypeError);
    encoder.message(['after', 'it']);
    const pending = encoder.pendingBytes;
    const written = Buffer.concat(encoder.take().pieces);
    expect(written).toStrictEqual(Buffer.concat([frame(0, 'before'), frame(1, 'after'), frame(0, 'it')]));
    expect(pending).toBe(written.length);
  });

  it('leaves nothing behind when a later frame cannot be sealed', () => {
    const encoder = new MessageEncoder({ seal: choosy() });
    encoder.message('before');
    expect(() => encoder.message(['head', '!', 'tail'])).toThrow(RangeError);
    encoder.message('after');
    expect(Buffer.concat(encoder.take().pieces)).toStrictEqual(
      Buffer.concat([frame(0, '\0before'), frame(0, '\0after')]),
    );
  });

  it('is left out when its large body has gone before it is taken, however many there are', () => {
    const encoder = new MessageEncoder();
    const bodies = Array.from({ length: 6 }, (_, index) => new Uint8Array(20_000 + index).fill(index));
    for (const body of bodies) encoder.message(['head', body, 'tail']);
    expect(encoder.borrows).toBe(true);
    for (const index of [0, 2, 5]) structuredClone(bodies[index], { transfer: [bodies[index]!.buffer] });
    const { pieces, unreadable } = encoder.take();
    expect(unreadable).toBe(3);
    const left = [1, 3, 4].flatMap((index) => [frame(1, 'head'), frame(1, bodies[index]!), frame(0, 'tail')]);
    expect(Buffer.concat(pieces).equals(Buffer.concat(left))).toBe(true);
    expect(encoder.borrows).toBe(false);
  });

  it('cannot come of a large body in a buffer that changes its size: it is copied', () => {
    const encoder = new MessageEncoder();
    const buffer = resizable(50_000, 100_000);
    encoder.message(new Uint8Array(buffer));
    buffer.resize(10);
    expect(Buffer.concat(encoder.take().pieces)).toHaveLength(9 + 50_000);
  });
});

describe('commands', () => {
  it('W-01 subscribe and cancel by command at a 3.1 peer', () => {
    expect(encoded((encoder) => encoder.command(subscribeCommand(Buffer.from('A'))))).toStrictEqual(GOLDEN.subscribeA);
    expect(encoded((encoder) => encoder.command(cancelCommand(Buffer.from('A'))))).toStrictEqual(GOLDEN.cancelA);
  });

  it('W-02 V-05 subscribe and cancel by message at a 3.0 peer', () => {
    expect(encoded((encoder) => encoder.command(subscribeCommand(Buffer.from('A'))), ZMTP_3_0)).toStrictEqual(
      GOLDEN.subscribeA30,
    );
    expect(encoded((encoder) => encoder.command(cancelCommand(Buffer.from('A'))), ZMTP_3_0)).toStrictEqual(
      GOLDEN.cancelA30,
    );
  });

  it.each([0, 244, 245, 246, 247, 248, 249, 253, 254, 255, 256, 65_536, 2 ** 20])(
    'W-04 W-09 C-02 subscribe to a topic of %d octets',
    (length) => {
      const topic = Buffer.alloc(length, 't');
      const subscription = frame(0, Buffer.concat([Buffer.of(1), topic]));
      expect(encoded((encoder) => encoder.command(subscribeCommand(topic))).equals(command('SUBSCRIBE', topic))).toBe(
        true,
      );
      expect(encoded((encoder) => encoder.command(cancelCommand(topic))).equals(command('CANCEL', topic))).toBe(true);
      expect(encoded((encoder) => encoder.command(subscribeCommand(topic)), ZMTP_3_0).equals(subscription)).toBe(true);
    },
  );

  it('H-01 H-02 ping and pong', () => {
    expect(encoded((encoder) => encoder.ping(1_000, Buffer.from('x')))).toStrictEqual(GOLDEN.ping);
    expect(encoded((encoder) => encoder.pong(Buffer.from('x')))).toStrictEqual(GOLDEN.pong);
  });

  it.each([
    [0, '00 00'],
    [99, '00 00'],
    [100, '00 01'],
    [199, '00 01'],
    [65_600, '02 90'],
    [6_553_599, 'FF FF'],
    [10_000_000, 'FF FF'],
  ])('H-07 H-10 round a time to live of %d ms down to tenths of a second', (milliseconds, tenths) => {
    expect(encoded((encoder) => encoder.ping(milliseconds, Buffer.alloc(0)))).toStrictEqual(
      command('PING', octets(tenths)),
    );
  });

  it('H-09 do not ping a 3.0 peer, but answer it', () => {
    expect(encoded((encoder) => encoder.ping(0, Buffer.alloc(0)), ZMTP_3_0)).toHaveLength(0);
    expect(encoded((encoder) => encoder.pong(Buffer.from('x')), ZMTP_3_0)).toStrictEqual(GOLDEN.pong);
  });

  it('E-02 A-29 tell an error, in 255 printable characters at the most', () => {
    expect(encoded((encoder) => encoder.error('400'))).toStrictEqual(GOLDEN.error400);
    expect(encoded((encoder) => encoder.error('é\n'))).toStrictEqual(command('ERROR', '\x02??'));
    const long = encoded((encoder) => encoder.error('e'.repeat(300)));
    expect(long).toStrictEqual(command('ERROR', `\xff${'e'.repeat(255)}`));
  });
});

describe('what was handed over', () => {
  it('is not written to again', () => {
    const encoder = new MessageEncoder();
    const taken: (readonly [Buffer, Buffer])[] = [];
    for (let round = 0; round < 2_000; round++) {
      for (let count = 0; count <= round % 7; count++) encoder.message(`message ${round} ${count}`);
      if (round % 100 === 0) for (let count = 0; count < 2_000; count++) encoder.message('many');
      for (const piece of encoder.take().pieces) taken.push([piece, Buffer.from(piece)]);
    }
    for (const [piece, copy] of taken) expect(piece.equals(copy)).toBe(true);
  });

  it('is a copy of a small body, and a large body itself', () => {
    const encoder = new MessageEncoder();
    const small = Buffer.alloc(1_000, 'a');
    encoder.message(small);
    small.fill('b');
    expect(Buffer.concat(encoder.take().pieces).includes('b')).toBe(false);
    const large = Buffer.alloc(100_000, 'a');
    encoder.message(large);
    expect(encoder.take().pieces.some((piece) => piece.buffer === large.buffer && piece.length === large.length)).toBe(
      true,
    );
  });

  it('is one piece for a few messages, and few pieces for many', () => {
    // The other tests have given none back.
    releaseSlab(acquireSlab(0));
    const encoder = new MessageEncoder();
    expect(encoder.take().pieces).toStrictEqual([]);
    encoder.message('a');
    encoder.message(['b', 'c']);
    expect(encoder.take().pieces).toHaveLength(1);
    for (let count = 0; count < 10_000; count++) encoder.message('0123456789');
    expect(encoder.take().pieces.length).toBeLessThan(6);
    for (let count = 0; count < 1_000; count++) encoder.message('0123456789');
    expect(encoder.take().pieces).toHaveLength(1);
  });

  it('takes little memory with it for a lone message, and an idle connection keeps nothing', () => {
    const before = process.memoryUsage().arrayBuffers;
    const encoders = Array.from({ length: 1_000 }, (_, index) => {
      const encoder = new MessageEncoder();
      encoder.message('hello');
      for (const slab of encoder.take().slabs) releaseSlab(slab);
      if (index % 100 === 0) for (let count = 0; count < 10_000; count++) encoder.message('hello');
      for (const slab of encoder.take().slabs) releaseSlab(slab);
      return encoder;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect(encoders).toHaveLength(1_000);
  });
});

import { MAX_MESSAGE_FRAMES } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { GOLDEN, octets } from './golden.js';
import { frame, longHeader } from './peers.js';
import { decoded, decodingRefusal, recording } from './recorder.js';

const SIZES = [0, 1, 254, 255, 256, 1_024, 1_025, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 2 ** 20];

describe('a message', () => {
  it('F-01 is a frame without MORE', () => {
    expect(decoded(GOLDEN.message)).toStrictEqual([{ message: ['ALOL'] }]);
  });

  it('F-01 F-12 may be empty', () => {
    expect(decoded(octets('00 00'))).toStrictEqual([{ message: [''] }]);
  });

  it('F-08 is all the frames up to the one without MORE', () => {
    expect(decoded(GOLDEN.twoFrames)).toStrictEqual([{ message: ['a', 'b'] }]);
  });

  it('F-08 F-09 X-25 is not told before its last frame is there', () => {
    const { decoder, recorder } = recording();
    for (const octet of GOLDEN.twoFrames.subarray(0, -1)) {
      expect(decoder.push(Buffer.of(octet))).toBe(true);
      expect(decoder.midMessage).toBe(true);
    }
    expect(recorder.told).toStrictEqual([]);
    decoder.push(GOLDEN.twoFrames.subarray(-1));
    expect(recorder.told).toStrictEqual([{ message: ['a', 'b'] }]);
    expect(decoder.midMessage).toBe(false);
  });

  it('F-12 keeps empty frames wherever they are', () => {
    expect(decoded(octets('01 00 01 01 61 01 00 01 00 00 00'))).toStrictEqual([{ message: ['', 'a', '', '', ''] }]);
  });

  it('F-03 has a short size up to 255 octets, and a long one from 256', () => {
    expect(decoded(Buffer.concat([GOLDEN.body255, GOLDEN.body256]))).toStrictEqual([
      { message: ['x'.repeat(255)] },
      { message: ['x'.repeat(256)] },
    ]);
  });

  it.each([0n, 1n, 255n])('F-04 may have a long size of %d', (size) => {
    const body = 'x'.repeat(Number(size));
    expect(decoded(Buffer.concat([longHeader(0, size), Buffer.from(body)]))).toStrictEqual([{ message: [body] }]);
  });

  it.each(SIZES)('F-16 of %d octets comes whole, between others and as a frame of several', (size) => {
    const body = Buffer.alloc(size, 'abcdefghijklmnopqrstuvwxyz');
    const input = Buffer.concat([frame(0, 'first'), frame(0, body), frame(1, 'a'), frame(1, body), frame(0, 'z')]);
    const text = body.toString('latin1');
    expect(decoded(input)).toStrictEqual([{ message: ['first'] }, { message: [text] }, { message: ['a', text, 'z'] }]);
  });

  it('F-16 of 2^24 octets comes whole', () => {
    const body = Buffer.alloc(2 ** 24, 'abcdefghijklmnopqrstuvwxyz');
    const { decoder, recorder } = recording();
    const input = frame(0, body);
    for (let at = 0; at < input.length; at += 65_536) decoder.push(input.subarray(at, at + 65_536));
    expect(recorder.told[0]).toStrictEqual({ message: [body.toString('latin1')] });
  });

  it('F-16 may have a thousand frames', () => {
    const bodies = Array.from({ length: 1_000 }, (_, index) => `frame ${index}`);
    const input = Buffer.concat(bodies.map((body, index) => frame(index === 999 ? 0 : 1, body)));
    expect(decoded(input)).toStrictEqual([{ message: bodies }]);
  });

  it('F-14 comes in the order in which it was sent, once', () => {
    const input = Buffer.concat(Array.from({ length: 10_000 }, (_, index) => frame(0, String(index))));
    expect(decoded(input)).toStrictEqual(Array.from({ length: 10_000 }, (_, index) => ({ message: [String(index)] })));
  });
});

describe('a frame', () => {
  it.each(['08', '10', '20', '40', '80', 'F8', 'FF'])('F-07 X-12 is refused for reserved flags: %s', (flags) => {
    expect(decodingRefusal(octets(flags)).error.message).toContain('reserved');
  });

  it.each(['05', '07'])('F-06 X-13 is refused for a command with MORE: %s', (flags) => {
    expect(decodingRefusal(octets(flags)).error.message).toContain('without MORE');
  });

  const sizes = [31n, 32n, 40n, 48n, 53n, 62n, 63n].flatMap((power) => [2n ** power, 2n ** power + 1n]);
  it.each([...sizes, 2n ** 53n - 1n, 2n ** 63n - 1n, 2n ** 64n - 1n])(
    'F-05 F-13 A-01 X-11 of %d octets is refused at its header, without memory for it',
    (size) => {
      const before = process.memoryUsage().arrayBuffers;
      for (const flags of [0, 1, 4]) {
        expect(decodingRefusal(longHeader(flags, size)).error.message).toContain(`${size} bytes`);
      }
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000);
    },
  );

  it('F-13 X-11 of more than maxMessageSize is refused at its header, and of as much is not', () => {
    expect(decoded(frame(0, 'x'.repeat(100)), { maxMessageSize: 100 })).toHaveLength(1);
    expect(decodingRefusal(octets('00 65'), { maxMessageSize: 100 }).error.message).toContain('at most 100');
    expect(decodingRefusal(octets('04 65'), { maxMessageSize: 100 }).error.message).toContain('at most 100');
    expect(decodingRefusal(octets('00 01'), { maxMessageSize: 0 }).error.message).toContain('at most 0');
    expect(decoded(frame(0, Buffer.alloc(5_000)), { maxMessageSize: 5_000 })).toHaveLength(1);
    expect(decodingRefusal(longHeader(1, 5_001n), { maxMessageSize: 5_000 }).error.message).toContain('at most 5000');
  });

  it('F-13 of as much as maxMessageSize may come several times in a message: the limit is for each', () => {
    const input = Buffer.concat([frame(1, 'x'.repeat(100)), frame(1, 'y'.repeat(100)), frame(0, 'z')]);
    expect(decoded(input, { maxMessageSize: 100 })).toHaveLength(1);
  });

  it('what came before a refused one is told, and nothing after it is', () => {
    const { error, told } = decodingRefusal(Buffer.concat([frame(0, 'a'), frame(1, 'b'), octets('08'), frame(0, 'c')]));
    expect(error.code).toBe('EPROTO');
    expect(told).toStrictEqual([{ message: ['a'] }]);
  });

  it('after a refused one nothing is taken any more', () => {
    const { decoder, recorder } = recording();
    expect(() => decoder.push(octets('08'))).toThrow('reserved');
    expect(() => decoder.push(GOLDEN.message)).toThrow('reserved');
    expect(() => decoder.resume()).toThrow('reserved');
    expect(recorder.told).toStrictEqual([]);
  });
});

describe('an endless message', () => {
  it('A-23 is refused after a bounded number of frames', () => {
    const { decoder } = recording();
    const chunk = Buffer.concat(Array.from({ length: 32_768 }, () => octets('01 00')));
    const push = () => {
      for (let frames = 0; frames <= MAX_MESSAGE_FRAMES; frames += 32_768) decoder.push(chunk);
    };
    expect(push).toThrow(`more than ${MAX_MESSAGE_FRAMES} frames`);
  });

  it('A-23 is refused when its frames come to more than 2 GiB, at the header of the one that does', () => {
    const { decoder } = recording();
    decoder.push(frame(1, Buffer.alloc(2_000)));
    expect(() => decoder.push(longHeader(1, 2n ** 31n - 1n))).toThrow('2147483647 bytes');
  });
});

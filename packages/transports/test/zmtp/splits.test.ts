// @module-tag slow

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOLDEN, octets } from './golden.js';
import { command, frame, longHeader, side } from './peers.js';
import { recording, type Told } from './recorder.js';

/** Every kind of frame, some of each size that matters. */
const STREAM = Buffer.concat([
  GOLDEN.message,
  GOLDEN.twoFrames,
  octets('00 00 01 00 00 00'),
  GOLDEN.subscribeA,
  GOLDEN.cancelA30,
  GOLDEN.ping,
  GOLDEN.body255,
  GOLDEN.body256,
  longHeader(0, 3n),
  Buffer.from('abc'),
  frame(1, 'a'.repeat(1_024)),
  GOLDEN.pong,
  frame(1, 'b'.repeat(1_025)),
  command('FOO', 'c'.repeat(300)),
  frame(0, 'd'.repeat(2_000)),
  command('SUBSCRIBE', 'e'.repeat(1_500)),
  octets('04 00'),
  ...Array.from({ length: 40 }, (_, index) => frame(index % 3 === 0 ? 1 : 0, 'f'.repeat(index * 7))),
  GOLDEN.message,
]);

/** What a decoder tells that is given a stream in pieces, and told to stop and go on now and then. */
function told(stream: Buffer, cuts: readonly number[], stopEvery = Infinity): readonly Told[] {
  const { decoder, recorder } = recording({ subscriptions: true });
  recorder.stopEvery = stopEvery;
  // One chunk for all, as a socket that reads into a buffer of its own has it.
  const chunk = Buffer.alloc(stream.length);
  let start = 0;
  for (const end of [...cuts, stream.length]) {
    const length = stream.copy(chunk, 0, start, end);
    decoder.push(chunk.subarray(0, length));
    chunk.fill(0xee, 0, length);
    start = end;
  }
  while (!decoder.resume());
  return recorder.told;
}

const WHOLE = told(STREAM, []);

describe('a stream', () => {
  it('holds every kind of frame', () => {
    expect(new Set(WHOLE.flatMap((event) => Object.keys(event)))).toStrictEqual(
      new Set(['message', 'subscribe', 'cancel', 'ping', 'context', 'pong']),
    );
  });

  it('F-15 A-03 means the same wherever it is cut in two', { timeout: 60_000 }, () => {
    for (let cut = 0; cut <= STREAM.length; cut++) {
      const parts = told(STREAM, [cut]);
      if (JSON.stringify(parts) !== JSON.stringify(WHOLE)) expect(parts, `cut at ${cut}`).toStrictEqual(WHOLE);
    }
  });

  it('F-15 A-03 A-38 means the same octet by octet', () => {
    expect(told(STREAM, [...STREAM.keys()])).toStrictEqual(WHOLE);
  });

  it('F-15 means the same in any pieces, with any stops', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(STREAM.length), { maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        (cuts, stopEvery) => {
          cuts.sort((a, b) => a - b);
          expect(told(STREAM, cuts, stopEvery)).toStrictEqual(WHOLE);
        },
      ),
    );
  });

  it('G-14 G-20 F-15 means the same wherever it is cut, greeting and READY before it', () => {
    const stream = Buffer.concat([GOLDEN.greeting31, GOLDEN.readySub, GOLDEN.message, GOLDEN.twoFrames]);
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 20 }), (cuts) => {
        cuts.sort((a, b) => a - b);
        const handshake = side('XPUB');
        const { decoder, recorder } = recording();
        let start = 0;
        for (const end of [...cuts, stream.length]) {
          const chunk = stream.subarray(start, end);
          start = end;
          if (handshake.done !== undefined) decoder.push(chunk);
          else {
            handshake.push(chunk);
            const done = handshake.done as { readonly rest: Buffer } | undefined;
            if (done !== undefined) decoder.push(done.rest);
          }
        }
        expect(recorder.told).toStrictEqual([{ message: ['ALOL'] }, { message: ['a', 'b'] }]);
      }),
    );
  });
});

/** Gives a stream to a decoder as a socket does that reads to where it is told to, in reads of at most so many octets. */
function toldInPlace(
  stream: Buffer,
  sizes: readonly number[],
  stopEvery: number,
): { told: readonly Told[]; inPlace: number } {
  const { decoder, recorder } = recording({ subscriptions: true });
  recorder.stopEvery = stopEvery;
  let at = 0;
  let inPlace = 0;
  for (let read = 0; at < stream.length; read++) {
    const size = sizes[read % sizes.length] as number;
    const place = decoder.destination;
    const chunk = place ?? Buffer.alloc(size);
    const count = stream.copy(chunk, 0, at, Math.min(at + size, stream.length));
    at += count;
    let goOn = place === undefined ? decoder.push(chunk.subarray(0, count)) : decoder.arrived(count);
    if (place !== undefined) inPlace += count;
    while (!goOn) goOn = decoder.resume();
  }
  return { told: recorder.told, inPlace };
}

describe('a stream that is read to where its large bodies belong', () => {
  const stream = Buffer.concat([
    STREAM,
    frame(0, 'g'.repeat(70_000)),
    frame(1, 'h'.repeat(70_000)),
    frame(0, 'i'.repeat(9_000)),
    STREAM,
    frame(0, 'j'.repeat(300_000)),
  ]);
  const whole = told(stream, []);

  it('means the same however much each read brings, and wherever the sink says stop', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(1, 3, Infinity),
        (sizes, stopEvery) => {
          fc.pre(Math.max(...sizes) > 100);
          expect(toldInPlace(stream, sizes, stopEvery).told).toStrictEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('has most of its large bodies in place', () => {
    expect(toldInPlace(stream, [65_536], Infinity).inPlace).toBeGreaterThan(200_000);
  });
});

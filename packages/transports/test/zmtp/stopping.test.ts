import { describe, expect, it } from 'vitest';
import { GOLDEN } from './golden.js';
import { frame } from './peers.js';
import { recording } from './recorder.js';

const messages = (count: number) => Buffer.concat(Array.from({ length: count }, (_, index) => frame(0, String(index))));

describe('a decoder whose sink says stop', () => {
  it('tells nothing more until it is resumed', () => {
    const { decoder, recorder } = recording();
    recorder.stopEvery = 3;
    expect(decoder.push(messages(7))).toBe(false);
    expect(recorder.told).toHaveLength(3);
    expect(decoder.resume()).toBe(false);
    expect(recorder.told).toHaveLength(6);
    expect(decoder.resume()).toBe(true);
    expect(recorder.told).toHaveLength(7);
    expect(decoder.resume()).toBe(true);
  });

  it('keeps what comes meanwhile, in order', () => {
    const { decoder, recorder } = recording();
    recorder.stopEvery = 1;
    expect(decoder.push(messages(3))).toBe(false);
    const chunk = Buffer.concat([frame(1, 'a'), frame(0, 'b')]);
    expect(decoder.push(chunk.subarray(0, 3))).toBe(false);
    expect(decoder.push(chunk.subarray(3))).toBe(false);
    chunk.fill(0xee);
    while (!decoder.resume());
    expect(recorder.told).toStrictEqual([
      { message: ['0'] },
      { message: ['1'] },
      { message: ['2'] },
      { message: ['a', 'b'] },
    ]);
  });

  it('stops at a large body, too', () => {
    const { decoder, recorder } = recording();
    recorder.stopEvery = 1;
    const body = 'x'.repeat(100_000);
    expect(decoder.push(Buffer.concat([frame(0, body), frame(0, body), frame(0, 'end')]))).toBe(false);
    expect(recorder.told).toHaveLength(1);
    expect(decoder.resume()).toBe(false);
    expect(decoder.resume()).toBe(false);
    expect(decoder.resume()).toBe(true);
    expect(recorder.told.map((event) => ('message' in event ? event.message[0]?.length : 0))).toStrictEqual([
      100_000, 100_000, 3,
    ]);
  });

  it('says so with the last message of a chunk', () => {
    const { decoder, recorder } = recording();
    recorder.stopEvery = 2;
    expect(decoder.push(messages(2))).toBe(false);
    expect(decoder.midMessage).toBe(false);
    expect(decoder.resume()).toBe(true);
    expect(decoder.push(messages(1))).toBe(true);
  });

  it('A-06 can be stopped out of a PING', () => {
    const { decoder, recorder } = recording();
    const ping = recorder.ping.bind(recorder);
    recorder.ping = (timeToLive, context) => {
      ping(timeToLive, context);
      decoder.stop();
    };
    expect(decoder.push(Buffer.concat([GOLDEN.ping, GOLDEN.ping, GOLDEN.message]))).toBe(false);
    expect(recorder.told).toHaveLength(1);
    expect(decoder.resume()).toBe(false);
    expect(decoder.resume()).toBe(true);
    expect(recorder.told.at(-1)).toStrictEqual({ message: ['ALOL'] });
  });

  it('A-39 takes time in proportion to what it keeps', () => {
    const { decoder, recorder } = recording();
    recorder.stopEvery = 1;
    decoder.push(messages(100_000));
    while (!decoder.resume());
    expect(recorder.told).toHaveLength(100_000);
  });

  it('cannot be fed out of its own sink', () => {
    const { decoder, recorder } = recording();
    recorder.message = () => decoder.push(GOLDEN.message);
    expect(() => decoder.push(GOLDEN.message)).toThrow('from within the sink');
  });
});

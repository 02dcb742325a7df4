import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Message } from '@zeromq-ts/core/spi';
import { framesInPlace } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { MessageDecoder } from '../../src/zmtp/message-decoder.js';
import { frame, longHeader } from './peers.js';
import { recording } from './recorder.js';

/** The messages that a decoder makes of octets. */
function messages(...chunks: readonly Buffer[]): readonly Message[] {
  const received: Message[] = [];
  const nothing = () => {};
  const sink = {
    message: (m: Message) => received.push(m) > 0,
    command: nothing,
    ping: nothing,
    pong: nothing,
  };
  const decoder = new MessageDecoder({ maxMessageSize: Infinity, subscriptions: false, peerCommands: [] }, sink);
  for (const chunk of chunks) decoder.push(chunk);
  return received;
}

setFlagsFromString('--expose_gc');
const gc = runInNewContext('gc') as () => void;
/** Twice: the first frees what buffers held in the background, the second waits for it. */
const collectGarbage = (): void => {
  gc();
  gc();
};

const octetsHeld = () => process.memoryUsage().arrayBuffers;

/**
 * The octets that are held when what nobody holds any more is gone. V8 gives the memory of collected buffers back on
 * another thread, after the collection: it is collected until it is down to what is expected, or so often that it will
 * not come down.
 */
async function octetsHeldInTheEnd(expected: number): Promise<number> {
  for (let round = 0; round < 100 && octetsHeld() > expected; round++) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, Math.min(round, 20)));
  }
  return octetsHeld();
}

/** The sizes of the memory that the frames of a message lie in, before anybody has asked for them. */
const blocksOf = (message: Message): number[] => framesInPlace(message).map(({ buffer }) => buffer.byteLength);

describe('a message that is kept', () => {
  it('keeps at most 8 KiB alive when it is small', () => {
    const chunk = Buffer.concat(Array.from({ length: 5_000 }, () => frame(0, '0123456789')));
    for (const message of messages(chunk)) expect(blocksOf(message)[0]).toBeLessThanOrEqual(8_192);
  });

  it('keeps nothing beside its frames alive once they were asked for', () => {
    const chunk = Buffer.concat(Array.from({ length: 5_000 }, () => frame(0, '0123456789')));
    for (const message of messages(chunk)) expect(message.frame(0).buffer.byteLength).toBe(10);
  });

  it('keeps no more alive than itself when it is large', () => {
    for (const size of [1_025, 5_000, 60_000, 100_000, 2 ** 20]) {
      const [one] = messages(frame(0, Buffer.alloc(size)));
      expect(one?.frame(0).buffer.byteLength).toBe(size);
    }
  });

  it('keeps at most 8 KiB for each of its small frames', () => {
    const input = Buffer.concat([frame(1, 'a'), frame(1, Buffer.alloc(50_000)), frame(0, 'z')]);
    const [message] = messages(input, frame(0, Buffer.alloc(60_000)));
    expect(message && blocksOf(message)).toStrictEqual([5_120, 50_000, 5_120]);
    expect(message?.frames.map((part) => part.buffer.byteLength)).toStrictEqual([1, 50_000, 1]);
  });

  it('A-03 is not touched by what comes after it in the same chunk of memory', () => {
    const chunk = frame(0, 'first');
    const large = frame(0, Buffer.alloc(3_000, 'a'));
    const [one, two] = messages(chunk, large);
    chunk.fill(0);
    large.fill(0);
    expect(one?.text()).toBe('first');
    expect(two?.text()).toBe('a'.repeat(3_000));
  });
});

describe('memory', () => {
  it('A-02 is not taken for what was only announced', () => {
    const before = octetsHeld();
    const decoders = Array.from({ length: 1_000 }, () => {
      const { decoder } = recording();
      decoder.push(Buffer.concat([longHeader(0, 2n ** 30n), Buffer.of(1)]));
      return decoder;
    });
    expect(octetsHeld() - before).toBeLessThan(1_000 * 16_384);
    expect(decoders.every(({ midMessage }) => midMessage)).toBe(true);
  });

  it('A-02 grows with what has come', () => {
    const { decoder } = recording();
    const before = octetsHeld();
    decoder.push(longHeader(0, 2n ** 30n));
    const chunk = Buffer.alloc(65_536);
    let received = 0;
    for (let count = 0; count < 64; count++) {
      decoder.push(chunk);
      received += chunk.length;
      // Old and new place of the body while it moves, and what waits for the garbage collector.
      expect(octetsHeld() - before).toBeLessThan(6 * received + 200_000);
    }
  });

  it('A-24 is not held by a decoder that is abandoned, or has refused what came', async () => {
    const before = octetsHeld();
    const decoders = Array.from({ length: 100 }, (_, index) => {
      const { decoder } = recording();
      decoder.push(Buffer.concat([frame(1, Buffer.alloc(50_000)), longHeader(1, 2n ** 20n), Buffer.alloc(50_000)]));
      if (index % 2 === 0) decoder.abandon();
      else expect(() => decoder.push(Buffer.alloc(2 ** 20, 0xff))).toThrow();
      expect(decoder.midMessage).toBe(false);
      return decoder;
    });
    const limit = before + 1_000_000;
    expect(await octetsHeldInTheEnd(limit)).toBeLessThanOrEqual(limit);
    for (const decoder of decoders) expect(() => decoder.push(frame(0, 'x'))).toThrow();
  });

  it('is not held by a connection that is idle', () => {
    const before = octetsHeld();
    const decoders = Array.from({ length: 1_000 }, () => {
      const { decoder } = recording();
      decoder.push(frame(0, 'hello'));
      return decoder;
    });
    expect(octetsHeld() - before).toBeLessThan(1_000 * 8_192);
    expect(decoders).toHaveLength(1_000);
  });

  it('A-39 of a large body in many small chunks is gathered in time in proportion to it', () => {
    const { decoder, recorder } = recording();
    const input = frame(0, Buffer.alloc(2 ** 22));
    const start = process.cpuUsage();
    for (let at = 0; at < input.length; at += 64) decoder.push(input.subarray(at, at + 64));
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
    expect(recorder.told).toHaveLength(1);
  });
});

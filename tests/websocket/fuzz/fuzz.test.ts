// @module-tag slow

import { type FrameEvents, ProtocolError } from '@zeromq-ts/transports/internal';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../packages/transports/test/zmtp/fuzz/random.js';
import { WebSocketReader } from '../../../packages/websocket/src/framing/web-socket-reader.js';
import { WebSocketWriter } from '../../../packages/websocket/src/framing/web-socket-writer.js';
import { ResponseHeadReader } from '../../../packages/websocket/src/handshake/response-head.js';
import { type Outcome, reference } from './reference.js';
import { STREAMS } from './streams.js';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0);
const seed = Number(process.env['FUZZ_SEED'] ?? (seconds === 0 ? 1 : Date.now() % 2 ** 31));
const MAX_BLOCK = 16_384;

/** Calls it with one random source after the other. A failure names its case, which as a seed is the first to fail. */
function fuzz(cases: number, one: (random: Random) => void): number {
  const end = performance.now() + 1_000 * seconds;
  let index = 0;
  for (; seconds === 0 ? index < cases : performance.now() < end; index++) {
    try {
      one(new Random(seed + index));
    } catch (cause) {
      throw new Error(`Case ${seed + index} fails: ${String(cause)}`, { cause });
    }
  }
  if (seconds > 0) console.log(`seed ${seed}: ${index} cases`);
  return index;
}

/** How a stream arrives, and how often the sink stops it. */
interface Arrival {
  readonly cuts: readonly number[];
  readonly stopEvery: number;
}

/** What comes of a stream that arrives in pieces, all of which lie in the same memory. */
function run(stream: Buffer, masked: boolean, limit: number, { cuts, stopEvery }: Arrival): Outcome {
  const told: string[] = [];
  const tell = (what: string): boolean => {
    told.push(what);
    return told.length % stopEvery !== 0;
  };
  const kept: [block: Buffer, start: number, end: number, text: string][] = [];
  const events: FrameEvents = {
    frame(flags, block, start, end) {
      if (block.buffer.byteLength > Math.max(MAX_BLOCK, ((end - start) * 4) / 3 + 1)) {
        throw new Error('A frame keeps too much.');
      }
      const text = block.toString('hex', start, end);
      kept.push([block, start, end, text]);
      return tell(`${flags === 4 ? 2 : flags} ${text}`);
    },
    frameBegins() {},
    ping: (payload) => void tell(`ping ${payload.toString('hex')}`),
    pong: (payload) => void tell(`pong ${payload.toString('hex')}`),
    closed: () => void tell('closed'),
  };
  const reader = new WebSocketReader(masked, limit, events, () => !(stopEvery < 3));
  let closeCode: number | undefined;
  let fed = 0;
  try {
    const memory = Buffer.alloc(stream.length);
    for (const end of [...cuts, stream.length]) {
      while (fed < end) {
        const place = reader.destination;
        const count = Math.min(end - fed, place?.length ?? Infinity);
        if (place !== undefined && place.length > Math.max(8_192, 4 * fed))
          throw new Error('It takes too much memory.');
        const chunk = (place ?? memory).subarray(0, stream.copy(place ?? memory, 0, fed, fed + count));
        fed += count;
        if (place === undefined) reader.push(chunk);
        else reader.arrived(count);
        if (place === undefined) chunk.fill(0xa5);
        if (reader.keptBytes > fed) throw new Error('It keeps more than was sent.');
      }
      if (stopEvery !== 3) while (!reader.resume());
    }
    while (!reader.resume());
  } catch (thrown) {
    if (!(thrown instanceof ProtocolError)) throw thrown;
    closeCode = (thrown as { closeCode?: number }).closeCode;
    expect(reader.failed).toBe(true);
    expect(reader.keptBytes).toBe(0);
    expect(() => reader.push(Buffer.of(0))).toThrow(ProtocolError);
  }
  // What was given out has not been written to since.
  for (const [block, start, end, text] of kept) expect(block.toString('hex', start, end)).toBe(text);
  const code = reader.closedWith;
  const last = code === undefined || code.length === 0 ? '' : Buffer.from(code).readUInt16BE(0);
  return { told: told.map((each) => (each === 'closed' ? `closed ${last}` : each)), closeCode };
}

const somewhere = (random: Random, stream: Buffer): number[] =>
  Array.from({ length: random.below(12) }, () => random.below(stream.length + 1)).sort((a, b) => a - b);

describe('nothing that a peer sends after the upgrade does more than being refused', () => {
  it(
    'WF-02 WF-03 WX-09 WX-10 WX-12 WX-17 WA-05 frames are the same however they are cut, and what the RFCs say',
    { timeout: 1_000 * seconds + 60_000 },
    () => {
      const seen = new Map<string, number>();
      const cases = fuzz(1_500, (random) => {
        const masked = random.oneIn(2);
        const kind = random.pick(Object.keys(STREAMS));
        const stream = STREAMS[kind]?.(random, masked) as Buffer;
        const limit = random.pick([Infinity, 100, 6_000]);
        const expected = reference(stream, masked, limit === Infinity ? 2 ** 31 : limit);
        const whole = run(stream, masked, limit, { cuts: [], stopEvery: Infinity });
        const cuts = [somewhere(random, stream), ...(stream.length < 3_000 ? [[...stream.keys()]] : [])];
        for (const each of cuts) {
          const stopEvery = random.pick([Infinity, 1, 2, 3, 7]);
          expect(run(stream, masked, limit, { cuts: each, stopEvery })).toEqual(whole);
        }
        expect(whole).toEqual(expected);
        const outcome = `${kind} ${whole.closeCode ?? 'taken'}`;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      });
      expect(cases).toBeGreaterThan(0);
      for (const outcome of ['good taken', 'mutated 1002', 'announced 1009', 'anyHeader 1003']) {
        expect(seen.get(outcome), outcome).toBeGreaterThan(0);
      }
    },
  );

  it(
    'WF-01 WF-08 what is written is read, by what knows nothing of the package',
    { timeout: 1_000 * seconds + 60_000 },
    () => {
      fuzz(300, (random) => {
        const masked = random.oneIn(2);
        const writer = new WebSocketWriter(masked);
        const expected: string[] = [];
        for (let count = random.below(40); count > 0; count--) {
          const body = random.octets(random.oneIn(8) ? random.below(150_000) : random.below(300));
          const flags = random.pick([0, 1, 4]);
          const text = body.toString('latin1');
          if (random.oneIn(4)) {
            const payload = body.subarray(0, 125);
            writer.control(9, payload);
            expected.push(`ping ${payload.toString('hex')}`);
          } else if (random.oneIn(3)) {
            writer.text(flags, text);
            expected.push(`${flags === 4 ? 2 : flags} ${Buffer.from(text).toString('hex')}`);
          } else {
            writer.bytes(flags, body);
            expected.push(`${flags === 4 ? 2 : flags} ${body.toString('hex')}`);
          }
        }
        const bytes = Buffer.concat(writer.take().pieces);
        expect(reference(bytes, masked, 2 ** 31)).toEqual({ told: expected, closeCode: undefined });
      });
    },
  );
});

it(
  'WX-07 WX-08 the head of an answer is the same however it is cut, or an error',
  { timeout: 1_000 * seconds + 60_000 },
  () => {
    const head =
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ZWS2.0\r\n\r\n\x82\x01\0';
    const parsed = (bytes: Buffer, cuts: readonly number[]): unknown => {
      const reader = new ResponseHeadReader();
      let start = 0;
      try {
        for (const end of [...cuts, bytes.length]) {
          const found = reader.push(bytes.subarray(start, end));
          start = end;
          if (found !== undefined) {
            return [
              found.head.status,
              [...found.head.headers],
              Buffer.concat([found.rest, bytes.subarray(end)]).toString('hex'),
            ];
          }
        }
        return 'incomplete';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    const seen = new Set<unknown>();
    fuzz(1_000, (random) => {
      const bytes = Buffer.from(head, 'latin1');
      for (let count = random.below(4); count > 0; count--) bytes[random.below(bytes.length)] = random.below(256);
      const whole = parsed(bytes, []);
      seen.add(typeof whole === 'string' ? whole : 'taken');
      expect(parsed(bytes, somewhere(random, bytes))).toEqual(whole);
      expect(parsed(bytes, [...bytes.keys()])).toEqual(whole);
    });
    expect(seen).toEqual(new Set(['EPROTO', 'incomplete', 'taken']));
  },
);

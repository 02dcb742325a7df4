import { COMMAND, type FrameEvents, MORE } from '@zeromq-ts/transports/internal';
import { describe, expect, it } from 'vitest';
import { applyMask, readMask } from '../../packages/websocket/src/framing/mask.js';
import { WebSocketReader } from '../../packages/websocket/src/framing/web-socket-reader.js';
import { WebSocketWriter } from '../../packages/websocket/src/framing/web-socket-writer.js';
import { rawFrame, readFrames } from './raw-frames.js';

/** What a reader has told, as text that can be compared. */
function recorder(stopAfter = Infinity): FrameEvents & { readonly told: string[]; reader?: WebSocketReader } {
  const told: string[] = [];
  return {
    told,
    frame(flags, block, start, end) {
      const body = block.subarray(start, end);
      told.push(`${flags} ${body.length > 64 ? `${body.length}:${checksum(body)}` : body.toString('latin1')}`);
      return told.length % stopAfter !== 0;
    },
    frameBegins() {},
    ping: (payload) => void told.push(`ping ${payload}`),
    pong: (payload) => void told.push(`pong ${payload}`),
    closed: (reason) => void told.push(`closed ${reason?.message ?? ''}`),
  };
}

function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum = (Math.imul(sum, 31) + byte) | 0;
  return sum;
}

function read(bytes: Buffer, chunkBytes: number, { masked = true, limit = Infinity } = {}): string[] {
  const events = recorder();
  const reader = new WebSocketReader(masked, limit, events, () => true);
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  return events.told;
}

const filled = (length: number): Buffer =>
  Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7 + 3) & 255));

describe('what is written', () => {
  const written = (masked: boolean, write: (writer: WebSocketWriter) => void): Buffer => {
    const writer = new WebSocketWriter(masked);
    write(writer);
    return Buffer.concat(writer.take().pieces);
  };

  it('0.1 golden bytes: flags and length forms of a server', () => {
    expect(written(false, (writer) => writer.bytes(0, Buffer.from('hi'))).toString('hex')).toBe('8203006869');
    expect(written(false, (writer) => writer.bytes(MORE, Buffer.from('news'))).toString('hex')).toBe('8205016e657773');
    expect(written(false, (writer) => writer.bytes(COMMAND, Buffer.from('\x04NEWS'))).toString('hex')).toBe(
      '820602044e455753',
    );
    expect(
      written(false, (writer) => writer.bytes(0, filled(124)))
        .subarray(0, 2)
        .toString('hex'),
    ).toBe('827d');
    expect(
      written(false, (writer) => writer.bytes(0, filled(125)))
        .subarray(0, 4)
        .toString('hex'),
    ).toBe('827e007e');
    expect(
      written(false, (writer) => writer.bytes(0, filled(65_534)))
        .subarray(0, 4)
        .toString('hex'),
    ).toBe('827effff');
    expect(
      written(false, (writer) => writer.bytes(0, filled(65_535)))
        .subarray(0, 10)
        .toString('hex'),
    ).toBe('827f0000000000010000');
    expect(written(false, (writer) => writer.ping()).toString('hex')).toBe('8900');
    expect(written(false, (writer) => writer.control(8, Buffer.from('03e8', 'hex'))).toString('hex')).toBe('880203e8');
  });

  it('WF-02 text of any length and a message of several frames are one WebSocket frame each', () => {
    const texts = [
      '',
      'a',
      'ä'.repeat(62),
      'ä'.repeat(63),
      'x'.repeat(124),
      'x'.repeat(125),
      '€'.repeat(21_844),
      '€'.repeat(30_000),
    ];
    for (const masked of [true, false]) {
      const { frames, rest } = readFrames(
        written(masked, (writer) => writer.frames(MORE, [...texts, filled(200_000)])),
      );
      expect(rest).toHaveLength(0);
      expect(
        frames.map(({ payload, fin, opcode, masked: is }) => [payload[0], payload.length - 1, fin, opcode, is]),
      ).toEqual([...texts.map((text) => [1, Buffer.byteLength(text), true, 2, masked]), [0, 200_000, true, 2, masked]]);
      expect(frames.slice(0, -1).map(({ payload }) => payload.toString('utf8', 1))).toEqual(texts);
      expect(frames.at(-1)?.payload.subarray(1).equals(filled(200_000))).toBe(true);
    }
  });

  it('WF-08 WA-07 masks are not predictable: no two are the same in ten thousand', () => {
    const bytes = written(true, (writer) => {
      for (let index = 0; index < 10_000; index++) writer.bytes(0, Buffer.alloc(4));
    });
    const masks = new Set<number>();
    for (let at = 0; at < bytes.length; at += 11) masks.add(bytes.readUInt32BE(at + 2));
    expect(masks.size).toBeGreaterThan(9_990);
  });

  it('a message with a frame that cannot be read leaves nothing behind', () => {
    const detached = filled(20);
    const own = new Uint8Array(detached);
    structuredClone(own.buffer, { transfer: [own.buffer] });
    const bytes = written(false, (writer) => {
      writer.bytes(0, Buffer.from('before'));
      expect(() => writer.frames(MORE, ['lost', own])).toThrow();
      writer.bytes(0, Buffer.from('after'));
    });
    expect(readFrames(bytes).frames.map(({ payload }) => String(payload))).toEqual(['\0before', '\0after']);
  });
});

describe('what is read', () => {
  const stream = Buffer.concat([
    rawFrame('\0a'),
    rawFrame('\0'),
    rawFrame('\x01more'),
    rawFrame(Buffer.concat([Buffer.of(0), filled(1_024)])),
    rawFrame('p', { opcode: 9 }),
    rawFrame(Buffer.concat([Buffer.of(1), filled(1_025)])),
    rawFrame('\x02\x04NAME'),
    // Fragments, with control frames between them, and an empty one first.
    rawFrame('', { fin: false }),
    rawFrame('\0fra', { opcode: 0, fin: false }),
    rawFrame('', { opcode: 9 }),
    rawFrame('', { opcode: 0, fin: false }),
    rawFrame('gments', { opcode: 0 }),
    rawFrame(Buffer.concat([Buffer.of(0), filled(70_000)])),
    rawFrame('\x01', { fin: false }),
    rawFrame(filled(100_000), { opcode: 0 }),
    rawFrame('q', { opcode: 10 }),
    rawFrame('\0last'),
  ]);
  const told = [
    '0 a',
    '0 ',
    '1 more',
    `0 1024:${checksum(filled(1_024))}`,
    'ping p',
    `1 1025:${checksum(filled(1_025))}`,
    '4 \x04NAME',
    'ping ',
    '0 fragments',
    `0 70000:${checksum(filled(70_000))}`,
    `1 100000:${checksum(filled(100_000))}`,
    'pong q',
    '0 last',
  ];

  it.each([1, 2, 3, 5, 7, 13, 64, 1_023, 4_096, 65_536, stream.length])(
    'WF-02 is the same in chunks of %i bytes',
    (size) => {
      expect(read(stream, size)).toEqual(told);
    },
  );

  it('is the same wherever a chunk ends, for the first 300 bytes', () => {
    for (let at = 1; at < 300; at++) {
      const events = recorder();
      const reader = new WebSocketReader(true, Infinity, events, () => true);
      reader.push(stream.subarray(0, at));
      reader.push(stream.subarray(at));
      expect(events.told).toEqual(told);
    }
  });

  it('is the same when it is stopped after each frame, and asked at each share whether to go on', () => {
    const events = recorder(1);
    const reader = new WebSocketReader(true, Infinity, events, () => false);
    for (let at = 0; at < stream.length; at += 3_000) {
      reader.push(stream.subarray(at, at + 3_000));
      while (!reader.resume());
    }
    expect(events.told).toEqual(told);
  });

  it('WK-03 a mask is taken off where the bytes lie, wherever they begin and however many they are', () => {
    const mask = Buffer.from('37fa213d', 'hex');
    for (let start = 0; start < 8; start++) {
      for (const length of [0, 1, 2, 3, 4, 5, 31, 32, 33, 34, 35, 36, 63, 64, 100, 16_385]) {
        for (let phase = 0; phase < 5; phase++) {
          const bytes = filled(start + length + 8);
          const expected = bytes.map((byte, at) =>
            at < start || at >= start + length ? byte : byte ^ (mask[(at - start + phase) % 4] as number),
          );
          applyMask(bytes, start, start + length, readMask(mask, 0), phase);
          expect(bytes.equals(expected), `${length} bytes from ${start}, phase ${phase}`).toBe(true);
        }
      }
    }
  });

  it.each([true, false])('WK-03 is read in place where a large body belongs (masked: %s)', (masked) => {
    const body = filled(300_000);
    const frame = rawFrame(Buffer.concat([Buffer.of(0), body]), { masked });
    const events = recorder();
    const reader = new WebSocketReader(masked, Infinity, events, () => true);
    reader.push(frame.subarray(0, 20_000));
    let at = 20_000;
    let inPlace = 0;
    while (at < frame.length) {
      const place = reader.destination;
      const count = Math.min(place?.length ?? 4_096, 50_000, frame.length - at);
      if (place === undefined) reader.push(frame.subarray(at, at + count));
      else {
        inPlace += frame.copy(place, 0, at, at + count);
        reader.arrived(count);
      }
      at += count;
    }
    expect(events.told).toEqual([`0 300000:${checksum(body)}`]);
    expect(inPlace).toBeGreaterThan(200_000);
  });

  it('WF-07 takes lengths that could have been written in fewer bytes', () => {
    const bytes = Buffer.concat([rawFrame('\0a', { lengthBytes: 2 }), rawFrame('\0b', { lengthBytes: 8 })]);
    expect(read(bytes, bytes.length)).toEqual(['0 a', '0 b']);
  });

  it('WL-06 WX-16 ignores what comes after CLOSE', () => {
    const bytes = Buffer.concat([
      rawFrame('\0a'),
      rawFrame(Buffer.from('03e8', 'hex'), { opcode: 8 }),
      rawFrame('\0b'),
    ]);
    expect(read(bytes, bytes.length)).toEqual(['0 a', 'closed ']);
  });

  it('WB-05 a small message keeps no more than a block of 16 KiB', () => {
    const sizes: number[] = [];
    const reader = new WebSocketReader(
      true,
      Infinity,
      { ...recorder(), frame: (_flags, block) => sizes.push(block.buffer.byteLength) > 0 },
      () => true,
    );
    reader.push(Buffer.concat(Array.from({ length: 500 }, () => rawFrame(Buffer.concat([Buffer.of(0), filled(100)])))));
    expect(sizes).toHaveLength(500);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16_384);
  });

  const MALFORMED: readonly (readonly [string, Buffer, number])[] = [
    ['WF-03 text', rawFrame('\0a', { opcode: 1 }), 1003],
    ['WF-03 WX-09 a reserved opcode', rawFrame('\0a', { opcode: 3 }), 1002],
    ['WF-03 WX-09 a reserved control opcode', rawFrame('', { opcode: 11 }), 1002],
    ['WF-03 WX-09 RSV1', rawFrame('\0a', { rsv: 4 }), 1002],
    ['WF-03 WX-09 RSV2', rawFrame('\0a', { rsv: 2 }), 1002],
    ['WF-03 WX-09 RSV3', rawFrame('\0a', { rsv: 1 }), 1002],
    ['WF-03 a continuation without a start', rawFrame('a', { opcode: 0 }), 1002],
    ['WF-03 a message inside a message', Buffer.concat([rawFrame('\0a', { fin: false }), rawFrame('\0b')]), 1002],
    ['WF-03 a fragmented PING', rawFrame('', { opcode: 9, fin: false }), 1002],
    ['WF-03 WX-14 a PING of 126 bytes', rawFrame(filled(126), { opcode: 9 }), 1002],
    ['WF-04 WX-11 no mask', rawFrame('\0a', { masked: false }), 1002],
    ['WF-05 WX-17 an empty message', rawFrame(''), 1002],
    [
      'WF-05 an empty message of fragments',
      Buffer.concat([rawFrame('', { fin: false }), rawFrame('', { opcode: 0 })]),
      1002,
    ],
    ['WF-06 WX-17 the flags 03', rawFrame('\x03a'), 1002],
    ['WF-06 WX-17 the flags 04', rawFrame('\x04a'), 1002],
    ['WF-06 WX-17 the flags 80', rawFrame(Buffer.of(0x80, 1)), 1002],
    ['WF-06 WX-17 the flags FF', rawFrame(Buffer.of(0xff)), 1002],
    ['WX-12 a length of 2^63', rawFrame('\0', { length: 2n ** 63n, lengthBytes: 8 }), 1009],
    ['WX-12 a length of 2^53 + 1', rawFrame('\0', { length: 2n ** 53n + 1n, lengthBytes: 8 }), 1009],
    ['WX-12 a length of 2^40', rawFrame('\0', { length: 2n ** 40n, lengthBytes: 8 }), 1009],
    ['WF-10 a body above the limit', rawFrame(Buffer.alloc(102)), 1009],
    [
      'WF-10 fragments above the limit',
      Buffer.concat([rawFrame(Buffer.alloc(60), { fin: false }), rawFrame(Buffer.alloc(60), { opcode: 0 })]),
      1009,
    ],
    [
      'WX-10 100,000 fragments of a byte',
      Buffer.concat([
        rawFrame('\0', { fin: false }),
        ...Array.from({ length: 100_000 }, () => rawFrame('', { opcode: 0, fin: false })),
      ]),
      1008,
    ],
    ['WX-15 a CLOSE of one byte', rawFrame('a', { opcode: 8 }), 1002],
    ['WX-15 the code 999', rawFrame(Buffer.from('03e7', 'hex'), { opcode: 8 }), 1002],
    ['WX-15 the code 1005', rawFrame(Buffer.from('03ed', 'hex'), { opcode: 8 }), 1002],
    ['WX-15 the code 5000', rawFrame(Buffer.from('1388', 'hex'), { opcode: 8 }), 1002],
    ['WX-15 a reason that is not UTF-8', rawFrame(Buffer.from('03e8ff', 'hex'), { opcode: 8 }), 1002],
  ];

  it.each(MALFORMED)('%s is an error with its code, in one chunk or in bytes', (_what, bytes, closeCode) => {
    for (const size of bytes.length > 10_000 ? [bytes.length] : [bytes.length, 1]) {
      expect(() => read(bytes, size, { limit: 100 })).toThrow(expect.objectContaining({ code: 'EPROTO', closeCode }));
    }
  });

  it('WF-10 a body of the limit is taken, twice', () => {
    const bytes = Buffer.concat([rawFrame(Buffer.alloc(101)), rawFrame(Buffer.alloc(101))]);
    expect(read(bytes, bytes.length, { limit: 100 })).toHaveLength(2);
  });

  it('WX-13 memory follows what has come, not what was announced', () => {
    const reader = new WebSocketReader(true, Infinity, recorder(), () => true);
    reader.push(rawFrame('\0a', { length: 2n ** 30n, lengthBytes: 8 }));
    expect(reader.gatheredBytes).toBe(1);
    expect(reader.destination?.length).toBeLessThanOrEqual(8_192);
  });
});

import { ZMQPair } from '@zeromq-ts/pair';
import '@zeromq-ts/websocket';
import { describe, expect, it } from 'vitest';
import { rawFrame, type RawFrameOptions } from './raw-frames.js';
import { establishedClient, type RawPeer } from './raw-peer.js';
import { closeAfterEach, using } from './scope.js';

/*
 * The cases of the Autobahn test suite, by its numbers, as far as they concern binary messages, against a server that echoes.
 * Messages have the flags of RFC 45 before their bodies. Text is no frame of ZeroMQ: where Autobahn expects it to be echoed,
 * the connection is closed with 1003.
 */

closeAfterEach();

const TEXT = 1;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** What a peer sends, and what comes back: echoes and PONGs in order, then the code of the CLOSE frame, if it is closed. */
interface Case {
  readonly sent: readonly Buffer[];
  readonly back?: readonly (readonly [opcode: number, payload: Buffer])[];
  readonly closeCode?: number | undefined;
  /** The message that the server receives, where the connection ends before an echo. */
  readonly received?: string;
  /** How many bytes are written at once. */
  readonly chop?: number;
}

const body = (length: number): Buffer => Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 31 + 7) & 255));
const whole = (length: number): Buffer => Buffer.concat([Buffer.of(0), body(length)]);
const text = (value: string): Buffer => Buffer.from(`\0${value}`);
const code = (value: number, reason: string | Buffer = ''): Buffer =>
  Buffer.concat([Buffer.of(value >>> 8, value & 255), Buffer.from(reason as string)]);
const part = (payload: string, options: RawFrameOptions = {}): Buffer => rawFrame(payload, { fin: false, ...options });
const rest = (payload: string, options: RawFrameOptions = {}): Buffer => rawFrame(payload, { opcode: 0, ...options });
const HELLO = [BINARY, text('hello')] as const;

const echoes = (payload: Buffer, chop?: number): Case => ({
  sent: [rawFrame(payload)],
  back: [[BINARY, payload]],
  ...(chop === undefined ? {} : { chop }),
});
const refused = (...sent: Buffer[]): Case => ({ sent, closeCode: 1002 });
const closes = (payload: Buffer, closeCode: number): Case => ({
  sent: [rawFrame(payload, { opcode: CLOSE })],
  closeCode,
});

/** The frames of a message of so many bytes, in fragments. */
function fragments(size: number, fragment: number): Buffer[] {
  const payload = whole(size);
  const frames: Buffer[] = [];
  for (let at = 0; at < payload.length; at += fragment) {
    const fin = at + fragment >= payload.length;
    frames.push(rawFrame(payload.subarray(at, at + fragment), { opcode: at === 0 ? BINARY : 0, fin }));
  }
  return frames;
}

const CASES: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    [0, 124, 125, 126, 127, 65_534, 65_535, 65_536].map((size, index) => [
      `1.2.${index + 1} a body of ${size} bytes`,
      echoes(whole(size)),
    ]),
  ),
  '1.2.8 a body of 65,536 bytes, 997 at once': echoes(whole(65_536), 997),
  '2.1 a PING without payload': { sent: [rawFrame('', { opcode: PING })], back: [[PONG, Buffer.alloc(0)]] },
  '2.2 a PING with a payload': { sent: [rawFrame('ping', { opcode: PING })], back: [[PONG, Buffer.from('ping')]] },
  '2.3 a PING with bytes': {
    sent: [rawFrame(Buffer.from('00fffefdfcfb00ff', 'hex'), { opcode: PING })],
    back: [[PONG, Buffer.from('00fffefdfcfb00ff', 'hex')]],
  },
  '2.4 a PING of 125 bytes': {
    sent: [rawFrame(body(125), { opcode: PING })],
    back: [[PONG, body(125)]],
  },
  '2.5 a PING of 126 bytes': refused(rawFrame(body(126), { opcode: PING })),
  '2.6 a PING of 125 bytes, byte by byte': {
    sent: [rawFrame(body(125), { opcode: PING })],
    back: [[PONG, body(125)]],
    chop: 1,
  },
  '2.7 a PONG that nobody has asked for': {
    sent: [rawFrame('', { opcode: PONG }), rawFrame(text('hello'))],
    back: [HELLO],
  },
  '2.9 a PONG with a payload, then a PING': {
    sent: [rawFrame('unasked', { opcode: PONG }), rawFrame('asked', { opcode: PING })],
    back: [[PONG, Buffer.from('asked')]],
  },
  ...Object.fromEntries(
    [1, 2, 3, 4, 5, 6, 7].map((rsv) => [`3.${rsv} reserved bits ${rsv}`, refused(rawFrame(text('a'), { rsv }))]),
  ),
  '3.5 reserved bits after a message': {
    sent: [rawFrame(text('hello')), rawFrame('', { rsv: 5, opcode: PING })],
    received: 'hello',
    closeCode: 1002,
  },
  ...Object.fromEntries(
    [3, 4, 5, 6, 7].map((opcode, index) => [
      `4.1.${index + 1} the opcode ${opcode}`,
      refused(rawFrame(text('a'), { opcode })),
    ]),
  ),
  ...Object.fromEntries(
    [11, 12, 13, 14, 15].map((opcode, index) => [
      `4.2.${index + 1} the opcode ${opcode}`,
      refused(rawFrame('', { opcode })),
    ]),
  ),
  '5.1 a PING in two fragments': refused(part('a', { opcode: PING }), rest('b')),
  '5.2 a PONG in two fragments': refused(part('a', { opcode: PONG }), rest('b')),
  '5.3 a message in two fragments': { sent: [part('\0hel'), rest('lo')], back: [HELLO] },
  '5.5 a message in two fragments, byte by byte': { sent: [part('\0hel'), rest('lo')], back: [HELLO], chop: 1 },
  '5.6 a PING between two fragments': {
    sent: [part('\0hel'), rawFrame('now', { opcode: PING }), rest('lo')],
    back: [[PONG, Buffer.from('now')], HELLO],
  },
  '5.8 a PING between two fragments, byte by byte': {
    sent: [part('\0hel'), rawFrame('now', { opcode: PING }), rest('lo')],
    back: [[PONG, Buffer.from('now')], HELLO],
    chop: 1,
  },
  '5.9 a continuation of nothing, that is whole': refused(rest('\0hello')),
  '5.12 a continuation of nothing, that goes on': refused(rest('\0hello', { fin: false })),
  '5.15 a continuation after a message that was whole': {
    sent: [part('\0hel'), rest('lo'), rest('again', { fin: false })],
    received: 'hello',
    closeCode: 1002,
  },
  '5.18 a second message before the first has ended': refused(part('\0hel'), part('\0lo')),
  '5.19 two PINGs between five fragments': {
    sent: [
      part('\0h'),
      rest('e', { fin: false }),
      rawFrame('1', { opcode: PING }),
      rest('l', { fin: false }),
      rest('l', { fin: false }),
      rawFrame('2', { opcode: PING }),
      rest('o'),
    ],
    // Of PINGs that come at once, the last may be the only one that is answered.
    back: [[PONG, Buffer.from('2')], HELLO],
  },
  '6.1.1 text': { sent: [rawFrame('', { opcode: TEXT })], closeCode: 1003 },
  '6.2.1 text in UTF-8': { sent: [rawFrame('Hello-µ@ßöäüàá-UTF-8!!', { opcode: TEXT })], closeCode: 1003 },
  '6.3.1 text that is no UTF-8': {
    sent: [rawFrame(Buffer.of(0xce, 0xba, 0xed, 0xa0, 0x80), { opcode: TEXT })],
    closeCode: 1003,
  },
  '7.1.1 CLOSE after a message': {
    sent: [rawFrame(text('hello')), rawFrame(code(1000), { opcode: CLOSE })],
    received: 'hello',
    closeCode: 1000,
  },
  '7.1.2 two CLOSE frames': {
    sent: [rawFrame(code(1000), { opcode: CLOSE }), rawFrame(code(1000), { opcode: CLOSE })],
    closeCode: 1000,
  },
  '7.1.3 a PING after CLOSE': {
    sent: [rawFrame(code(1000), { opcode: CLOSE }), rawFrame('', { opcode: PING })],
    closeCode: 1000,
  },
  '7.1.4 a message after CLOSE': {
    sent: [rawFrame(code(1000), { opcode: CLOSE }), rawFrame(text('late'))],
    closeCode: 1000,
  },
  '7.1.5 CLOSE in the middle of a message': {
    sent: [part('\0hel'), rawFrame(code(1000), { opcode: CLOSE }), rest('lo')],
    closeCode: 1000,
  },
  '7.3.1 CLOSE without payload': closes(Buffer.alloc(0), 0),
  '7.3.2 CLOSE of one byte': closes(Buffer.of(3), 1002),
  '7.3.3 CLOSE with a code': closes(code(1000), 1000),
  '7.3.4 CLOSE with a reason': closes(code(1000, 'Hello World!'), 1000),
  '7.3.5 CLOSE with the longest reason': closes(code(1000, '*'.repeat(123)), 1000),
  '7.3.6 CLOSE with a reason of 124 bytes': closes(code(1000, '*'.repeat(124)), 1002),
  '7.5.1 CLOSE with a reason that is no UTF-8': closes(code(1000, Buffer.of(0xce, 0xba, 0xed, 0xa0, 0x80)), 1002),
  ...Object.fromEntries(
    [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999].map((value, index) => [
      `7.7.${index + 1} CLOSE with the code ${value}`,
      closes(code(value), value),
    ]),
  ),
  ...Object.fromEntries(
    [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999].map((value, index) => [
      `7.9.${index + 1} CLOSE with the code ${value}`,
      closes(code(value), 1002),
    ]),
  ),
  '7.13.1 CLOSE with the code 5000': closes(code(5000), 1002),
  '7.13.2 CLOSE with the code 65,535': closes(code(65_535), 1002),
  '9.2.4 a body of 4 MiB': echoes(whole(4_194_304)),
  '9.4.1 a body of 1 MiB in fragments of 64 bytes': {
    sent: fragments(1_048_576, 64),
    back: [[BINARY, whole(1_048_576)]],
  },
  '9.4.7 a body of 4 MiB in fragments of 256 KiB': {
    sent: fragments(4_194_304, 262_144),
    back: [[BINARY, whole(4_194_304)]],
  },
  '9.6.1 a body of 1 MiB, 4,096 bytes at once': echoes(whole(1_048_576), 4_096),
};

/** Writes the bytes: each piece when the one before has gone out. */
async function write(peer: RawPeer, bytes: Buffer, chop: number): Promise<void> {
  peer.socket.setNoDelay(true);
  for (let at = 0; at < bytes.length; at += chop) {
    await new Promise<unknown>((resolve) => peer.socket.write(bytes.subarray(at, at + chop), resolve));
  }
}

/** Until the socket is closed, or its peer is lost before an echo. */
async function echo(pair: ZMQPair): Promise<void> {
  for await (const message of pair) if (!pair.trySend(message.frame(0))) return;
}

describe('Autobahn', () => {
  it.each(Object.entries(CASES))('%s', async (_title, { sent, back = [], closeCode, received, chop }) => {
    const pair = using(new ZMQPair());
    const endpoint = await pair.bind('ws://127.0.0.1:*/echo');
    if (received === undefined) void echo(pair);
    const peer = using(await establishedClient(endpoint, 'PAIR'));
    const bytes = Buffer.concat(sent);
    const writing = write(peer, bytes, chop ?? bytes.length);
    const frames: [number, Buffer][] = [];
    while (frames.length < back.length) {
      const frame = await peer.frame();
      if (frame === undefined) break;
      // Of several PINGs that arrive at once, only the last has to be answered (RFC 6455, section 5.5.3).
      if (frame.opcode === PONG && !back.some(([, payload]) => payload.equals(frame.payload))) continue;
      frames.push([frame.opcode, frame.payload]);
    }
    const [inOrder, expected] = [frames, back].map((list) =>
      list.map(([opcode, payload]) => `${opcode} ${payload.toString('base64')}`),
    );
    expect(inOrder).toEqual(expected);
    await writing;
    if (closeCode !== undefined) {
      const close = await peer.frame();
      expect(close?.opcode).toBe(CLOSE);
      expect(close?.payload.length === 0 ? 0 : close?.payload.readUInt16BE(0)).toBe(closeCode);
      expect(await peer.frame()).toBeUndefined();
      if (received !== undefined) expect(String(await pair.receive({ timeout: 20_000 }))).toBe(received);
      return;
    }
    // It still works.
    peer.send(text('after'));
    expect((await peer.traffic())?.payload.toString()).toBe('\0after');
  });
});

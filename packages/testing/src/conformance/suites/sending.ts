import { Message } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, pollReceive, receiveMany, receiveTexts } from '../waiting.js';

const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 16 + 15);
const shared = new Uint8Array(new SharedArrayBuffer(3));
shared.set([1, 2, 3]);

/** What can be sent, and what arrives. */
const FRAMES: readonly (readonly [
  what: string,
  frame: string | ArrayBufferLike | ArrayBufferView,
  arrives: Uint8Array,
])[] = [
  ['a string, as UTF-8', 'żółć €😀\u0000', Buffer.from('żółć €😀\u0000')],
  ['an empty string', '', Buffer.alloc(0)],
  ['a Uint8Array', bytes, bytes],
  ['a view on a part of a buffer', bytes.subarray(3, 7), bytes.slice(3, 7)],
  ['a Buffer', Buffer.from('buffer'), Buffer.from('buffer')],
  ['an ArrayBuffer', bytes.slice().buffer, bytes],
  ['a SharedArrayBuffer', shared.buffer, Uint8Array.of(1, 2, 3)],
  ['a DataView', new DataView(bytes.slice().buffer, 1, 2), bytes.slice(1, 3)],
  ['a Uint16Array', new Uint16Array(bytes.slice().buffer, 2, 3), bytes.slice(2, 8)],
  ['a Float64Array', new Float64Array(bytes.slice().buffer), bytes],
  ['an empty Uint8Array', new Uint8Array(0), Buffer.alloc(0)],
];

/** Around every border of the frame format, libzmq's batch of 8 KiB, and beyond the buffers of the system. */
const SIZES = [1, 29, 30, 33, 34, 127, 128, 129, 255, 256, 8191, 8192, 8193, 65_535, 65_536, 1_048_577];

/** What every `send` and `trySend` does, whatever the type of the socket. */
export function sending(suite: Suite): void {
  suite.overTransports('all kinds of frames arrive as they were sent, alone and together', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    for (const [what, frame, arrives] of FRAMES) {
      expect(await left.send(frame), what).toBe(true);
      const message = await right.receive();
      expect(message.length, what).toBe(1);
      expect(Buffer.compare(message.frame(0), arrives), what).toBe(0);
    }
    await left.send(FRAMES.map(([, frame]) => frame));
    const message = await right.receive();
    expect(message.length).toBe(FRAMES.length);
    for (const [index, [what, , arrives]] of FRAMES.entries()) {
      expect(Buffer.compare(message.frame(index), arrives), what).toBe(0);
    }
  });

  suite.over('inproc', 'a Message of very many frames is sent as a part of another one', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    // More than a call may have arguments.
    const many = new Message(Array.from({ length: 200_000 }, () => ''));
    for (const input of [
      [many, 'end'],
      ['begin', many],
    ]) {
      expect(await left.send(input)).toBe(true);
      expect((await right.receive({ timeout: EVENT_TIMEOUT_MS })).length).toBe(200_001);
    }
  });

  suite.overTransports('a Message is sent as it is, alone and among other frames', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send(new Message(['a', '', Uint8Array.of(255)]));
    const received = await right.receive();
    expect(received.frames.map((frame) => [...frame])).toEqual([[97], [], [255]]);
    await right.send(['before', received, 'after', new Message('end')]);
    const back = await left.receive();
    expect(back.length).toBe(6);
    expect([back.text(0), back.text(1), back.text(4), back.text(5)]).toEqual(['before', 'a', 'after', 'end']);
  });

  suite.overTransports('B-022 frames of all sizes arrive whole', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    for (const size of SIZES) {
      const body = Buffer.alloc(size, `${size};`);
      await left.send(body);
      const message = await right.receive();
      expect(message.size).toBe(size);
      expect(Buffer.compare(message.frame(0), body), `${size} bytes`).toBe(0);
    }
    await left.send(SIZES.map((size) => Buffer.alloc(size, `${size};`)));
    const message = await right.receive();
    expect(message.frames.map((frame) => frame.byteLength)).toEqual(SIZES);
    expect(
      message.frames.every((frame) =>
        Buffer.from(frame).equals(Buffer.alloc(frame.byteLength, `${frame.byteLength};`)),
      ),
    ).toBe(true);
  });

  suite.overTransports('SO-03 a message of 1000 frames arrives as one', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const frames = Array.from({ length: 1000 }, (_, index) => `frame ${index}`);
    await left.send(frames);
    expect(await receiveTexts(right)).toEqual(frames);
  });

  suite.overWirings('SO-05 SO-04 sends that nobody awaits arrive once each, in order', async (scope) => {
    const push = scope.connecting('PUSH');
    const pull = scope.binding('PULL');
    await scope.attach(pull, push);
    const bodies = Array.from({ length: 3000 }, (_, index) => `${index}`);
    const sends = bodies.map((body) => push.send(body));
    expect(await receiveMany(pull, bodies.length)).toEqual(bodies);
    expect(new Set(await Promise.all(sends))).toEqual(new Set([true]));
    expect(pull.tryReceive()).toBeUndefined();
  });

  suite.overTransports('sends from several places go through one queue, without EBUSY', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const places = ['a', 'b', 'c', 'd'];
    const work = places.map(async (place) => {
      for (let index = 0; index < 50; index++) await left.send([place, `${index}`]);
    });
    const next: Record<string, number> = { a: 0, b: 0, c: 0, d: 0 };
    for (let count = 0; count < 200; count++) {
      const [place = '', index] = await receiveTexts(right);
      expect(index).toBe(`${next[place]}`);
      next[place] = Number(index) + 1;
    }
    await Promise.all(work);
  });

  suite.overTransports('PI-02 RR-13 EX-02 send without a peer waits, and goes out when one comes', async (scope) => {
    for (const [type, peer] of [
      ['PUSH', 'PULL'],
      ['DEALER', 'DEALER'],
      ['PAIR', 'PAIR'],
    ] as const) {
      const socket = scope.binding(type);
      const endpoint = await socket.bind(await scope.endpoint());
      let sent = false;
      const sends = Promise.all([socket.send('first'), socket.send('second')]).then(() => (sent = true));
      expect(socket.stats().waitingSends).toBe(2);
      expect(sent).toBe(false);
      const receiver = scope.connecting(peer);
      receiver.connect(endpoint);
      expect(await receiveMany(receiver, 2)).toEqual(['first', 'second']);
      await sends;
      expect(socket.stats().waitingSends).toBe(0);
    }
  });

  suite.it('B-015 send without a peer rejects with EAGAIN after sendTimeout, and is never sent', async (scope) => {
    const push = scope.binding('PUSH', { sendTimeout: 30 });
    const endpoint = await push.bind(await scope.endpoint());
    const error = await expectRefusal(push.send('too late'), 'EAGAIN');
    expect(error.message).toContain('30 ms');
    const pull = scope.connecting('PULL');
    pull.connect(endpoint);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    await push.send('in time');
    expect(await receiveTexts(pull)).toEqual(['in time']);
  });

  suite.it(
    'B-015 with sendTimeout 0 send rejects with EAGAIN at once, and succeeds when there is room',
    async (scope) => {
      const push = scope.binding('PUSH', { sendTimeout: 0 });
      const pull = scope.connecting('PULL');
      await expectRefusal(push.send('x'), 'EAGAIN');
      await scope.join(push, pull);
      expect(await push.send('y')).toBe(true);
      expect(await receiveTexts(pull)).toEqual(['y']);
    },
  );

  suite.it('sends that wait time out in order, each after its own time', async (scope) => {
    const push = scope.binding('PUSH', { sendTimeout: 40 });
    const order: number[] = [];
    const waiting = [1, 2, 3].map((number) => push.send(`${number}`).catch(() => order.push(number)));
    await Promise.all(waiting);
    expect(order).toEqual([1, 2, 3]);
  });

  suite.overTransports('trySend sends when there is a peer with room, and never waits', async (scope) => {
    const push = scope.binding('PUSH');
    expect(push.trySend('to nobody')).toBe(false);
    const pull = scope.connecting('PULL');
    await scope.join(push, pull);
    await eventually('room', () => push.trySend('taken'));
    expect((await pollReceive(pull)).text()).toBe('taken');
  });

  suite.it('trySend does not overtake a send that waits', async (scope) => {
    const push = scope.binding('PUSH');
    const endpoint = await push.bind(await scope.endpoint());
    const waiting = push.send('first');
    expect(push.trySend('second')).toBe(false);
    const pull = scope.connecting('PULL');
    pull.connect(endpoint);
    await waiting;
    expect(await receiveTexts(pull)).toEqual(['first']);
  });

  suite.it('a socket that is closed rejects sends that wait with ENOTSOCK', async (scope) => {
    const push = scope.binding('PUSH');
    await push.bind(await scope.endpoint());
    const waiting = [expectRefusal(push.send('1'), 'ENOTSOCK'), expectRefusal(push.send('2'), 'ENOTSOCK')];
    await push.close({ linger: 0 });
    await Promise.all(waiting);
  });

  suite.it('sending at full speed lets timers run', async (scope) => {
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL', { receiveHighWaterMark: 0 })];
    await scope.join(push, pull);
    const turns = { count: 0 };
    const ticking = setInterval(() => turns.count++, 1);
    scope.defer(() => clearInterval(ticking));
    await eventually('a tick', () => turns.count > 0);
    turns.count = 0;
    let count = 0;
    // On a machine that is busy, a few turns may take long; if there were none, there would never be any.
    const end = performance.now() + EVENT_TIMEOUT_MS;
    const reading = (async () => {
      for await (const _ of pull) void _;
    })();
    while (turns.count <= 2 && performance.now() < end) {
      await push.send('x');
      count++;
    }
    expect(turns.count, `${count} messages`).toBeGreaterThan(2);
    await pull.close();
    await reading;
  });
}

import { describe, expect, it } from 'vitest';
import { GOLDEN, octets } from './golden.js';
import { command, frame, longHeader, ready } from './peers.js';
import { decoded, recording } from './recorder.js';

const SUBSCRIPTIONS = { subscriptions: true };

describe('subscriptions of the peer', () => {
  it('W-01 come as commands', () => {
    expect(decoded(Buffer.concat([GOLDEN.subscribeA, GOLDEN.cancelA]), SUBSCRIPTIONS)).toStrictEqual([
      { subscribe: 'A' },
      { cancel: 'A' },
    ]);
  });

  it('W-02 W-03 come as messages', () => {
    expect(decoded(Buffer.concat([GOLDEN.subscribeA30, GOLDEN.cancelA30]), SUBSCRIPTIONS)).toStrictEqual([
      { subscribe: 'A' },
      { cancel: 'A' },
    ]);
  });

  it('W-04 may be to the empty topic', () => {
    const input = Buffer.concat([command('SUBSCRIBE'), frame(0, '\x01'), command('CANCEL'), frame(0, '\0')]);
    expect(decoded(input, SUBSCRIPTIONS)).toStrictEqual([
      { subscribe: '' },
      { subscribe: '' },
      { cancel: '' },
      { cancel: '' },
    ]);
  });

  it.each([245, 246, 254, 255, 256, 65_536, 2 ** 20])('W-09 A-17 may be to a topic of %d octets', (length) => {
    const topic = 't'.repeat(length);
    const input = Buffer.concat([command('SUBSCRIBE', topic), frame(0, `\0${topic}`)]);
    expect(decoded(input, SUBSCRIPTIONS)).toStrictEqual([{ subscribe: topic }, { cancel: topic }]);
  });

  it('W-12 A-19 are told from messages: of several frames, empty, or with another first octet', () => {
    const input = Buffer.concat([frame(1, '\x01a'), frame(0, '\x01b'), octets('00 00'), frame(0, '\x02a')]);
    expect(decoded(input, SUBSCRIPTIONS)).toStrictEqual([
      { message: ['\x01a', '\x01b'] },
      { message: [''] },
      { message: ['\x02a'] },
    ]);
  });

  it('W-13 X-18 C-07 are nothing to a socket that has none', () => {
    expect(decoded(Buffer.concat([GOLDEN.subscribeA, GOLDEN.cancelA, GOLDEN.subscribeA30]))).toStrictEqual([
      { message: ['\x01A'] },
    ]);
  });
});

describe('heartbeats of the peer', () => {
  it('H-01 H-02 are PING with time and context, and PONG with context', () => {
    expect(decoded(Buffer.concat([GOLDEN.ping, GOLDEN.pong]))).toStrictEqual([
      { ping: 1_000, context: 'x' },
      { pong: 'x' },
    ]);
  });

  it.each([
    [0, 0],
    [1, 100],
    [656, 65_600],
    [65_535, 6_553_500],
  ])('H-07 may have a time to live of %d tenths', (tenths, milliseconds) => {
    expect(decoded(command('PING', Buffer.of(tenths >> 8, tenths)))).toStrictEqual([
      { ping: milliseconds, context: '' },
    ]);
  });

  it.each([16, 17, 300, 10_000, 10 ** 6])('H-03 X-17 A-05 have at most 16 octets of a context of %d', (length) => {
    const context = 'c'.repeat(length);
    expect(decoded(Buffer.concat([command('PING', `\0\0${context}`), command('PONG', context)]))).toStrictEqual([
      { ping: 0, context: 'c'.repeat(16) },
      { pong: 'c'.repeat(16) },
    ]);
  });

  it('H-04 X-16 A-05 are ignored when PING has less than its time to live', () => {
    const input = Buffer.concat([frame(0, 'secret secret secret'), command('PING'), command('PING', '\0')]);
    expect(decoded(input)).toStrictEqual([{ message: ['secret secret secret'] }]);
  });
});

describe('other commands of the peer', () => {
  it.each([
    ['of an unknown name', command('FOO', 'data')],
    ['of a name in another case', command('ping', '\0\0')],
    ['of JOIN', command('JOIN', 'g')],
    ['of LEAVE', command('LEAVE', 'g')],
    ['of a second READY', ready(['Socket-Type', 'PULL'])],
    ['of ERROR', GOLDEN.error400],
    ['empty', octets('04 00')],
    ['with an empty name', octets('04 03 00 61 62')],
    ['with a name that runs past the end', octets('04 03 04 "PI"')],
    ['with a name of 255 octets and nothing of it', octets('04 01 FF')],
    ['in a long frame', Buffer.concat([longHeader(4, 4n), octets('03 "FOO"')])],
    ['of 100 000 octets', command('FOO', 'x'.repeat(100_000))],
  ])('C-04 C-06 N-07 X-14 X-15 X-18 X-19 A-04 are ignored: %s', (_, input) => {
    const around = Buffer.concat([frame(0, 'a'), input, frame(0, 'b')]);
    for (const subscriptions of [false, true]) {
      expect(decoded(around, { subscriptions })).toStrictEqual([{ message: ['a'] }, { message: ['b'] }]);
    }
  });

  it('F-11 H-11 may come between the frames of a message, and do it no harm', () => {
    const input = Buffer.concat([
      frame(1, 'a'),
      GOLDEN.ping,
      frame(1, 'b'),
      command('FOO'),
      octets('04 00'),
      frame(0, 'c'),
    ]);
    expect(decoded(input)).toStrictEqual([{ ping: 1_000, context: 'x' }, { message: ['a', 'b', 'c'] }]);
  });

  it('F-11 A-19 may be subscriptions between the frames of a message', () => {
    const input = Buffer.concat([frame(1, 'a'), GOLDEN.subscribeA, frame(0, '\x01A')]);
    expect(decoded(input, SUBSCRIPTIONS)).toStrictEqual([{ subscribe: 'A' }, { message: ['a', '\x01A'] }]);
  });

  it('may be a second greeting, which is no greeting any more', () => {
    const { decoder } = recording();
    expect(() => decoder.push(GOLDEN.greeting31)).toThrow('reserved');
  });
});

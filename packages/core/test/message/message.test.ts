import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Message, ZMQError } from '../../src/index.js';
import { byteLength, messageOfFrames, toOutgoing } from '../../src/spi.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe('a message', () => {
  it('is made of text, encoded as UTF-8', () => {
    const message = new Message('Grüße');
    expect(message.length).toBe(1);
    expect(message.size).toBe(7);
    expect([...message.frame(0)]).toStrictEqual([...new TextEncoder().encode('Grüße')]);
    expect(message.text()).toBe('Grüße');
  });

  it.each([
    ['a Uint8Array', bytes(1, 2, 3)],
    ['a Buffer', Buffer.from([1, 2, 3])],
    ['an ArrayBuffer', bytes(1, 2, 3).buffer],
    ['a SharedArrayBuffer', shared(1, 2, 3)],
    ['a DataView on a part', new DataView(bytes(0, 1, 2, 3, 4).buffer, 1, 3)],
    ['a typed array on a part', new Uint8Array(bytes(0, 1, 2, 3, 4).buffer, 1, 3)],
    ['a Message', new Message(bytes(1, 2, 3))],
  ])('is made of %s', (_, input) => {
    expect([...new Message(input as Uint8Array).frame(0)]).toStrictEqual([1, 2, 3]);
  });

  it('A-42 gives data when it is asked for JSON: no code, no prototypes, and an error for what is none', () => {
    const hostile = new Message('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}');
    const value = hostile.json<Record<string, unknown>>();
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    for (const text of ['', '{', 'function(){}', 'NaN', '{"a":undefined}', '1 2', '\uFEFF{}x']) {
      expect(() => new Message(text).json(), text).toThrow();
    }
    expect(new Message('123456789012345678901234567890').json()).toBeTypeOf('number');
    const deep = 200_000;
    expect(() => new Message('['.repeat(deep)).json()).toThrow();
  });

  it('takes wider typed arrays byte by byte', () => {
    expect(new Message(Uint16Array.of(0x0201, 0x0403)).size).toBe(4);
  });

  it('has one frame for each element of an array, and those of a Message in its place', () => {
    const inner = new Message(['b', 'c']);
    const message = new Message(['a', inner, bytes(100)]);
    expect([...message].map(String)).toStrictEqual(['a', 'b', 'c', 'd']);
  });

  it('keeps empty frames', () => {
    const message = new Message(['', 'x', '']);
    expect(message.length).toBe(3);
    expect(message.frames.map((frame) => frame.byteLength)).toStrictEqual([0, 1, 0]);
  });

  it('has Buffers as frames, and does not copy bytes', () => {
    const input = bytes(1, 2, 3);
    const frame = new Message(input).frame(0);
    expect(frame).toBeInstanceOf(Buffer);
    expect(frame.buffer).toBe(input.buffer);
  });

  it('can be taken apart', () => {
    const [topic, body] = new Message(['weather', '21']);
    expect(`${topic}=${body}`).toBe('weather=21');
  });

  it('has frames that cannot be exchanged', () => {
    const { frames } = new Message(['a', 'b']);
    expect(Object.isFrozen(frames)).toBe(true);
    expect(() => (frames as Uint8Array[]).push(bytes(1))).toThrow(TypeError);
  });

  it.each([2, -1, 0.5, NaN])('refuses to give the frame %s of two', (index) => {
    expect(() => new Message(['a', 'b']).frame(index)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('2 frames') }),
    );
  });

  it('gives text and JSON of any frame', () => {
    const message = new Message(['a', '{"celsius":21}']);
    expect(message.text(1)).toBe('{"celsius":21}');
    expect(message.json<{ celsius: number }>(1).celsius).toBe(21);
    expect(() => message.json()).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: 'Frame 0 is not JSON: "a".', cause: expect.any(SyntaxError) }),
    );
    expect(() => message.json(2)).toThrow(ZMQError);
  });

  it('decodes malformed UTF-8 to U+FFFD', () => {
    expect(new Message(bytes(0x61, 0xff, 0x62)).text()).toBe('a\u{FFFD}b');
  });

  it('prints as its text, frames on lines of their own', () => {
    expect(`${new Message('hello')}`).toBe('hello');
    expect(`${new Message(['a', 'b'])}`).toBe('a\nb');
    expect(`${new Message('')}`).toBe('');
  });

  it('is inspected readably: text quoted, binary as hex, long frames and lists shortened', () => {
    expect(inspect(new Message(['weather', '', bytes(0, 255)]))).toBe(`Message [ "weather", '', <00ff> ]`);
    expect(inspect(new Message(bytes(...Array.from({ length: 100 }, () => 0))))).toBe(
      `Message [ <${'00'.repeat(32)}…> (100 bytes) ]`,
    );
    expect(inspect(new Message('x'.repeat(1000)))).toBe(`Message [ "${'x'.repeat(60)}…" (1000 bytes) ]`);
    expect(inspect(new Message(Array.from({ length: 12 }, () => 'a')))).toMatch(/"a", … 2 more frames \]$/);
  });

  it('is a Message to another copy of this package, and a look-alike is not', () => {
    const brand = Symbol.for('@zeromq-ts/core/Message');
    expect({ [brand]: true, frames: [] }).toBeInstanceOf(Message);
    expect({ frames: [] }).not.toBeInstanceOf(Message);
    expect(null).not.toBeInstanceOf(Message);
  });

  it('is taken over from an engine without a copy', () => {
    const frame = Buffer.from('x');
    expect(messageOfFrames([frame]).frame(0)).toBe(frame);
  });
});

describe('what is not a message', () => {
  it.each([
    ['a plain object', { a: 1 }, 'JSON.stringify(value)'],
    ['a number', 42, 'String(value)'],
    ['a bigint', 42n, 'String(value)'],
    ['a boolean', true, 'String(value)'],
    ['null', null, "send ''"],
    ['undefined', undefined, "send ''"],
    ['a symbol', Symbol('x'), 'encode it'],
    ['a function', () => 1, 'encode it'],
    ['a Date', new Date(0), 'encode it'],
    ['an empty array', [], "send ''"],
    ['an array inside an array', [['a']], 'Flatten it'],
    ['an object in an array', ['a', { b: 1 }], 'Frame 1'],
    ['a hole in an array', ['a', undefined], 'Frame 1'],
  ])('is refused with advice: %s', (_, input, advice) => {
    expect(() => new Message(input as never)).toThrow(TypeError);
    expect(() => new Message(input as never)).toThrow(advice);
  });
});

describe('an outgoing message', () => {
  it('leaves text as text and counts its bytes as UTF-8', () => {
    expect(toOutgoing('é')).toBe('é');
    expect(byteLength('é')).toBe(2);
    expect(byteLength(['é', bytes(1, 2)])).toBe(4);
  });

  it('has the size of the message made of it, whatever it is', () => {
    const frame = fc.oneof(fc.string({ unit: 'grapheme' }), fc.uint8Array());
    fc.assert(
      fc.property(fc.oneof(frame, fc.array(frame, { minLength: 1 })), (input) => {
        expect(byteLength(toOutgoing(input))).toBe(new Message(input).size);
      }),
    );
  });
});

function shared(...values: number[]): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(values.length);
  new Uint8Array(buffer).set(values);
  return buffer;
}

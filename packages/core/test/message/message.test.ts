import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Message, ZMQError } from '../../src/index.js';
import {
  byteLength,
  framesInPlace,
  MAX_SHARED_FRAME_BYTES,
  messageOfFrames,
  messageOfSharedFrames,
  messageFromSlice,
  toOutgoing,
  weightOfMessage,
} from '../../src/spi.js';

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
    expect(() => (frames as Buffer[]).push(Buffer.of(1))).toThrow(TypeError);
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

  it('is of a subclass only if it was made by it, and then a Message, too', () => {
    class Task extends Message {}
    expect(new Task('x')).toBeInstanceOf(Task);
    expect(new Task('x')).toBeInstanceOf(Message);
    expect(new Message('x')).not.toBeInstanceOf(Task);
  });

  it('has the tag of a message', () => {
    expect(Object.prototype.toString.call(new Message('x'))).toBe('[object Message]');
  });

  it('is taken over from an engine without a copy', () => {
    const frame = Buffer.from('x');
    expect(messageOfFrames([frame]).frame(0)).toBe(frame);
  });
});

describe('the frames of a message', () => {
  /** A message of three frames that lie in one block, as those that come over a connection. */
  const inOneBlock = (): { block: Buffer; message: Message } => {
    const block = Buffer.from('.headbodytail.'.padEnd(5_000, '.'));
    const frames = [block.subarray(1, 5), block.subarray(5, 9), block.subarray(9, 13)];
    return { block, message: messageOfSharedFrames(frames) };
  };

  it('have buffers of their own, whatever they lay in before', () => {
    const { block, message } = inOneBlock();
    expect(framesInPlace(message)[0]?.buffer).toBe(block.buffer);
    expect(message.frames.map((frame) => [String(frame), frame.buffer.byteLength])).toEqual([
      ['head', 4],
      ['body', 4],
      ['tail', 4],
    ]);
    message.frame(0).fill(0x21);
    expect([message.text(0), block.toString('latin1', 0, 14)]).toEqual(['!!!!', '.headbodytail.']);
    expect(messageFromSlice(block, 1, 5).frame(0).buffer.byteLength).toBe(4);
    expect(new Message('text').frame(0).buffer.byteLength).toBe(4);
    expect(new Message(['a', message]).frame(1)).toBe(message.frame(0));
  });

  it('are read and passed on where they lie', () => {
    const { block, message } = inOneBlock();
    expect([message.text(1), message.toString(), message.size]).toEqual(['body', 'head\nbody\ntail', 12]);
    expect(JSON.stringify(message)).toBe('["head","body","tail"]');
    for (const frame of toOutgoing(message) as Uint8Array[]) expect(frame.buffer).toBe(block.buffer);
    for (const frame of toOutgoing([message, message]) as Uint8Array[]) expect(frame.buffer).toBe(block.buffer);
  });

  it('are the same each time, and large ones are not copied', () => {
    const large = Buffer.alloc(MAX_SHARED_FRAME_BYTES + 1);
    const message = messageOfSharedFrames([Buffer.alloc(MAX_SHARED_FRAME_BYTES), large]);
    expect(message.frame(0)).toBe(message.frames[0]);
    expect(message.frame(1)).toBe(large);
  });

  it('weigh the same in a block, wherever they lie in it, and by themselves', () => {
    const block = Buffer.alloc(100);
    const weight = weightOfMessage(messageOfFrames([Buffer.alloc(10)]));
    for (const start of [0, 1, 90]) {
      const message = messageFromSlice(block, start, start + 10);
      expect(weightOfMessage(message)).toBe(weight);
      message.frame(0);
      expect(weightOfMessage(message)).toBe(weight);
    }
    expect(weightOfMessage(messageFromSlice(block, 0, 0))).toBe(weight - 10);
  });

  it('are found by at(), from either end, and by index', () => {
    const message = new Message(['a', 'b', 'c']);
    expect([0, 2, -1, -3, 3, -4].map((index) => message.at(index)?.toString())).toEqual([
      'a',
      'c',
      'c',
      'a',
      undefined,
      undefined,
    ]);
    const indexed = message as unknown as Record<string, unknown>;
    expect([`${indexed[0]}`, `${indexed['2']}`]).toEqual(['a', 'c']);
    for (const key of [3, -1, 1.5, '01', 'x', 'then', '']) expect(indexed[key]).toBeUndefined();
    expect(() => {
      indexed[0] = 'x';
    }).toThrow(TypeError);
    expect(message.text(0)).toBe('a');
    expect(Object.prototype.hasOwnProperty.call(message, 'x')).toBe(false);
    expect(message.constructor).toBe(Message);
  });

  it('are JSON without losing a bit: text as text, other bytes in base64', () => {
    for (const frame of [
      bytes(),
      bytes(0),
      bytes(0xef, 0xbb, 0xbf, 0x61),
      bytes(0xff),
      bytes(0xc3, 0xa9),
      bytes(0xed, 0xa0, 0x80),
    ]) {
      const [json] = JSON.parse(JSON.stringify(new Message(frame)));
      const back = typeof json === 'string' ? Buffer.from(json) : Buffer.from(json.base64, 'base64');
      expect(back.equals(frame)).toBe(true);
    }
    expect(JSON.stringify({ m: new Message(['é', bytes(255)]) })).toBe('{"m":["é",{"base64":"/w=="}]}');
  });

  it('are on the transfer list once, unless their buffers hold more, or cannot be transferred', () => {
    const own = new Uint8Array(10);
    const part = new Uint8Array(1_000).subarray(0, 10);
    const common = new Uint8Array(new SharedArrayBuffer(10));
    expect(new Message([own, own, part, common]).transferList).toEqual([own.buffer]);
    const { message } = inOneBlock();
    const clones = structuredClone(message.frames, { transfer: message.transferList });
    expect(new Message(clones).toString()).toBe('head\nbody\ntail');
    expect(message.size).toBe(0);
    expect(() => toOutgoing(message)).toThrow(TypeError);
  });

  it('are what can be cloned, and the message is not', () => {
    expect(() => structuredClone(new Message('a'))).toThrow(/messagesCannotBeCloned/);
    const received = messageOfFrames([Buffer.from('a')], { address: 'tcp://192.0.2.1:5000' });
    expect(() => structuredClone(received)).toThrow(/messagesCannotBeCloned/);
    expect(structuredClone(new Message(['a', 'b']).frames).map((frame) => Buffer.from(frame).toString())).toEqual([
      'a',
      'b',
    ]);
  });
});

describe('the routing id of a message', () => {
  const frames = (): Buffer[] => [Buffer.from('id'), Buffer.from('body')];

  it('is its first frame when it is one for a ROUTER, before and after frames have been looked at', () => {
    for (const message of [
      messageOfFrames(frames(), undefined, true),
      messageOfSharedFrames(frames(), undefined, true),
    ]) {
      expect(String(message.routingId)).toBe('id');
      expect(message.routingId).toBe(message.frame(0));
      expect(message.frames.map(String)).toStrictEqual(['id', 'body']);
      expect(message.routingId).toBe(message[0]);
    }
  });

  it('is in a buffer of its own, whatever the frame lay in before', () => {
    const block = Buffer.from('id body');
    const message = messageOfSharedFrames([block.subarray(0, 2), block.subarray(3)], undefined, true);
    expect(message.routingId?.buffer.byteLength).toBe(2);
  });

  it('is undefined when it is none, one that the application has made included', () => {
    const received = messageOfFrames(frames(), undefined, true);
    for (const message of [
      messageOfFrames(frames()),
      messageOfSharedFrames(frames()),
      messageFromSlice(Buffer.from('span'), 2, 4),
      new Message(['id', 'body']),
      new Message(received),
    ]) {
      expect(message.routingId).toBeUndefined();
      expect(message.frames).not.toHaveLength(0);
      expect(message.routingId).toBeUndefined();
    }
  });
});

describe('the peer of a message', () => {
  it('is the object that was noted, whichever peer was noted in between', () => {
    const peers = ['a', 'b'].map((address) => ({ address }));
    const messages = [0, 1, 0, 1, 1, 0].map((index) => messageOfFrames([Buffer.alloc(1)], peers[index]));
    expect(messages.map((message) => peers.indexOf(message.peer as never))).toEqual([0, 1, 0, 1, 1, 0]);
    expect(new Message('not received').peer).toBeUndefined();
  });
});

describe('a frame that lay in a block', () => {
  it.each([0, 1, 24, 32, 33, 64, 65, 128, 1_024])('has %i bytes in a buffer of its own', (size) => {
    const block = Buffer.from(Array.from({ length: size + 20 }, (_, index) => index & 0xff));
    const frame = messageFromSlice(block, 10, 10 + size).frame(0);
    expect(frame).toBeInstanceOf(Buffer);
    expect(frame).toEqual(block.subarray(10, 10 + size));
    expect([frame.byteOffset, frame.buffer.byteLength]).toEqual([0, size]);
    expect(structuredClone(frame, { transfer: [frame.buffer as ArrayBuffer] })).toHaveLength(size);
    expect(frame).toHaveLength(0);
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

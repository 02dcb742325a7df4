import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine } from '@zeromq-ts/testing';
import type { Topic } from '../src/topic.js';
import { ZMQSubscriber } from '../src/zmq-subscriber.js';

function subscriber(topics?: Topic | readonly Topic[]): { sub: ZMQSubscriber; wire: FakeSocket } {
  const engine = new FakeEngine();
  const sub = new ZMQSubscriber(undefined, topics, { engine });
  return { sub, wire: engine.last };
}

/** The topics subscribed to at the engine; each at most once. */
function topicsOf(wire: FakeSocket): string[] {
  const topics = new Set<string>();
  for (const call of wire.calls) {
    const [action, topic = ''] = call.split(/ (.*)/s);
    if (action === 'subscribe') {
      expect(topics, call).not.toContain(topic);
      topics.add(topic);
    } else if (action === 'unsubscribe') {
      expect(topics.delete(topic), call).toBe(true);
    }
  }
  return [...topics].sort();
}

describe('a ZMQSubscriber', () => {
  it('receives everything as long as it was never given a topic', () => {
    expect(topicsOf(subscriber().wire)).toStrictEqual(['']);
  });

  it('replaces that by its first explicit topic, in the constructor', () => {
    expect(topicsOf(subscriber('weather.').wire)).toStrictEqual(['weather.']);
    expect(topicsOf(subscriber(['a', Uint8Array.of(0x62)]).wire)).toStrictEqual(['a', 'b']);
    expect(topicsOf(subscriber('').wire)).toStrictEqual(['']);
  });

  it('replaces that by its first explicit topic, by subscribe, without a gap between the two', () => {
    const { sub, wire } = subscriber();
    sub.subscribe('a', 'b');
    expect(wire.calls).toStrictEqual(['subscribe ', 'subscribe a', 'subscribe b', 'unsubscribe ']);
    sub.subscribe('c');
    expect(topicsOf(wire)).toStrictEqual(['a', 'b', 'c']);
  });

  it('keeps everything when that is its first explicit topic', () => {
    const { sub, wire } = subscriber();
    sub.subscribe('');
    sub.subscribe('a');
    expect(topicsOf(wire)).toStrictEqual(['', 'a']);
    sub.unsubscribe('');
    expect(topicsOf(wire)).toStrictEqual(['a']);
  });

  it('takes an empty array for nothing yet', () => {
    const { sub, wire } = subscriber([]);
    expect(wire.calls).toStrictEqual([]);
    sub.subscribe('a');
    expect(topicsOf(wire)).toStrictEqual(['a']);
  });

  it('receives nothing after its last topic is gone', () => {
    const { sub, wire } = subscriber('a');
    sub.unsubscribe('a');
    expect(topicsOf(wire)).toStrictEqual([]);
  });

  it('stays subscribed until it has unsubscribed as often as it subscribed, B-086', () => {
    const { sub, wire } = subscriber();
    sub.subscribe('a');
    sub.subscribe(Buffer.from('a'));
    sub.unsubscribe('a');
    expect(topicsOf(wire)).toStrictEqual(['a']);
    sub.unsubscribe('a');
    expect(topicsOf(wire)).toStrictEqual([]);
    sub.unsubscribe('a');
    expect(topicsOf(wire)).toStrictEqual([]);
  });

  it('passes over topics that it is not subscribed to, PB-16', () => {
    const { sub, wire } = subscriber();
    sub.unsubscribe('a');
    expect(topicsOf(wire)).toStrictEqual(['']);
    sub.subscribe('ab');
    sub.unsubscribe('a', 'abc');
    expect(topicsOf(wire)).toStrictEqual(['ab']);
  });

  it('can end the implicit everything by unsubscribing from it', () => {
    const { sub, wire } = subscriber();
    sub.unsubscribe('');
    expect(topicsOf(wire)).toStrictEqual([]);
  });

  it('does nothing when there are no topics to add or remove', () => {
    const { sub, wire } = subscriber();
    sub.subscribe();
    sub.unsubscribe();
    expect(wire.calls).toStrictEqual(['subscribe ']);
  });

  it('tells binary topics apart', () => {
    const engine = new FakeEngine();
    const sub = new ZMQSubscriber(undefined, [Uint8Array.of(0xff)], { engine });
    sub.subscribe(Uint8Array.of(0xfe), Uint8Array.of(0xff, 0));
    sub.unsubscribe(Uint8Array.of(0xfe));
    expect(engine.last.calls.map((call) => call.split(' ')[0])).toStrictEqual([
      'subscribe',
      'subscribe',
      'subscribe',
      'unsubscribe',
    ]);
  });

  it('does not mind what becomes of the bytes it was given', () => {
    const engine = new FakeEngine();
    const seen: Uint8Array[] = [];
    const sub = new ZMQSubscriber(undefined, [], { engine });
    engine.last.command = ({ data }) => void seen.push(data);
    const topic = Buffer.from('abc');
    sub.subscribe(topic);
    topic.fill(0);
    expect(seen.map(String)).toStrictEqual(['97,98,99']);
  });

  it.each([
    [5, '5'],
    [null, 'null'],
    [{}, 'a plain object'],
    [new Uint16Array(1), 'a Uint16Array'],
  ])('refuses %o as a topic with a TypeError that names it, and subscribes to none', (topic, shown) => {
    const { sub, wire } = subscriber([]);
    expect(() => sub.subscribe('good', topic as never)).toThrow(TypeError);
    expect(() => sub.subscribe('good', topic as never)).toThrow(shown);
    expect(() => sub.unsubscribe(topic as never)).toThrow(TypeError);
    expect(wire.calls).toStrictEqual([]);
    const engine = new FakeEngine();
    expect(() => new ZMQSubscriber('inproc://x', topic as never, { engine })).toThrow(TypeError);
    expect(engine.sockets).toHaveLength(0);
  });

  it('says how to pass several topics, and where options go', () => {
    const { sub } = subscriber();
    expect(() => sub.subscribe(['a', 'b'] as never)).toThrow('subscribe(...topics)');
    expect(() => new ZMQSubscriber('inproc://x', { linger: 0 } as never)).toThrow('Options come after the topics');
  });

  it('throws ENOTSOCK when it is closed', async () => {
    const { sub } = subscriber();
    await sub.close();
    expect(() => sub.subscribe('a')).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
    expect(() => sub.unsubscribe('a')).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
  });

  it('has at its engine, each once, what has been subscribed to more often than unsubscribed from', () => {
    const topic = fc.constantFrom('', 'a', 'ab', 'b');
    const step = fc.record({ add: fc.boolean(), topics: fc.array(topic, { minLength: 1, maxLength: 3 }) });
    fc.assert(
      fc.property(fc.option(fc.array(topic), { nil: undefined }), fc.array(step), (initial, steps) => {
        const { sub, wire } = subscriber(initial);
        const counts = new Map<string, number>();
        let implicit = initial === undefined;
        const add = (name: string): void => {
          counts.set(name, (counts.get(name) ?? 0) + 1);
          implicit = false;
        };
        initial?.forEach(add);
        for (const { add: adding, topics } of steps) {
          if (adding) {
            sub.subscribe(...topics);
            topics.forEach(add);
            continue;
          }
          sub.unsubscribe(...topics);
          for (const name of topics) {
            const count = counts.get(name) ?? 0;
            if (count > 1) counts.set(name, count - 1);
            else counts.delete(name);
            if (count === 0 && name === '') implicit = false;
          }
        }
        expect(topicsOf(wire)).toStrictEqual(implicit ? [''] : [...counts.keys()].sort());
      }),
    );
  });
});

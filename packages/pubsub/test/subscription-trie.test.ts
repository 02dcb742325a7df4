// @module-tag slow

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SubscriptionTrie } from '../src/subscription-trie.js';

interface Peer {
  readonly name: string;
}

const peer = (name: string): Peer => ({ name });

/** The names of those who get a message, in no order. */
function matches(trie: SubscriptionTrie<Peer>, frame: string | Uint8Array): string {
  const names = new Set<string>();
  trie.match(frame, { mark: ({ name }) => names.add(name) });
  return [...names].sort().join('');
}

function subscribe(trie: SubscriptionTrie<Peer>, subscriber: Peer, ...topics: (string | Uint8Array)[]): void {
  for (const topic of topics) trie.add(Buffer.from(topic as string), subscriber);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe('a SubscriptionTrie', () => {
  it('matches prefixes, octet by octet, W-04 PB-02', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(peer) as [Peer, Peer, Peer, Peer];
    subscribe(trie, a, '');
    subscribe(trie, b, 'weather.');
    subscribe(trie, c, 'weather.berlin', 'weather.bern');
    subscribe(trie, d, 'news', Uint8Array.of(0, 255));
    expect(matches(trie, '')).toBe('a');
    expect(matches(trie, 'weather')).toBe('a');
    expect(matches(trie, 'weather.')).toBe('ab');
    expect(matches(trie, 'weather.berlin: 21')).toBe('abc');
    expect(matches(trie, Buffer.from('weather.bern'))).toBe('abc');
    expect(matches(trie, 'weather.ber')).toBe('ab');
    expect(matches(trie, Uint8Array.of(0, 255, 7))).toBe('ad');
    expect(matches(trie, Uint8Array.of(0))).toBe('a');
    expect(matches(trie, 'nothing')).toBe('a');
  });

  it('compares text by its UTF-8', () => {
    const trie = new SubscriptionTrie<Peer>();
    subscribe(trie, peer('a'), 'żółć');
    subscribe(trie, peer('b'), Uint8Array.of(0xe9));
    subscribe(trie, peer('c'), Buffer.from('aż').subarray(0, 2));
    subscribe(trie, peer('d'), 'abcdefgh ż');
    expect(matches(trie, 'żółć!')).toBe('a');
    // é is E9 in Latin-1, but C3 A9 in UTF-8.
    expect(matches(trie, 'é')).toBe('');
    expect(matches(trie, Uint8Array.of(0xe9))).toBe('b');
    expect(matches(trie, 'aż')).toBe('c');
    expect(matches(trie, 'abcdefgh ż')).toBe('d');
    expect(matches(trie, 'abcdefgh z')).toBe('');
    expect(matches(trie, 'abcdefé')).toBe('');
  });

  it('tells the first subscriber to a topic from the others, and the last, PB-06 W-06', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [a, b] = [peer('a'), peer('b')];
    const topic = Buffer.from('topic');
    expect([trie.add(topic, a), trie.add(topic, a), trie.add(topic, b)]).toStrictEqual(['first', 'again', 'another']);
    expect(trie.size).toBe(1);
    expect([trie.remove(topic, a), trie.remove(topic, a), trie.remove(topic, b)]).toStrictEqual([
      'others',
      'none',
      'last',
    ]);
    expect(trie.size).toBe(0);
  });

  it('ends nothing but what its owner has subscribed to, W-07 A-18', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [a, b] = [peer('a'), peer('b')];
    subscribe(trie, a, 'abc', 'abd');
    for (const topic of ['', 'a', 'ab', 'abc', 'abcd', 'x']) expect(trie.remove(Buffer.from(topic), b)).toBe('none');
    for (const topic of ['', 'a', 'ab', 'abcd', 'x']) expect(trie.remove(Buffer.from(topic), a)).toBe('none');
    expect(matches(trie, 'abc')).toBe('a');
    trie.removeAll(b);
    expect(trie.size).toBe(2);
  });

  it('removes all topics of one, and tells which of them nobody else has, PB-07', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [a, b] = [peer('a'), peer('b')];
    subscribe(trie, a, '', 'ab', 'abc', 'abd', 'x');
    subscribe(trie, b, 'ab', 'x', 'xy');
    const told: string[] = [];
    trie.removeAll(a, (topic, last) => told.push(`${Buffer.from(topic).toString()} ${last}`));
    expect(told.sort()).toStrictEqual([' true', 'ab false', 'abc true', 'abd true', 'x false']);
    expect(trie.size).toBe(3);
    expect(matches(trie, 'xyz')).toBe('b');
  });

  it('does what a list of topics does', () => {
    const octet = fc.constantFrom(0, 97, 98, 195, 255);
    const topic = fc.uint8Array({ maxLength: 6 }).chain(() => fc.array(octet, { maxLength: 6 }));
    const step = fc.record({
      do: fc.constantFrom('add', 'add', 'add', 'remove', 'leave'),
      who: fc.nat(2),
      topic,
      probe: topic,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const trie = new SubscriptionTrie<Peer>();
        const peers = ['a', 'b', 'c'].map(peer) as [Peer, Peer, Peer];
        const model = peers.map(() => new Set<string>());
        const holders = (key: string) => model.filter((topics) => topics.has(key)).length;
        for (const { do: action, who, topic: octets, probe } of steps) {
          const bytes = Uint8Array.from(octets);
          const key = Buffer.from(bytes).toString('latin1');
          const mine = model[who]!;
          if (action === 'add') {
            const expected = mine.has(key) ? 'again' : holders(key) === 0 ? 'first' : 'another';
            expect(trie.add(bytes, peers[who]!)).toBe(expected);
            mine.add(key);
          } else if (action === 'remove') {
            const expected = !mine.has(key) ? 'none' : holders(key) === 1 ? 'last' : 'others';
            expect(trie.remove(bytes, peers[who]!)).toBe(expected);
            mine.delete(key);
          } else {
            const told = new Set<string>();
            trie.removeAll(peers[who]!, (each, last) => {
              const text = Buffer.from(each).toString('latin1');
              expect(last).toBe(holders(text) === 1);
              told.add(text);
            });
            expect(told).toStrictEqual(mine);
            mine.clear();
          }
          const text = Buffer.from(probe).toString('latin1');
          const wanted = peers.filter((_, index) => [...model[index]!].some((each) => text.startsWith(each)));
          const names = wanted.map(({ name }) => name).join('');
          expect(matches(trie, Uint8Array.from(probe))).toBe(names);
          const padded = Buffer.from([1, ...probe, 1]);
          expect(trie.look(padded, 1, padded.byteLength - 1)).toBe(names !== '');
          expect(trie.size).toBe(new Set(model.flatMap((topics) => [...topics])).size);
        }
      }),
    );
  });

  it('does what a list of topics does while it removes who has left, A-18', () => {
    const topic = fc.array(fc.constantFrom(97, 98), { maxLength: 6 });
    const step = fc.record({
      do: fc.constantFrom('add', 'add', 'add', 'remove', 'leave', 'work'),
      who: fc.nat(2),
      topic,
      probe: topic,
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const trie = new SubscriptionTrie<Peer>();
        const peers = ['a', 'b', 'c'].map(peer);
        const model = new Map<Peer, Set<string>>(peers.map((each) => [each, new Set()]));
        // Topics that have not been ended, and how many have them.
        const open = new Map<string, number>();
        const change = (text: string, by: 1 | -1) => open.set(text, (open.get(text) ?? 0) + by);
        for (const { do: action, who, topic: octets, probe } of steps) {
          const bytes = Uint8Array.from(octets);
          const key = Buffer.from(bytes).toString('latin1');
          const one = peers[who]!;
          const mine = model.get(one)!;
          if (action === 'add') {
            const expected = mine.has(key) ? 'again' : (open.get(key) ?? 0) === 0 ? 'first' : 'another';
            expect(trie.add(bytes, one)).toBe(expected);
            if (expected !== 'again') change(key, 1);
            mine.add(key);
          } else if (action === 'remove') {
            if (mine.delete(key)) change(key, -1);
            trie.remove(bytes, one);
          } else if (action === 'leave') {
            trie.beginRemoval(one, (each, last) => {
              const text = Buffer.from(each).toString('latin1');
              change(text, -1);
              expect(last).toBe(open.get(text) === 0);
            });
            model.delete(one);
            peers[who] = peer(one.name);
            model.set(peers[who], new Set());
          } else {
            trie.removeSome(2);
          }
          const text = Buffer.from(probe).toString('latin1');
          const wanted = peers.filter((each) => [...model.get(each)!].some((begin) => text.startsWith(begin)));
          const found = new Set<Peer>();
          trie.match(Uint8Array.from(probe), { mark: (each) => found.add(each) });
          expect(peers.filter((each) => found.has(each))).toStrictEqual(wanted);
          expect(trie.look(Uint8Array.from(probe))).toBe(wanted.length > 0);
          expect(trie.size).toBe([...open.values()].filter((count) => count > 0).length);
        }
        for (const each of peers) trie.removeAll(each);
        expect([trie.size, trie.cost, trie.occupied]).toStrictEqual([0, 0, false]);
      }),
    );
  });

  it('matches text as it matches its bytes', () => {
    const word = fc.array(fc.constantFrom('a', 'b', 'ż', 'é', '€', '😀', '\u0000'), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), word, (topics, frame) => {
        const trie = new SubscriptionTrie<Peer>();
        for (const topic of topics) subscribe(trie, peer('a'), topic.join(''));
        const text = frame.join('');
        expect(matches(trie, text)).toBe(matches(trie, Buffer.from(text)));
      }),
    );
  });

  it('keeps no long topic for a short one that it has begun with, A-17', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [long, short] = [peer('l'), peer('s')];
    const before = heap();
    for (let index = 0; index < 40; index++) {
      const start = Buffer.from(`${index}.`);
      trie.add(Buffer.concat([start, Buffer.alloc(2 ** 20, 'x')]), long);
      trie.add(start, short);
      trie.add(Buffer.concat([start, Buffer.from('y')]), short);
      trie.remove(Buffer.concat([start, Buffer.from('y')]), short);
    }
    expect(heap() - before).toBeGreaterThan(30 * 2 ** 20);
    trie.removeAll(long);
    expect(heap() - before).toBeLessThan(2 * 2 ** 20);
    expect(trie.size).toBe(40);
    expect(matches(trie, '7.xxx')).toBe('s');
  });

  it('removes who has left in steps, and counts it as gone from the first on, A-18', () => {
    const trie = new SubscriptionTrie<Peer>();
    const [a, b] = [peer('a'), peer('b')];
    subscribe(trie, b, '7', '9');
    for (let index = 0; index < 1000; index++) subscribe(trie, a, `${index}`);
    const ended = new Map<string, boolean>();
    trie.beginRemoval(a, (topic, last) => ended.set(Buffer.from(topic).toString(), last));
    trie.removeSome(10);
    expect(ended.size).toBe(10);
    expect([trie.removing, trie.occupied, trie.look(Buffer.from('500')), trie.look(Buffer.from('77'))]).toStrictEqual([
      true,
      true,
      false,
      true,
    ]);
    // Who comes before the topic is ended takes it over.
    expect(trie.add(Buffer.from('999'), b)).toBe('another');
    for (let rounds = 0; trie.removing; rounds++) {
      expect(rounds).toBeLessThan(110);
      trie.removeSome(10);
    }
    expect(ended.size).toBe(1000);
    expect([...ended].filter(([, last]) => !last).map(([topic]) => topic)).toStrictEqual(['7', '9', '999']);
    expect(trie.size).toBe(3);
    trie.removeAll(b);
    expect([trie.size, trie.cost, trie.liveCost]).toStrictEqual([0, 0, 0]);
  });

  it('is as deep as peers like, and comes down again: a, aa, aaa, …, A-17', () => {
    const trie = new SubscriptionTrie<Peer>();
    const deep = Buffer.alloc(6000, 'a');
    const [up, down] = [peer('u'), peer('d')];
    for (let length = 0; length <= deep.byteLength; length += 2) trie.add(deep.subarray(0, length), up);
    for (let length = deep.byteLength; length > 0; length -= 2) trie.add(deep.subarray(0, length), down);
    expect(trie.size).toBe(3001);
    expect(matches(trie, deep)).toBe('du');
    for (let length = 2; length <= deep.byteLength; length += 2) trie.remove(deep.subarray(0, length), down);
    expect(matches(trie, deep)).toBe('u');
    trie.removeAll(up);
    expect(trie.size).toBe(0);
    expect(matches(trie, deep)).toBe('');
  });

  it('takes topics of 1 MiB, and what branches off them, A-17 B-088', () => {
    const trie = new SubscriptionTrie<Peer>();
    const long = Buffer.alloc(2 ** 20, 'x');
    const other = Buffer.concat([long.subarray(0, -1), Buffer.from('y')]);
    subscribe(trie, peer('a'), long);
    subscribe(trie, peer('b'), other);
    subscribe(trie, peer('c'), long.subarray(0, 1000));
    expect(matches(trie, long)).toBe('ac');
    expect(matches(trie, other)).toBe('bc');
    expect(matches(trie, long.toString())).toBe('ac');
    expect(matches(trie, long.subarray(0, -1))).toBe('c');
  });

  it('finds its way among 100,000 topics, and gives their memory back, A-17', () => {
    const trie = new SubscriptionTrie<Peer>();
    const subscriber = peer('a');
    const empty = heap();
    for (let index = 0; index < 100_000; index++) trie.add(Buffer.from(`sensor.${index * 7919}.`), subscriber);
    const full = heap() - empty;
    expect(full / 100_000).toBeLessThan(500);
    for (let index = 0; index < 100_000; index += 2) trie.remove(Buffer.from(`sensor.${index * 7919}.`), subscriber);
    expect(trie.size).toBe(50_000);
    expect(matches(trie, 'sensor.7919.temperature')).toBe('a');
    expect(matches(trie, 'sensor.15838.temperature')).toBe('');
    trie.removeAll(subscriber);
    expect(trie.size).toBe(0);
    expect(heap() - empty).toBeLessThan(full / 10);
  });
});

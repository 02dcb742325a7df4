import { describe, expect, it } from 'vitest';
import { FairQueue, Message } from '../../src/spi.js';
import { FakePipe } from '@zeromq-ts/testing';

function pipes(...names: string[]): FakePipe[] {
  return names.map((name) => new FakePipe(name));
}

function fill(queue: FairQueue, pipe: FakePipe, count: number): void {
  for (let each = 0; each < count; each++) pipe.incoming.push(new Message(pipe.name));
  queue.add(pipe);
}

function drain(queue: FairQueue): string {
  let order = '';
  for (let pipe = queue.next(); pipe !== undefined; pipe = queue.next()) order += `${pipe.read()}`;
  return order;
}

describe('a FairQueue', () => {
  it('gives those that have messages turns of one message, PI-03', () => {
    const queue = new FairQueue();
    for (const pipe of pipes('a', 'b', 'c')) fill(queue, pipe, 3);
    expect(drain(queue)).toBe('abcabcabc');
  });

  it('goes on with the others when one has run out', () => {
    const queue = new FairQueue();
    const [a, b, c] = pipes('a', 'b', 'c') as [FakePipe, FakePipe, FakePipe];
    fill(queue, a, 1);
    fill(queue, b, 3);
    fill(queue, c, 2);
    const order = drain(queue);
    expect(order).toHaveLength(6);
    expect(order.slice(0, 3)).toBe('abc');
    expect(order.slice(3, 5).split('').sort().join('')).toBe('bc');
    expect(order.at(-1)).toBe('b');
  });

  it('takes a pipe back when it has messages again, and takes it once', () => {
    const queue = new FairQueue();
    const [a, b] = pipes('a', 'b') as [FakePipe, FakePipe];
    fill(queue, a, 1);
    expect(drain(queue)).toBe('a');
    fill(queue, a, 1);
    fill(queue, a, 1);
    fill(queue, b, 2);
    expect(drain(queue)).toBe('abab');
  });

  it('passes over pipes that have lost what they held, and those taken out', () => {
    const queue = new FairQueue();
    const [a, b, c] = pipes('a', 'b', 'c') as [FakePipe, FakePipe, FakePipe];
    for (const pipe of [a, b, c]) fill(queue, pipe, 2);
    a.incoming.length = 0;
    queue.remove(c);
    queue.remove(c);
    expect(drain(queue)).toBe('bb');
    expect(queue.next()).toBeUndefined();
  });

  it('stays fair while pipes leave in the middle of a round', () => {
    const queue = new FairQueue();
    const all = pipes('a', 'b', 'c', 'd');
    for (const pipe of all) fill(queue, pipe, 10);
    queue.next()?.read();
    queue.next()?.read();
    queue.remove(all[1] as FakePipe);
    const order = drain(queue);
    for (let round = 0; round < 8; round++) {
      expect(new Set(order.slice(round * 3, round * 3 + 3)).size, order).toBe(3);
    }
  });

  it('shows whose turn it is, and does not pass it on', () => {
    const queue = new FairQueue();
    const [a, b] = pipes('a', 'b') as [FakePipe, FakePipe];
    fill(queue, a, 1);
    fill(queue, b, 1);
    expect([queue.current?.peek()?.text(), queue.current?.peek()?.text()]).toEqual(['a', 'a']);
    expect(drain(queue)).toBe('ab');
    expect(queue.current).toBeUndefined();
  });
});

describe('a FairQueue of many', () => {
  it('gives each its turn, while they come and go', () => {
    const queue = new FairQueue();
    const all = pipes(...Array.from({ length: 40 }, (_, index) => String.fromCodePoint(0x4e00 + index)));
    for (let round = 0; round < 3; round++) {
      for (const pipe of all) {
        fill(queue, pipe, 1);
        queue.add(pipe);
      }
      for (const pipe of all.slice(10, 20)) queue.remove(pipe);
      const order = drain(queue);
      expect([...order].sort()).toEqual([...all.slice(0, 10), ...all.slice(20)].map(({ name }) => name));
      for (const pipe of all.slice(10, 20)) pipe.incoming.length = 0;
    }
    fill(queue, all[0] as FakePipe, 2);
    expect(drain(queue)).toHaveLength(2);
  });
});

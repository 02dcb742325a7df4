import { describe, expect, it } from 'vitest';
import { RoutingBench } from '@zeromq-ts/testing';
import { PAIR } from '../src/zmq-pair.js';

const pair = () => new RoutingBench(PAIR);

describe('the routing of a PAIR', () => {
  it('talks to its one peer in both directions', () => {
    const bench = pair();
    const peer = bench.peer('a');
    expect(bench.send('1')).toBe(true);
    bench.deliver(peer, '2', '3');
    expect(bench.receiveAll()).toStrictEqual(['2', '3']);
    expect(peer.take()).toStrictEqual(['1']);
  });

  it('does not send without a peer, or when its queue is full, EX-02', () => {
    const bench = pair();
    expect(bench.send('x')).toBe(false);
    const peer = bench.peer('a');
    peer.room = 1;
    expect([bench.send('1'), bench.send('2')]).toStrictEqual([true, false]);
    bench.makeRoom(peer);
    expect(bench.send('2')).toBe(true);
  });

  it('refuses a second peer while the first lives, and does not hear it, EX-01', () => {
    const bench = pair();
    const first = bench.peer('first');
    const second = bench.peer('second');
    expect(second.drops).toMatchObject([{ code: 'ECONNREFUSED' }]);
    bench.deliver(second, 'from the second');
    expect(bench.receive()).toBeUndefined();
    bench.send('x');
    expect([first.take(), second.take()]).toStrictEqual([['x'], []]);
    bench.detach(second);
    expect(bench.send('y')).toBe(true);
    expect(first.drops).toStrictEqual([]);
  });

  it('has one place, from when it is reserved until it is given back, EX-01', () => {
    const bench = pair();
    const giveBack = bench.routing.reserve?.(undefined);
    expect(() => bench.routing.reserve?.(undefined)).toThrow('already has a peer');
    giveBack?.();
    bench.routing.reserve?.(undefined)();
    const first = bench.peer('first');
    expect(() => bench.routing.reserve?.(undefined)).toThrow('already has a peer');
    bench.detach(first);
    expect(() => bench.routing.reserve?.(undefined)).not.toThrow();
  });

  it('keeps the place for an endpoint that is connected, and not for the second one', () => {
    const bench = pair();
    const [first, second] = [bench.pending('first'), bench.pending('second')];
    expect(() => bench.routing.reserve?.(undefined)).toThrow('already has a peer');
    expect(() => bench.routing.reserve?.(second)).toThrow('already has a peer');
    expect(() => bench.routing.reserve?.(first)).not.toThrow();
  });

  it('gives the place to the next one that comes, EX-03', () => {
    const bench = pair();
    bench.detach(bench.peer('first'));
    expect(bench.send('to nobody')).toBe(false);
    const second = bench.peer('second');
    bench.deliver(second, 'hello');
    expect(bench.receive()).toBe('hello');
    expect(second.drops).toStrictEqual([]);
  });

  it('keeps its peer over the connections to it', () => {
    const bench = pair();
    const pipe = bench.pending('a');
    bench.send('before');
    bench.greet(pipe);
    bench.lose(pipe);
    bench.send('in between');
    bench.greet(pipe);
    expect(pipe.take()).toStrictEqual(['before', 'in between']);
    expect(pipe.drops).toStrictEqual([]);
  });

  it('turns to an endpoint that was connected second once the first is disconnected', () => {
    const bench = pair();
    const [first, second] = [bench.pending('first'), bench.pending('second')];
    bench.greet(second);
    expect(second.drops).toHaveLength(1);
    bench.lose(second);
    bench.detach(first);
    expect(bench.send('x')).toBe(true);
    bench.greet(second);
    expect(second.drops).toHaveLength(1);
    expect(second.take()).toStrictEqual(['x']);
  });
});

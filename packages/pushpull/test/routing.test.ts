import { describe, expect, it } from 'vitest';
import { RoutingBench } from '@zeromq-ts/testing';
import { PULL } from '../src/zmq-pull.js';
import { PullRouting } from '../src/pull-routing.js';
import { PUSH } from '../src/zmq-push.js';
import { PushRouting } from '../src/push-routing.js';

const push = () => new RoutingBench(PUSH);
const pull = () => new RoutingBench(PULL);

describe('the routing of a PUSH', () => {
  it('is that of its type', () => {
    expect(PUSH.routing?.({ options: {} } as never)).toBeInstanceOf(PushRouting);
    expect(PULL.routing?.({ options: {} } as never)).toBeInstanceOf(PullRouting);
  });

  it('sends to its peers in turn, PI-01', () => {
    const bench = push();
    const peers = ['a', 'b'].map((name) => bench.peer(name));
    for (let index = 0; index < 4; index++) expect(bench.send(['m', `${index}`])).toBe(true);
    expect(peers.map((peer) => peer.take())).toStrictEqual([
      ['m|0', 'm|2'],
      ['m|1', 'm|3'],
    ]);
  });

  it('does not send without a peer with room, and drops nothing, PI-02', () => {
    const bench = push();
    expect(bench.send('x')).toBe(false);
    const peer = bench.peer('a');
    peer.room = 1;
    expect([bench.send('1'), bench.send('2')]).toStrictEqual([true, false]);
    bench.makeRoom(peer, 1);
    expect(bench.send('2')).toBe(true);
    expect(peer.take()).toStrictEqual(['1', '2']);
    expect(bench.dropped).toStrictEqual([]);
  });

  it('queues for an endpoint from connect() on, and over its connections, PI-04 RR-15', () => {
    const bench = push();
    const pipe = bench.pending('a');
    expect(bench.send('before')).toBe(true);
    bench.greet(pipe);
    bench.lose(pipe);
    expect(bench.send('in between')).toBe(true);
    expect(pipe.take()).toStrictEqual(['before', 'in between']);
  });

  it('goes on with the others when a peer leaves', () => {
    const bench = push();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.send('0');
    bench.detach(a);
    for (let index = 1; index < 4; index++) bench.send(`${index}`);
    expect([a.take(), b.take()]).toStrictEqual([['0'], ['1', '2', '3']]);
    bench.detach(b);
    expect(bench.send('x')).toBe(false);
  });

  it('throws away at once what a peer sends, A-25', () => {
    const bench = push();
    const peer = bench.peer('a');
    bench.deliver(peer, 'what', 'is', 'this');
    expect(peer.readable).toBe(false);
    expect(bench.receive()).toBeUndefined();
  });
});

describe('the routing of a PULL', () => {
  it('receives from its peers in turn, PI-03', () => {
    const bench = pull();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'a1', 'a2', 'a3');
    bench.deliver(b, 'b1', ['b2', 'more']);
    expect(bench.receiveAll()).toStrictEqual(['a1', 'b1', 'a2', 'b2|more', 'a3']);
    bench.deliver(b, 'b3');
    expect(bench.receiveAll()).toStrictEqual(['b3']);
  });

  it('hands up messages untouched', () => {
    const bench = pull();
    const peer = bench.peer('a');
    bench.deliver(peer, 'x');
    const [message] = peer.incoming;
    expect(bench.routing.receive()).toBe(message);
  });

  it('reads what has come in of a connection that is lost, and nothing of a peer that is gone', () => {
    const bench = pull();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'a1');
    bench.deliver(b, 'b1');
    bench.lose(a);
    bench.detach(b);
    expect(bench.receiveAll()).toStrictEqual(['a1']);
  });

  it('does not send', () => {
    const bench = pull();
    const peer = bench.peer('a');
    expect(bench.send('x')).toBe(false);
    expect(peer.take()).toStrictEqual([]);
  });
});

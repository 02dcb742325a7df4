import { describe, expect, it } from 'vitest';
import type { PeerCommand } from '@zeromq-ts/core/spi';
import { type FakePipe, RoutingBench } from '@zeromq-ts/testing';
import { CREDIT, creditCommand, MAX_CREDIT_MESSAGES } from '../src/credit.js';
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

describe('the routing of a PUSH with credit', () => {
  const credit = (messages: number): PeerCommand => creditCommand(messages);

  it('sends to those that have given credit, in turn, and to nobody else', () => {
    const bench = new RoutingBench(PUSH, { strategy: 'credit' });
    const [a, b, c] = ['a', 'b', 'c'].map((name) => bench.peer(name)) as [FakePipe, FakePipe, FakePipe];
    expect(bench.send('0')).toBe(false);
    bench.routing.peerCommand?.(a, credit(2));
    bench.routing.peerCommand?.(c, credit(1));
    expect(['1', '2', '3', '4'].map((text) => bench.send(text))).toEqual([true, true, true, false]);
    expect([a, b, c].map((pipe) => pipe.take())).toEqual([['1', '3'], [], ['2']]);
    bench.routing.peerCommand?.(b, credit(1));
    bench.lose(b);
    expect(bench.send('5')).toBe(false);
  });

  it('charges a connection for what is left of the one before', () => {
    const bench = new RoutingBench(PUSH, { strategy: 'credit' });
    const peer = Object.assign(bench.peer('a'), { outgoing: 0 });
    bench.routing.peerCommand?.(peer, credit(3));
    for (const text of ['1', '2', '3']) expect(bench.send(text)).toBe(true);
    bench.lose(peer);
    // The connection had taken one of them: the next one gets the others.
    peer.outgoing = 2;
    bench.greet(peer);
    peer.outgoing = 0;
    bench.routing.writable(peer);
    expect(bench.send('4')).toBe(false);
    bench.routing.peerCommand?.(peer, credit(3));
    expect([bench.send('4'), bench.send('5')]).toEqual([true, false]);
    bench.routing.peerCommand?.(peer, credit(1));
    expect(bench.send('5')).toBe(true);
  });

  it('ignores malformed credit, and counts no more than may be', () => {
    const bench = new RoutingBench(PUSH, { strategy: 'credit' });
    const peer = bench.peer('a');
    for (const data of [new Uint8Array(0), new Uint8Array(3), new Uint8Array(5), new Uint8Array(4)]) {
      bench.routing.peerCommand?.(peer, { name: CREDIT, data });
    }
    bench.routing.peerCommand?.(peer, { name: 'OTHER', data: Uint8Array.of(0, 0, 0, 1) });
    expect(bench.send('x')).toBe(false);
    for (let count = 0; count < 3; count++) bench.routing.peerCommand?.(peer, credit(2 ** 32 - 1));
    let sent = 0;
    // A million messages are not kept.
    peer.write = () => void sent++;
    while (bench.send('x'));
    expect(sent).toBe(MAX_CREDIT_MESSAGES);
  });

  it('without the strategy, credit changes nothing', () => {
    const bench = push();
    const [a, b] = ['a', 'b'].map((name) => bench.peer(name)) as [FakePipe, FakePipe];
    bench.routing.peerCommand?.(a, credit(1));
    for (const text of ['1', '2', '3', '4']) bench.send(text);
    expect([a.take(), b.take()]).toEqual([
      ['1', '3'],
      ['2', '4'],
    ]);
  });
});

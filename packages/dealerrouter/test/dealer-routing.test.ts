import { describe, expect, it } from 'vitest';
import { RoutingBench } from '@zeromq-ts/testing';
import { DEALER } from '../src/zmq-dealer.js';

const dealer = (options: object = {}) => new RoutingBench(DEALER, options);

describe('the routing of a DEALER', () => {
  it('sends to its peers in turn and touches no envelope, RR-12', () => {
    const bench = dealer();
    const peers = ['a', 'b'].map((name) => bench.peer(name));
    for (let index = 0; index < 4; index++) expect(bench.send(['', `${index}`])).toBe(true);
    expect(peers.map((peer) => peer.take())).toStrictEqual([
      ['|0', '|2'],
      ['|1', '|3'],
    ]);
  });

  it('receives from its peers in turn, RR-12', () => {
    const bench = dealer();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, ['', 'a1'], ['', 'a2']);
    bench.deliver(b, 'b1');
    expect(bench.receiveAll()).toStrictEqual(['|a1', 'b1', '|a2']);
  });

  it('does not send without a peer with room, and drops nothing, RR-13', () => {
    const bench = dealer();
    expect(bench.send('x')).toBe(false);
    const peer = bench.peer('a');
    peer.room = 0;
    expect(bench.send('x')).toBe(false);
    bench.makeRoom(peer);
    expect(bench.send('x')).toBe(true);
    bench.detach(peer);
    expect(bench.send('y')).toBe(false);
    expect(bench.dropped).toStrictEqual([]);
  });

  it('queues from connect() on, and over reconnects, RR-14 RR-15', () => {
    const bench = dealer();
    const pipe = bench.pending('a');
    bench.send('before');
    bench.greet(pipe);
    bench.lose(pipe);
    bench.send('in between');
    expect(pipe.take()).toStrictEqual(['before', 'in between']);
  });

  it('with probeRouter, sends an empty message over each new connection, B-070', () => {
    const bench = dealer({ probeRouter: true });
    const pipe = bench.pending('a');
    expect(pipe.take()).toStrictEqual([]);
    bench.greet(pipe);
    bench.lose(pipe);
    bench.greet(pipe);
    expect(pipe.take()).toStrictEqual(['', '']);
    pipe.room = 0;
    bench.greet(pipe);
    expect(pipe.take()).toStrictEqual([]);
  });

  it('does not let a probe replace a message where only the newest is kept', () => {
    const bench = dealer({ probeRouter: true, conflate: true });
    expect(bench.peer('a').take()).toStrictEqual([]);
  });
});

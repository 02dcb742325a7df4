import { RoutingBench } from '@zeromq-ts/testing';
import { describe, expect, it } from 'vitest';
import { STREAM } from '../src/zmq-stream.js';

const stream = (options: object = {}) => new RoutingBench(STREAM, options);

/** The id of the connection that the next message has come over. */
function nextId(bench: RoutingBench): Buffer {
  return Buffer.from(bench.routing.receive()!.frame(0));
}

describe('the routing of a STREAM', () => {
  it('puts the id of the connection before what it receives, ST-01', () => {
    const bench = stream();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'from a');
    bench.deliver(b, 'from b');
    const ids = [nextId(bench), nextId(bench)];
    for (const id of ids) expect([id.length, id[0]]).toEqual([5, 0]);
    expect(ids[0]).not.toEqual(ids[1]);
    expect(bench.send([ids[1]!, 'to b'])).toBe(true);
    expect([a.take(), b.take()]).toEqual([[], ['to b']]);
  });

  it('keeps the id of a connecting endpoint over its connections, ST-01', () => {
    const bench = stream();
    const pipe = bench.peer('a');
    bench.deliver(pipe, '1');
    const id = nextId(bench);
    bench.lose(pipe);
    bench.greet(pipe);
    bench.deliver(pipe, '2');
    expect(nextId(bench)).toEqual(id);
  });

  it('tells of the end of a connection after all that came over it, though it took nothing before', () => {
    const bench = stream({ notify: true });
    const peer = bench.peer('a');
    const id = nextId(bench).toString('latin1');
    peer.linked = true;
    bench.lose(peer);
    expect(bench.routing.receive()).toBeUndefined();
    bench.deliver(peer, 'rest');
    expect(bench.routing.receive()?.text(1)).toBe('rest');
    expect(bench.routing.receive()).toBeUndefined();
    peer.linked = false;
    bench.routing.detached(peer);
    const end = bench.routing.receive();
    expect([end?.frame(0).toString('latin1'), end?.text(1)]).toEqual([id, '']);
  });

  it('tells of connections and their ends when it is asked to, in order with what came over them, ST-02', () => {
    const bench = stream({ notify: true });
    const peer = bench.peer('a');
    expect(bench.routing.hasMessage?.()).toBe(true);
    const id = nextId(bench).toString('latin1');
    bench.deliver(peer, 'last', 'words');
    bench.lose(peer);
    const received = [bench.routing.receive(), bench.routing.receive(), bench.routing.receive()];
    expect(received.map((message) => message?.frame(0).toString('latin1'))).toEqual([id, id, id]);
    expect(received.map((message) => message?.text(1))).toEqual(['last', 'words', '']);
    expect(bench.routing.receive()).toBeUndefined();
    const silent = stream();
    silent.lose(silent.peer('a'));
    expect(silent.receiveAll()).toEqual([]);
  });

  it('ends a connection by an empty body, and knows it no more, ST-04 ST-05', () => {
    const bench = stream({ notify: true });
    const peer = bench.peer('a');
    const id = nextId(bench);
    expect(bench.send([id, ''])).toBe(true);
    expect(peer.ends).toBe(1);
    expect(() => bench.send([id, 'x'])).toThrow(expect.objectContaining({ code: 'EHOSTUNREACH' }));
    expect(bench.receiveAll()).toEqual([]);
  });

  it('waits for room, ST-08', () => {
    const bench = stream({ notify: true });
    const peer = bench.peer('a');
    const id = nextId(bench);
    peer.room = 1;
    expect([bench.send([id, '1']), bench.send([id, '2'])]).toEqual([true, false]);
    bench.makeRoom(peer);
    expect(bench.send([id, '2'])).toBe(true);
  });

  it('refuses what is not an id and bytes, ST-06', () => {
    const bench = stream();
    for (const message of ['x', ['x'], ['x', 'y', 'z']]) {
      expect(() => bench.send(message)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    }
  });
});

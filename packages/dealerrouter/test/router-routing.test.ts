import { describe, expect, it } from 'vitest';
import { FakePipe, RoutingBench } from '@zeromq-ts/testing';
import { ROUTER } from '../src/zmq-router.js';

const router = (options: object = {}) => new RoutingBench(ROUTER, options);
const named = (id: string) => ({ routingId: Buffer.from(id) });

/** The routing id of a peer, as the ROUTER has it: that of a message from it. */
function idOf(bench: RoutingBench, peer: FakePipe): Uint8Array {
  bench.deliver(peer, 'who am I');
  return bench.routing.receive()!.frame(0);
}

describe('the routing of a ROUTER', () => {
  it('puts the id of the peer before what it receives, and sends to whom the first frame names, RR-16', () => {
    const bench = router();
    const [anna, berta] = [bench.peer('a', named('anna')), bench.peer('b', named('berta'))];
    bench.deliver(anna, ['x', '', 'y'], 'z');
    bench.deliver(berta, '');
    expect(bench.receiveAll()).toStrictEqual(['anna|x||y', 'berta|', 'anna|z']);
    expect(bench.send(['berta', 'for', '', 'you'])).toBe(true);
    expect(bench.send([Buffer.from('anna'), 'x'])).toBe(true);
    expect([anna.take(), berta.take()]).toStrictEqual([['x'], ['for||you']]);
  });

  it('says whose a message is, whether the peer has chosen its id or not', () => {
    const bench = router();
    const [anna, nobody] = [bench.peer('a', named('anna')), bench.peer('b')];
    bench.deliver(anna, 'x');
    bench.deliver(nobody, 'y');
    const [fromAnna, fromNobody] = [bench.routing.receive()!, bench.routing.receive()!];
    expect(String(fromAnna.routingId)).toBe('anna');
    expect(fromAnna.routingId).toBe(fromAnna.frame(0));
    expect(fromNobody.routingId).toHaveLength(5);
    expect(fromNobody.routingId).toBe(fromNobody[0]);
  });

  it('makes up ids of 5 octets that begin with 0, each for one peer, RR-17 B-072', () => {
    const bench = router();
    const peers = ['a', 'b', 'c'].map((name) => bench.peer(name));
    const ids = peers.map((peer) => idOf(bench, peer));
    expect(ids.map((id) => [id.byteLength, id[0]])).toStrictEqual([
      [5, 0],
      [5, 0],
      [5, 0],
    ]);
    for (const [index, id] of ids.entries()) bench.send([id, `${index}`]);
    expect(peers.map((peer) => peer.take())).toStrictEqual([['0'], ['1'], ['2']]);
  });

  it.each([
    ['an empty one', ''],
    ['one that begins with 0', '\u0000abcd'],
    ['one of 256 octets', 'x'.repeat(256)],
  ])('does not take an id that no peer may have: %s, A-21 M-09', (_, id) => {
    const bench = router();
    expect(idOf(bench, bench.peer('a', named(id)))).toHaveLength(5);
  });

  it('knows a peer once the handshake is done, and no sooner, A-08', () => {
    const bench = router({ mandatory: true });
    const pipe = bench.pending('a', named('anna'));
    expect(() => bench.send(['anna', 'x'])).toThrow(expect.objectContaining({ code: 'EHOSTUNREACH' }));
    bench.greet(pipe);
    expect(bench.send(['anna', 'x'])).toBe(true);
  });

  it('drops what it has no peer for, and counts it, RR-19 RR-20', () => {
    const bench = router();
    expect(bench.send(['nobody', 'x', 'y'])).toBe(true);
    const peer = bench.peer('a', named('anna'));
    bench.detach(peer);
    expect(bench.send(['anna', 'x'])).toBe(true);
    expect(bench.dropped).toStrictEqual(['unroutable', 'unroutable']);
  });

  it('drops for a peer whose queue is full, and only for it, RR-19', () => {
    const bench = router();
    const [lazy, busy] = [bench.peer('lazy', named('lazy')), bench.peer('busy', named('busy'))];
    lazy.room = 1;
    for (let index = 0; index < 3; index++) {
      expect(bench.send(['lazy', `${index}`])).toBe(true);
      expect(bench.send(['busy', `${index}`])).toBe(true);
    }
    expect([lazy.take(), busy.take()]).toStrictEqual([['0'], ['0', '1', '2']]);
    expect(bench.dropped).toStrictEqual(['full lazy', 'full lazy']);
  });

  it('with mandatory, refuses both, and says who is meant, RR-19 B-067', () => {
    const bench = router({ mandatory: true });
    const peer = bench.peer('a', named('anna'));
    peer.room = 0;
    const refusal = (code: string, name: string) =>
      expect.objectContaining({ code, message: expect.stringContaining(name) });
    expect(() => bench.send(['nobody', 'x'])).toThrow(refusal('EHOSTUNREACH', '"nobody"'));
    expect(() => bench.send([Buffer.of(0, 1, 2, 3, 4), 'x'])).toThrow(refusal('EHOSTUNREACH', '<0001020304>'));
    expect(() => bench.send(['anna', 'x'])).toThrow(refusal('EAGAIN', '"anna"'));
    bench.makeRoom(peer);
    expect(bench.send(['anna', 'x'])).toBe(true);
    bench.detach(peer);
    expect(() => bench.send(['anna', 'x'])).toThrow(refusal('EHOSTUNREACH', '"anna"'));
    expect(bench.dropped).toStrictEqual([]);
  });

  it('takes a name alone for no message, RR-23 RR-24', () => {
    const bench = router({ mandatory: true });
    const peer = bench.peer('a', named('anna'));
    for (const message of ['anna', ['anna'], 'nobody', Buffer.from('anna')]) expect(bench.send(message)).toBe(true);
    expect(peer.take()).toStrictEqual([]);
    expect(bench.dropped).toStrictEqual([]);
  });

  it('receives from its peers in turn, RR-21', () => {
    const bench = router();
    const peers = ['a', 'b', 'c'].map((name) => bench.peer(name, named(name)));
    for (const peer of peers) bench.deliver(peer, '1', '2');
    expect(bench.receiveAll()).toStrictEqual(['a|1', 'b|1', 'c|1', 'a|2', 'b|2', 'c|2']);
  });

  it('reads what a lost peer had sent, with its id, and gives the id to the next, RR-21', () => {
    const bench = router();
    const first = bench.peer('first', named('anna'));
    bench.deliver(first, 'last words');
    bench.lose(first);
    const second = bench.peer('second', named('anna'));
    bench.deliver(second, 'hello');
    expect(bench.receiveAll()).toStrictEqual(['anna|last words', 'anna|hello']);
    bench.detach(first);
    bench.send(['anna', 'welcome']);
    expect(second.take()).toStrictEqual(['welcome']);
  });

  describe('when a second peer comes with the same id', () => {
    it('does not hear it while the first is there; nothing of it is lost, RR-22 PA-05', () => {
      const bench = router();
      const first = bench.peer('first', named('anna'));
      const second = bench.peer('second', named('anna'));
      bench.deliver(second, 'from the second');
      bench.deliver(first, 'from the first');
      expect(bench.receiveAll()).toStrictEqual(['anna|from the first']);
      bench.send(['anna', 'x']);
      expect([first.take(), second.take()]).toStrictEqual([['x'], []]);
      expect([first.drops, second.drops]).toStrictEqual([[], []]);
      bench.detach(first);
      expect(bench.news.readable).toBe(1);
      expect(bench.receiveAll()).toStrictEqual(['anna|from the second']);
      bench.send(['anna', 'y']);
      expect(second.take()).toStrictEqual(['y']);
    });

    it('lets several have it, one after another, and forgets those that leave, RR-22', () => {
      const bench = router({ mandatory: true });
      const peers = ['1', '2', '3', '4'].map((name) => bench.peer(name, named('anna')));
      const [one, two, three, four] = peers as [FakePipe, FakePipe, FakePipe, FakePipe];
      bench.detach(two);
      bench.detach(one);
      bench.send(['anna', 'x']);
      expect(three.take()).toStrictEqual(['x']);
      bench.detach(three);
      bench.send(['anna', 'y']);
      expect(four.take()).toStrictEqual(['y']);
      bench.detach(four);
      expect(() => bench.send(['anna', 'z'])).toThrow();
    });

    it('with handover, gives it the id; the first is not heard any more, RR-22 B-069', () => {
      const bench = router({ handover: true });
      const first = bench.peer('first', named('anna'));
      bench.deliver(first, 'not read in time');
      const second = bench.peer('second', named('anna'));
      bench.deliver(second, 'from the second');
      first.incoming.length = 0;
      bench.deliver(first, 'from the first');
      expect(bench.receiveAll()).toStrictEqual(['anna|from the second']);
      bench.send(['anna', 'x']);
      expect([first.take(), second.take()]).toStrictEqual([[], ['x']]);
      expect(first.drops).toStrictEqual([]);
    });

    it.each([[false], [true]])('keeps nothing of one that is not heard and leaves, A-21 (handover %s)', (handover) => {
      const bench = router({ handover });
      const first = bench.peer('first', named('anna'));
      const second = bench.peer('second', named('anna'));
      const [heard, unheard] = handover ? [second, first] : [first, second];
      bench.deliver(unheard, 'never to be heard');
      bench.lose(unheard);
      expect(unheard.drops).toHaveLength(1);
      bench.deliver(heard, 'x');
      bench.send(['anna', 'y']);
      expect([bench.receiveAll(), heard.take(), heard.drops]).toStrictEqual([['anna|x'], ['y'], []]);
    });

    it('with handover, lets go of the first when the second leaves: who lives comes again', () => {
      const bench = router({ handover: true });
      const first = bench.peer('first', named('anna'));
      const second = bench.peer('second', named('anna'));
      bench.detach(second);
      expect(first.drops).toHaveLength(1);
      bench.detach(first);
      bench.peer('again', named('anna'));
      bench.send(['anna', 'x']);
      expect(bench.dropped).toStrictEqual([]);
    });
  });

  it('keeps the id of a connected endpoint between its connections', () => {
    const bench = router();
    const [chosen, made] = [bench.pending('chosen', named('anna')), bench.pending('made')];
    bench.greet(chosen);
    bench.greet(made);
    const id = idOf(bench, made);
    for (const pipe of [chosen, made]) bench.lose(pipe);
    bench.send(['anna', 'x']);
    bench.send([id, 'y']);
    for (const pipe of [chosen, made]) bench.greet(pipe);
    expect(idOf(bench, made)).toEqual(id);
    expect([chosen.take(), made.take()]).toStrictEqual([['x'], ['y']]);
  });

  it('takes the new id when another peer answers at a connected endpoint', () => {
    const bench = router();
    const pipe = bench.peer('a', named('anna'));
    bench.lose(pipe);
    pipe.peer = named('berta');
    bench.greet(pipe);
    bench.send(['anna', 'x']);
    bench.send(['berta', 'y']);
    expect(pipe.take()).toStrictEqual(['y']);
    expect(bench.dropped).toStrictEqual(['unroutable']);
    bench.lose(pipe);
    pipe.peer = {};
    bench.greet(pipe);
    expect(idOf(bench, pipe)).toHaveLength(5);
    bench.send(['berta', 'z']);
    expect(pipe.take()).toStrictEqual([]);
  });

  it('with probeRouter, sends an empty message over each new connection, B-070', () => {
    const bench = router({ probeRouter: true });
    expect(bench.peer('a').take()).toStrictEqual(['']);
  });

  it('has no message of a peer whose id is that of another one', () => {
    const bench = router();
    const [anna, other] = [bench.peer('a', named('anna')), bench.peer('b', named('anna'))];
    bench.deliver(other, 'hidden');
    expect(bench.routing.hasMessage?.()).toBe(false);
    bench.deliver(anna, 'seen');
    expect([bench.routing.hasMessage?.(), bench.routing.hasMessage?.()]).toEqual([true, true]);
    expect(bench.receiveAll()).toEqual(['anna|seen']);
  });

  it('addresses the peer at an endpoint by the id that it was given, before and over all of its connections', () => {
    const bench = router();
    const pipe = new FakePipe('a', named('chosen by the peer'));
    pipe.assignedRoutingId = Buffer.from('given');
    bench.routing.attached(pipe);
    bench.send(['given', 'early']);
    expect(pipe.take()).toEqual(['early']);
    for (const name of ['chosen by the peer', 'another']) {
      pipe.peer = named(name);
      expect(bench.routing.survives?.(pipe, pipe.peer)).toBe(true);
      bench.greet(pipe);
      bench.send(['given', 'x']);
      bench.send([name, 'lost']);
      expect(pipe.take()).toEqual(['x']);
      bench.deliver(pipe, 'y');
      expect(bench.receiveAll()).toEqual(['given|y']);
      bench.lose(pipe);
    }
    expect(bench.routing.survives?.(pipe, undefined)).toBe(true);
  });

  it('gives no id that another peer has, until that one has left', () => {
    const bench = router();
    const check = (id: string) => () => bench.routing.checkRoutingId?.(Buffer.from(id));
    const anna = bench.peer('a', named('anna'));
    expect(check('anna')).toThrow('Another peer has the routing id "anna"');
    const pipe = new FakePipe('b');
    pipe.assignedRoutingId = Buffer.from('given');
    bench.routing.attached(pipe);
    expect(check('given')).toThrow('Another peer has the routing id "given"');
    bench.retire(pipe);
    bench.detach(anna);
    expect(check('given')).not.toThrow();
    expect(check('anna')).not.toThrow();
  });

  it('does not hear a peer at an endpoint whose given id another peer has taken meanwhile', () => {
    const bench = router();
    const pipe = new FakePipe('b');
    pipe.assignedRoutingId = Buffer.from('anna');
    bench.routing.attached(pipe);
    const anna = bench.peer('a', named('anna'));
    bench.greet(pipe);
    bench.deliver(pipe, 'unheard');
    bench.deliver(anna, 'heard');
    expect(bench.receiveAll()).toEqual(['anna|heard']);
    bench.detach(anna);
    expect(bench.receiveAll()).toEqual(['anna|unheard']);
  });
});

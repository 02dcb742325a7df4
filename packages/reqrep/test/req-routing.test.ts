import { describe, expect, it } from 'vitest';
import type { FakePipe } from '@zeromq-ts/testing';
import { RoutingBench } from '@zeromq-ts/testing';
import { REQ } from '../src/zmq-request.js';

const req = (options: object = {}) => new RoutingBench(REQ, options);

/** What a peer was asked last: the frames of the request, the id in hex. */
function asked(pipe: FakePipe): { id: Buffer | undefined; text: string } {
  const message = pipe.written.at(-1) as readonly (string | Uint8Array)[];
  pipe.take();
  const [first] = message;
  const id = typeof first === 'string' ? undefined : Buffer.from(first as Uint8Array);
  return { id, text: message.slice(id === undefined ? 0 : 1).join('|') };
}

describe('the routing of a REQ', () => {
  it('sends an empty delimiter before the request, and takes it off the reply, RR-01', () => {
    const bench = req();
    const peer = bench.peer('a');
    for (const [request, wire] of [
      ['hi', '|hi'],
      [['a', '', 'b'], '|a||b'],
    ] as const) {
      expect(bench.send(request)).toBe(true);
      expect(peer.take()).toStrictEqual([wire]);
      bench.deliver(peer, ['', 'answer', '', 'more']);
      expect(bench.receive()).toBe('answer||more');
    }
  });

  it('asks its peers in turn, RR-03', () => {
    const bench = req();
    const peers = ['a', 'b'].map((name) => bench.peer(name));
    for (let index = 0; index < 4; index++) {
      bench.send(`${index}`);
      bench.deliver(peers[index % 2]!, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
    }
    expect(peers.map((peer) => peer.take())).toStrictEqual([
      ['|0', '|2'],
      ['|1', '|3'],
    ]);
  });

  it('does not send without a peer with room, RR-04', () => {
    const bench = req();
    expect(bench.send('x')).toBe(false);
    const peer = bench.peer('a');
    peer.room = 0;
    expect(bench.send('x')).toBe(false);
    bench.makeRoom(peer);
    expect(bench.send('x')).toBe(true);
  });

  it('takes a reply from nobody but the peer asked, and only one, RR-05', () => {
    const bench = req();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, ['', 'unasked']);
    expect(bench.receive()).toBeUndefined();
    bench.send('q');
    bench.deliver(b, ['', 'wrong']);
    expect(bench.receive()).toBeUndefined();
    bench.deliver(a, ['', 'right'], ['', 'twice']);
    expect(bench.receiveAll()).toStrictEqual(['right']);
    expect([a.drops, b.drops]).toStrictEqual([[], []]);
  });

  it('takes no reply that came before the request', () => {
    const bench = req();
    const peer = bench.peer('a');
    bench.deliver(peer, ['', 'too soon']);
    bench.send('q');
    bench.deliver(peer, ['', 'right']);
    expect(bench.receiveAll()).toStrictEqual(['right']);
  });

  it('takes none of what came before the request, however much is read later', () => {
    const bench = req();
    const peer = bench.peer('a');
    const before = Array.from({ length: 200 }, (_, index) => ['', `too soon ${index}`]);
    bench.deliver(peer, ...before);
    bench.send('q');
    bench.deliver(peer, ['', 'right'], ['', 'twice']);
    // Sending costs nothing for what has come, and receiving passes a bounded part of it over in one go.
    expect(peer.unread).toBe(202);
    let goes = 0;
    let reply: string | undefined;
    while (reply === undefined && goes < 10) {
      reply = bench.receive();
      goes++;
    }
    expect(reply).toBe('right');
    expect(goes).toBe(4);
  });

  it('does not read what others send while it asks one of them', () => {
    const bench = req();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(b, ['', 'unasked']);
    bench.send('q');
    expect([a.unread, b.unread]).toStrictEqual([0, 1]);
  });

  it.each([[['no delimiter']], [['not', 'empty']], [['1234', 'id without delimiter']], [['1234', '']], [['x', '']]])(
    'lets go of a peer that replies %j, and waits on, RR-06 A-26',
    (reply) => {
      const bench = req();
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.send('q');
      bench.deliver(a, reply);
      expect(bench.receive()).toBeUndefined();
      expect(a.drops).toMatchObject([{ code: 'EPROTO' }]);
      expect(b.drops).toStrictEqual([]);
    },
  );

  it('takes an empty message for the probe of a ROUTER, B-070', () => {
    const bench = req();
    const peer = bench.peer('a');
    bench.send('q');
    bench.deliver(peer, '', ['', 'answer']);
    expect(bench.receiveAll()).toStrictEqual(['answer']);
    expect(peer.drops).toStrictEqual([]);
  });

  it('with correlate, sends an id of 4 octets, another each time, and takes only what brings it back, B-065', () => {
    const bench = req({ correlate: true });
    const peer = bench.peer('a');
    const ids: Buffer[] = [];
    for (let index = 0; index < 3; index++) {
      bench.send(['q', `${index}`]);
      const { id, text } = asked(peer);
      expect(text).toBe(`|q|${index}`);
      ids.push(id!);
      bench.deliver(peer, [Buffer.from(id!).fill(id![0]! ^ 255), '', 'wrong'], ['', 'without']);
      expect(bench.receive()).toBeUndefined();
      bench.deliver(peer, [id!, '', 'right']);
      expect(bench.receive()).toBe('right');
    }
    expect(ids.every((id) => id.byteLength === 4)).toBe(true);
    expect(new Set(ids.map((id) => id.toString('hex'))).size).toBe(3);
    expect(peer.drops).toStrictEqual([]);
  });

  it('with probeRouter, sends an empty message over each new connection, B-070', () => {
    const bench = req({ probeRouter: true });
    expect(bench.peer('a').take()).toStrictEqual(['']);
  });

  it('keeps what waits for a peer that is not there yet, RR-14', () => {
    const bench = req();
    const pipe = bench.pending('a');
    expect(bench.send('q')).toBe(true);
    bench.greet(pipe);
    bench.deliver(pipe, ['', 'answer']);
    expect(bench.receive()).toBe('answer');
  });

  describe('after a request was given up', () => {
    it('renews the connection that the request was sent over, and asks without an id again', () => {
      const bench = req();
      const peer = bench.peer('a');
      for (const text of ['first', 'second', 'third']) {
        bench.send(text);
        expect(asked(peer)).toMatchObject({ id: undefined, text: `|${text}` });
        bench.routing.abandonRequest?.();
        expect(bench.send('too soon')).toBe(false);
        bench.lose(peer);
        bench.greet(peer);
      }
      expect(peer.renewals).toMatchObject([{ code: 'ECANCELED' }, { code: 'ECANCELED' }, { code: 'ECANCELED' }]);
      bench.send('q');
      bench.deliver(peer, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
      bench.routing.abandonRequest?.();
      expect(peer.renewals).toHaveLength(3);
    });

    it('asks a peer that has no other connection yet only if there is nobody else', () => {
      const bench = req();
      const peer = bench.peer('a');
      bench.send('first');
      expect(asked(peer).text).toBe('|first');
      bench.routing.abandonRequest?.();
      bench.lose(peer);
      const other = bench.peer('b');
      for (const text of ['second', 'third']) {
        bench.send(text);
        expect(asked(other).text).toBe(`|${text}`);
        bench.deliver(other, ['', 're']);
        expect(bench.receive()).toBe('re');
      }
      bench.retire(other);
      expect(bench.send('fourth')).toBe(true);
      bench.greet(peer);
      expect(asked(peer).text).toBe('|fourth');
    });

    it('renews no connection with correlate: a late reply brings its id', () => {
      const bench = req({ correlate: true });
      const peer = bench.peer('a');
      bench.send('1');
      const first = asked(peer);
      bench.routing.abandonRequest?.();
      bench.send('2');
      const second = asked(peer);
      bench.deliver(peer, [first.id!, '', 're 1'], [second.id!, '', 're 2']);
      expect(bench.receiveAll()).toStrictEqual(['re 2']);
      expect([peer.renewals, peer.drops]).toStrictEqual([[], []]);
    });

    it('with a routing id, asks a peer that owes a reply with a request id, and throws the late reply away', () => {
      const bench = req({ routingId: 'anna' });
      const peer = bench.peer('a');
      bench.send('first');
      expect(asked(peer).id).toBeUndefined();
      bench.routing.abandonRequest?.();
      bench.send('second');
      const second = asked(peer);
      expect(second.id).toHaveLength(4);
      bench.deliver(peer, ['', 'late']);
      expect(bench.receive()).toBeUndefined();
      bench.deliver(peer, [second.id!, '', 'in time']);
      expect(bench.receive()).toBe('in time');
      // It has paid: the wire is as before.
      bench.send('third');
      expect(asked(peer).id).toBeUndefined();
      bench.deliver(peer, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
      expect(peer.renewals).toStrictEqual([]);
    });

    it('throws away a late reply that has come in already', () => {
      const bench = req();
      const peer = bench.peer('a');
      bench.send('1');
      bench.deliver(peer, ['', 'late']);
      bench.routing.abandonRequest?.();
      bench.lose(peer);
      bench.greet(peer);
      bench.send('2');
      expect(asked(peer).id).toBeUndefined();
      bench.deliver(peer, ['', 'in time']);
      expect(bench.receiveAll()).toStrictEqual(['in time']);
    });

    it('asks the other peers without an id', () => {
      const bench = req();
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.send('1');
      bench.routing.abandonRequest?.();
      bench.send('2');
      expect(asked(b).id).toBeUndefined();
      bench.deliver(a, ['', 'late']);
      bench.deliver(b, ['', 'in time']);
      expect(bench.receiveAll()).toStrictEqual(['in time']);
    });

    it('takes back a request that has not left', () => {
      const bench = req();
      const pipe = bench.pending('a');
      pipe.room = 1;
      bench.send('1');
      bench.routing.abandonRequest?.();
      expect(bench.send('2')).toBe(true);
      bench.routing.abandonRequest?.();
      bench.send('3');
      expect(pipe.sent).toStrictEqual(['|3']);
      bench.greet(pipe);
      bench.deliver(pipe, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
    });

    it('knows that a connection that is gone owes nothing', () => {
      const bench = req();
      const pipe = bench.peer('a');
      bench.send('1');
      bench.routing.abandonRequest?.();
      bench.lose(pipe);
      bench.greet(pipe);
      bench.send('2');
      expect(asked(pipe).id).toBeUndefined();
    });

    it('unless it has a name, by which a ROUTER finds it again', () => {
      const bench = req({ routingId: 'anna' });
      const pipe = bench.peer('a');
      bench.send('1');
      bench.routing.abandonRequest?.();
      bench.lose(pipe);
      bench.greet(pipe);
      bench.send('2');
      expect(asked(pipe).id).toHaveLength(4);
    });

    it('does nothing without one, or once it was answered', () => {
      const bench = req();
      const peer = bench.peer('a');
      bench.routing.abandonRequest?.();
      bench.send('1');
      bench.deliver(peer, ['', 'answer']);
      bench.receive();
      bench.routing.abandonRequest?.();
      bench.send('2');
      expect(asked(peer).id).toBeUndefined();
    });
  });

  describe('tells that a request is lost', () => {
    it('when the connection that it was sent over is gone', () => {
      const bench = req();
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.send('q');
      asked(a);
      bench.lose(b);
      expect(bench.losses).toHaveLength(0);
      bench.lose(a);
      expect(bench.losses.map((holds) => holds())).toStrictEqual([true]);
      bench.routing.abandonRequest?.();
      bench.send('again');
      expect(bench.losses.map((holds) => holds())).toStrictEqual([false]);
    });

    it('when its pipe is gone', () => {
      const bench = req();
      const peer = bench.peer('a');
      bench.send('q');
      asked(peer);
      bench.detach(peer);
      expect(bench.losses).toHaveLength(1);
    });

    it('but not while it waits for a connection', () => {
      const bench = req();
      const pipe = bench.pending('a');
      bench.send('q');
      bench.lose(pipe);
      expect(bench.losses).toHaveLength(0);
      expect(pipe.sent).toStrictEqual(['|q']);
      bench.greet(pipe);
      bench.deliver(pipe, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
    });

    it('but not while the reply may be among what has come', () => {
      const bench = req();
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.send('q');
      asked(a);
      bench.deliver(a, ['', 'answer']);
      bench.lose(a);
      expect(bench.receive()).toBe('answer');
      expect(bench.losses).toHaveLength(0);
      bench.send('q');
      asked(b);
      bench.deliver(b, '');
      bench.lose(b);
      expect(bench.losses).toHaveLength(0);
      expect(bench.receive()).toBeUndefined();
      expect(bench.losses).toHaveLength(1);
    });

    it('but not with a routing id, by which a ROUTER finds it again', () => {
      const bench = req({ routingId: 'anna' });
      const peer = bench.peer('a');
      bench.send('q');
      asked(peer);
      bench.lose(peer);
      expect(bench.losses).toHaveLength(0);
      bench.greet(peer);
      bench.deliver(peer, ['', 'answer']);
      expect(bench.receive()).toBe('answer');
    });
  });

  it('forgets a peer that is gone, and the request to it', () => {
    const bench = req();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.send('1');
    bench.detach(a);
    bench.routing.abandonRequest?.();
    bench.send('2');
    expect([a.take(), b.take()]).toStrictEqual([['|1'], ['|2']]);
    bench.deliver(b, ['', 'answer']);
    expect(bench.receive()).toBe('answer');
  });

  it('has a message when the reply is there, without taking it, and throws away what is none', () => {
    const bench = req();
    const [peer, other] = [bench.peer('a'), bench.peer('b')];
    expect([bench.routing.hasRoom?.(), bench.routing.hasMessage?.()]).toEqual([true, false]);
    bench.deliver(peer, ['', 'unasked']);
    bench.send('question');
    bench.deliver(other, ['', 'not asked']);
    expect(bench.routing.hasMessage?.()).toBe(false);
    expect([peer.unread, other.unread]).toEqual([0, 0]);
    bench.deliver(peer, ['', 'answer']);
    expect([bench.routing.hasMessage?.(), bench.routing.hasMessage?.()]).toEqual([true, true]);
    expect(bench.receive()).toBe('answer');
    expect(bench.routing.hasMessage?.()).toBe(false);
  });

  it('has no message while a flood of strays is thrown away, and asks to be asked again', async () => {
    const bench = req();
    const peer = bench.peer('a');
    bench.send('question');
    const other = bench.peer('b');
    bench.deliver(other, ...Array.from({ length: 100 }, () => ['', 'stray']));
    bench.deliver(peer, ['', 'answer']);
    expect(bench.routing.hasMessage?.()).toBe(false);
    await Promise.resolve();
    expect(bench.news.readable).toBe(1);
  });

  it('has no room when all peers are full', () => {
    const bench = req();
    const peer = bench.peer('a');
    peer.room = 0;
    expect(bench.routing.hasRoom?.()).toBe(false);
    bench.makeRoom(peer);
    expect(bench.routing.hasRoom?.()).toBe(true);
  });
});

// @module-tag slow

import { cancelCommand, CONFIRM, CONFIRMED, type PeerCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it, vi } from 'vitest';
import { type FakePipe, RoutingBench } from '@zeromq-ts/testing';
import { MAX_ANSWERS } from '../src/confirmation.js';
import { PUB } from '../src/zmq-publisher.js';
import { MAX_TOPIC_BYTES, MAX_TOPICS } from '../src/subscription-limits.js';
import { XPUB } from '../src/zmq-xpublisher.js';

const pub = (options: object = {}) => new RoutingBench(PUB, options);
const xpub = (options: object = {}) => new RoutingBench(XPUB, options);
const on = (topic: string): string => `\u0001${topic}`;
const off = (topic: string): string => `\u0000${topic}`;

describe.each([
  ['PUB', pub],
  ['XPUB', xpub],
] as const)('the routing of a %s', (_, create) => {
  it('sends to everybody with a topic that the first frame begins with, once, PB-02 PB-11', () => {
    const bench = create();
    const peers = ['a', 'b', 'c'].map((name) => bench.peer(name));
    bench.subscribe(peers[0]!, 'weather.', 'weather.berlin', '');
    bench.subscribe(peers[1]!, 'weather.berlin');
    for (const message of [['weather.berlin', '21'], ['weather.bern'], ['news', 'weather.berlin'], 'weather.berlin!']) {
      expect(bench.send(message)).toBe(true);
    }
    expect(bench.send(Buffer.from('weather.berlin.'))).toBe(true);
    expect(peers.map((peer) => peer.take())).toStrictEqual([
      ['weather.berlin|21', 'weather.bern', 'news|weather.berlin', 'weather.berlin!', 'weather.berlin.'],
      ['weather.berlin|21', 'weather.berlin!', 'weather.berlin.'],
      [],
    ]);
  });

  it('sends to nobody without subscribers, and does not wait, PB-03', () => {
    const bench = create();
    expect(bench.send('x')).toBe(true);
    expect(bench.pending('a').take()).toStrictEqual([]);
    expect(bench.dropped).toStrictEqual([]);
  });

  it('drops for who is full, and only for it; it is heard again once it has room, PB-01 B-089 A-20', () => {
    const bench = create();
    const [lazy, busy] = [bench.peer('lazy'), bench.peer('busy')];
    for (const peer of [lazy, busy]) bench.subscribe(peer, '');
    lazy.room = 1;
    for (let index = 0; index < 3; index++) expect(bench.send(`${index}`)).toBe(true);
    bench.makeRoom(lazy, 1);
    bench.send('3');
    expect([lazy.take(), busy.take()]).toStrictEqual([
      ['0', '3'],
      ['0', '1', '2', '3'],
    ]);
    expect(bench.dropped).toStrictEqual(['full lazy', 'full lazy']);
  });

  it('holds back and lets go as noDrop is changed', () => {
    const bench = create();
    const lazy = bench.peer('lazy');
    bench.subscribe(lazy, '');
    lazy.room = 0;
    expect(bench.send('dropped')).toBe(true);
    bench.change({ noDrop: true });
    expect(bench.send('waits')).toBe(false);
    bench.change({ noDrop: false });
    expect(bench.send('dropped')).toBe(true);
    expect(bench.dropped).toHaveLength(2);
  });

  it('with noDrop, does not send before all who want it have room, B-078', () => {
    const bench = create({ noDrop: true });
    const [lazy, busy] = [bench.peer('lazy'), bench.peer('busy')];
    for (const peer of [lazy, busy]) bench.subscribe(peer, 'a');
    bench.subscribe(busy, 'b');
    lazy.room = 0;
    expect([bench.send('a1'), bench.send('b1')]).toStrictEqual([false, true]);
    bench.makeRoom(lazy, 1);
    expect(bench.send('a1')).toBe(true);
    expect([lazy.take(), busy.take()]).toStrictEqual([['a1'], ['b1', 'a1']]);
    expect(bench.dropped).toStrictEqual([]);
  });

  it('with invertMatching, sends to everybody else, B-082', () => {
    const bench = create({ invertMatching: true });
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.pending('nobody yet');
    bench.subscribe(a, 'x');
    bench.send('x1');
    bench.send('y1');
    expect([a.take(), b.take()]).toStrictEqual([['y1'], ['x1', 'y1']]);
  });

  it('stops when a subscription ends, one for all equal ones of a peer, W-06 W-07 A-18', () => {
    const bench = create();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.subscribe(a, 't', 't', 'u');
    bench.subscribe(b, 't');
    bench.cancel(b, 'u', 'unknown');
    bench.cancel(a, 't');
    bench.send('t1');
    bench.send('u1');
    expect([a.take(), b.take()]).toStrictEqual([['u1'], ['t1']]);
  });

  it('knows who is subscribed, and says when that changes', () => {
    const bench = create();
    const has = (topic?: string) => bench.routing.hasSubscriber?.(topic === undefined ? undefined : Buffer.from(topic));
    const peer = bench.peer('a');
    expect([has(), has('')]).toStrictEqual([false, false]);
    bench.subscribe(peer, 'weather.', 'weather.');
    expect(bench.news.subscriptions).toBe(1);
    expect([has(), has('weather.'), has('weather.berlin'), has('weather'), has('')]).toStrictEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    bench.subscribe(peer, '');
    expect([has(''), has('x')]).toStrictEqual([true, true]);
    bench.cancel(peer, '');
    expect(bench.news.subscriptions).toBe(3);
    bench.lose(peer);
    expect(bench.news.subscriptions).toBe(4);
    expect([has(), has('weather.')]).toStrictEqual([false, false]);
  });

  it('begins anew with each connection, B-007', () => {
    const bench = create();
    const pipe = bench.peer('a');
    bench.subscribe(pipe, 'a');
    bench.lose(pipe);
    bench.send('a1');
    bench.greet(pipe);
    bench.send('a2');
    bench.subscribe(pipe, 'a');
    bench.send('a3');
    bench.detach(pipe);
    bench.send('a4');
    expect(pipe.take()).toStrictEqual(['a3']);
  });

  it('sends a message of no octets to who wants everything, A-19', () => {
    const bench = create();
    const [all, some] = [bench.peer('all'), bench.peer('some')];
    bench.subscribe(all, '');
    bench.subscribe(some, 'a');
    bench.send('');
    bench.send(['', 'a']);
    expect([all.take(), some.take()]).toStrictEqual([['', '|a'], []]);
  });
});

describe.each([
  ['PUB', pub],
  ['XPUB', xpub],
  ['XPUB with manual', () => xpub({ manual: true })],
] as const)('a %s', (_, create) => {
  it('lets go of a peer whose topics have more octets than those of one may have, and says why, A-17', () => {
    const bench = create();
    const [long, honest] = [bench.peer('long'), bench.peer('honest')];
    const mebi = 'x'.repeat(2 ** 20 - 2);
    for (let index = 10; index < 10 + MAX_TOPIC_BYTES / 2 ** 20; index++) bench.subscribe(long, `${mebi}${index}`);
    bench.subscribe(honest, 'a');
    expect(long.drops).toStrictEqual([]);
    bench.subscribe(long, 'a');
    expect(long.drops[0]).toMatchObject({ code: 'ENOBUFS', message: expect.stringMatching(/67108864 bytes/) });
    expect(honest.drops).toStrictEqual([]);
  });

  it('does not count what a peer has cancelled, A-17', () => {
    const bench = create();
    const peer = bench.peer('a');
    const long = 'x'.repeat(2 ** 20);
    // More than the 64 MiB that one may have.
    for (let index = 0; index < 70; index++) {
      bench.subscribe(peer, long);
      bench.cancel(peer, long);
    }
    expect(peer.drops).toStrictEqual([]);
  });
});

describe('the routing of a PUB', () => {
  it('lets go of a peer with more topics than one may have, A-17', () => {
    const bench = pub();
    const many = bench.peer('many');
    for (let index = 0; index < MAX_TOPICS; index++) bench.subscribe(many, index.toString(36));
    bench.subscribe(many, '0', '1');
    expect(many.drops).toStrictEqual([]);
    bench.subscribe(many, 'one more');
    expect(many.drops[0]).toMatchObject({ code: 'ENOBUFS', message: expect.stringMatching(/1048576 topics/) });
  }, 60_000);

  it('throws away at once what its peers send, PB-05 A-25', () => {
    const bench = pub();
    const peer = bench.peer('a');
    bench.deliver(peer, 'not a subscription', ['neither', 'this']);
    expect(peer.readable).toBe(false);
    expect(bench.receive()).toBeUndefined();
  });
});

describe('the routing of an XPUB', () => {
  it('is told of topics when their first subscriber comes and when the last one goes, PB-06', () => {
    const bench = xpub();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.subscribe(a, 'x', 'x', '');
    bench.subscribe(b, 'x', 'y');
    expect(bench.routing.held).toBe(3);
    expect(bench.receiveAll()).toStrictEqual([on('x'), on(''), on('y')]);
    bench.cancel(a, 'x', 'y', 'unknown');
    bench.cancel(b, 'x');
    expect(bench.receiveAll()).toStrictEqual([off('x')]);
    expect(bench.news.readable).toBe(4);
  });

  it('with verbosity allSubs, is told of every subscription, B-077', () => {
    const bench = xpub({ verbosity: 'allSubs' });
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.subscribe(a, 'x', 'x');
    bench.subscribe(b, 'x');
    bench.cancel(a, 'x');
    bench.cancel(b, 'x');
    expect(bench.receiveAll()).toStrictEqual([on('x'), on('x'), on('x'), off('x')]);
  });

  it('with verbosity allSubsUnsubs, is told of every end, too, B-077', () => {
    const bench = xpub({ verbosity: 'allSubsUnsubs' });
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    for (const peer of [a, b]) bench.subscribe(peer, 'x');
    bench.cancel(a, 'x', 'x');
    bench.detach(b);
    expect(bench.receiveAll()).toStrictEqual([on('x'), on('x'), off('x'), off('x')]);
  });

  it('is told of the topics that nobody is left for when a peer goes, PB-07', () => {
    const bench = xpub();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.subscribe(a, 'x', 'y');
    bench.subscribe(b, 'y');
    bench.receiveAll();
    bench.detach(a);
    expect(bench.receiveAll()).toStrictEqual([off('x')]);
    bench.detach(b);
    expect(bench.receiveAll()).toStrictEqual([off('y')]);
  });

  it('receives what else its peers send, in order with their subscriptions, PB-08 PB-17', () => {
    const bench = xpub();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'a1', ['a2', 'more']);
    bench.subscribe(a, 'x');
    bench.deliver(a, 'a3');
    bench.deliver(b, 'b1');
    expect(bench.receiveAll()).toStrictEqual(['a1', 'a2|more', on('x'), 'a3', 'b1']);
    bench.deliver(a, 'last words');
    bench.detach(a);
    expect(bench.receiveAll()).toStrictEqual(['last words', off('x')]);
  });

  it('keeps so much news and no more for an application that does not receive, and counts what goes, A-17 A-19', () => {
    const bench = xpub();
    const peer = bench.peer('a');
    const topic = 'x'.repeat(2 ** 20);
    for (let index = 0; index < 100; index++) {
      bench.subscribe(peer, topic);
      bench.cancel(peer, topic);
    }
    const kept = bench.routing.held ?? 0;
    expect(kept).toBe(63);
    expect(bench.dropped).toHaveLength(200 - kept);
    bench.subscribe(peer, 'newest');
    expect(bench.receiveAll().at(-1)).toBe(on('newest'));
    expect(bench.routing.hasSubscriber?.(Buffer.from('newest'))).toBe(true);
  });

  it('leaves messages in the pipe, where they are held back, when so many wait among the news, A-19', () => {
    const bench = xpub({ receiveHighWaterMark: 2 });
    const peer = bench.peer('a');
    bench.deliver(peer, '1', '2', '3');
    bench.subscribe(peer, 'x');
    expect([bench.routing.held, peer.incoming.length]).toStrictEqual([3, 1]);
    expect(bench.receiveAll()).toStrictEqual(['1', '2', on('x'), '3']);
    bench.deliver(peer, '4');
    bench.subscribe(peer, 'y');
    expect(bench.receiveAll()).toStrictEqual(['4', on('y')]);
  });

  it('sends a welcome message over each new connection, B-081', () => {
    const bench = xpub({ welcomeMessage: 'welcome' });
    const pipe = bench.peer('a');
    bench.lose(pipe);
    bench.greet(pipe);
    expect(pipe.take()).toStrictEqual(['welcome', 'welcome']);
    expect(xpubWelcome('')).toStrictEqual([]);
  });

  describe('with manual', () => {
    const topic = (text: string) => Buffer.from(text);

    it('is told of everything, and what the application grants counts, B-079', () => {
      const bench = xpub({ manual: true });
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.subscribe(a, 'wanted');
      bench.subscribe(b, 'wanted');
      bench.send('wanted, but not granted');
      expect(bench.receive()).toBe(on('wanted'));
      bench.routing.command?.(subscribeCommand(topic('granted')));
      expect(bench.receive()).toBe(on('wanted'));
      expect(bench.routing.hasSubscriber?.(topic('wanted'))).toBe(false);
      expect(bench.routing.hasSubscriber?.(topic('granted'))).toBe(true);
      bench.send('wanted');
      bench.send('granted');
      expect([a.take(), b.take()]).toStrictEqual([['granted'], []]);
      bench.cancel(a, 'wanted', 'unknown');
      expect(bench.receiveAll()).toStrictEqual([off('wanted')]);
      bench.routing.command?.(cancelCommand(topic('granted')));
      bench.send('granted');
      expect(a.take()).toStrictEqual([]);
      expect(bench.news.subscriptions).toBe(2);
    });

    it('is told the end of what a peer had asked for when it goes, and grants it nothing more', () => {
      const bench = xpub({ manual: true });
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.subscribe(a, 'x', 'y');
      bench.subscribe(b, 'x');
      expect(bench.receive()).toBe(on('x'));
      bench.routing.command?.(subscribeCommand(topic('z')));
      bench.detach(a);
      expect(bench.routing.hasSubscriber?.(undefined)).toBe(false);
      // Of the peer that is gone.
      expect(bench.receive()).toBe(on('y'));
      bench.routing.command?.(subscribeCommand(topic('y')));
      expect(bench.routing.hasSubscriber?.(undefined)).toBe(false);
      expect(bench.receive()).toBe(on('x'));
      bench.routing.command?.(subscribeCommand(topic('x')));
      bench.send('x');
      expect(b.take()).toStrictEqual(['x']);
      expect(bench.receiveAll()).toStrictEqual([off('x'), off('y')]);
      bench.routing.command?.(subscribeCommand(topic('nobody')));
      expect(bench.routing.hasSubscriber?.(topic('nobody'))).toBe(false);
    });

    it('grants to the peer whose subscription came last, whatever other messages come after it', () => {
      const bench = xpub({ manual: true });
      const [a, b] = [bench.peer('a'), bench.peer('b')];
      bench.subscribe(a, 'x');
      bench.deliver(b, 'hello');
      expect(bench.receiveAll()).toStrictEqual([on('x'), 'hello']);
      bench.routing.command?.(subscribeCommand(topic('x')));
      bench.send('x');
      expect([a.take(), b.take()]).toStrictEqual([['x'], []]);
    });
  });
});

function xpubWelcome(welcomeMessage: string): string[] {
  return xpub({ welcomeMessage }).peer('a').take();
}

describe.each([
  ['PUB', pub],
  ['XPUB', xpub],
] as const)('CONFIRM at a %s', (_, create) => {
  const confirm = (data: Uint8Array): PeerCommand => ({ name: CONFIRM, data });

  it('is answered with the same number, to the peer that has asked', () => {
    const bench = create();
    const [asking, other] = ['asking', 'other'].map((name) => bench.peer(name)) as [FakePipe, FakePipe];
    const answers = vi.spyOn(asking, 'writeCommand');
    const others = vi.spyOn(other, 'writeCommand');
    bench.routing.peerCommand?.(asking, confirm(Uint8Array.of(0, 0, 1, 2)));
    expect(answers.mock.calls).toEqual([[{ name: CONFIRMED, data: Uint8Array.of(0, 0, 1, 2) }]]);
    expect(others).not.toHaveBeenCalled();
  });

  it('is answered any number of times, as long as the peer reads', () => {
    const bench = create();
    const peer = Object.assign(bench.peer('a'), { handedOver: true });
    const answers = vi.spyOn(peer, 'writeCommand').mockReturnValue();
    const ask = (times: number): void => {
      for (let count = 0; count < times; count++) bench.routing.peerCommand?.(peer, confirm(new Uint8Array(4)));
    };
    ask(MAX_ANSWERS + 10);
    expect(answers).toHaveBeenCalledTimes(MAX_ANSWERS + 10);
    peer.handedOver = false;
    ask(MAX_ANSWERS + 10);
    expect(answers).toHaveBeenCalledTimes(2 * MAX_ANSWERS + 9);
    peer.handedOver = true;
    ask(1);
    expect(answers).toHaveBeenCalledTimes(2 * MAX_ANSWERS + 10);
  });

  it('that is malformed is not answered, nor one more than may be asked over a connection', () => {
    const bench = create();
    const peer = bench.peer('a');
    const answers = vi.spyOn(peer, 'writeCommand').mockReturnValue();
    for (const length of [0, 3, 5, 1000]) bench.routing.peerCommand?.(peer, confirm(new Uint8Array(length)));
    expect(answers).not.toHaveBeenCalled();
    for (let count = 0; count < MAX_ANSWERS + 10; count++)
      bench.routing.peerCommand?.(peer, confirm(new Uint8Array(4)));
    expect(answers).toHaveBeenCalledTimes(MAX_ANSWERS);
    bench.lose(peer);
    bench.greet(peer);
    bench.routing.peerCommand?.(peer, confirm(new Uint8Array(4)));
    expect(answers).toHaveBeenCalledTimes(MAX_ANSWERS + 1);
  });
});

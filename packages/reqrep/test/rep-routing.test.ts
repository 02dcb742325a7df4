import { describe, expect, it } from 'vitest';
import { RoutingBench } from '@zeromq-ts/testing';
import { REP } from '../src/zmq-reply.js';

const rep = () => new RoutingBench(REP);

describe('the routing of a REP', () => {
  it('says after 64 messages without an envelope that there is none, and that it may be asked again', async () => {
    const bench = rep();
    const pipe = bench.peer('a');
    bench.deliver(pipe, ...Array.from({ length: 100 }, () => 'no envelope'), ['', 'request']);
    const { readable } = bench.news;
    expect([bench.receive(), pipe.unread]).toStrictEqual([undefined, 37]);
    await Promise.resolve();
    expect(bench.news.readable).toBe(readable + 1);
    expect(bench.receive()).toBe('request');
  });

  it('keeps the envelope, of any number of frames, for its reply, RR-07 RR-10', () => {
    const bench = rep();
    const peer = bench.peer('a');
    for (const envelope of [[], ['one'], ['one', 'two', 'three']]) {
      bench.deliver(peer, [...envelope, '', 'body', '', 'more']);
      expect(bench.receive()).toBe('body||more');
      expect(bench.send(['answer', ''])).toBe(true);
      expect(peer.take()).toStrictEqual([[...envelope, '', 'answer', ''].join('|')]);
    }
  });

  it('replies to whom it has received from last, its peers having turns, RR-07 RR-08', () => {
    const bench = rep();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, ['', 'a1'], ['', 'a2']);
    bench.deliver(b, ['', 'b1']);
    for (let request = bench.receive(); request !== undefined; request = bench.receive()) bench.send(`re ${request}`);
    expect([a.take(), b.take()]).toStrictEqual([['|re a1', '|re a2'], ['|re b1']]);
  });

  it.each([[['no delimiter']], [['none', 'here', 'either']], [['']], [['delimiter only', '']]])(
    'skips %j, and keeps the peer, RR-09 A-26 B-074',
    (request) => {
      const bench = rep();
      const peer = bench.peer('a');
      bench.deliver(peer, request, ['', 'good']);
      expect(bench.receive()).toBe('good');
      expect(peer.drops).toStrictEqual([]);
      bench.send('answer');
      expect(peer.take()).toStrictEqual(['|answer']);
    },
  );

  it('takes an envelope of ten thousand addresses, A-26', () => {
    const bench = rep();
    const peer = bench.peer('a');
    const addresses = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    bench.deliver(peer, [...addresses, '', 'body'], addresses);
    expect(bench.receive()).toBe('body');
    bench.send('answer');
    expect(peer.take()[0]?.split('|')).toHaveLength(10_002);
    expect(bench.receive()).toBeUndefined();
  });

  it('drops the reply to a requester that has gone, and counts it, RR-08 B-073', () => {
    const bench = rep();
    const [gone, stays] = [bench.peer('gone'), bench.peer('stays')];
    bench.deliver(gone, ['', 'from the gone']);
    expect(bench.receive()).toBe('from the gone');
    bench.detach(gone);
    expect(bench.send('to nobody')).toBe(true);
    expect(bench.dropped).toStrictEqual(['unroutable']);
    bench.deliver(stays, ['', 'q']);
    bench.receive();
    bench.send('answer');
    expect(stays.take()).toStrictEqual(['|answer']);
  });

  it('does not wait for a requester whose queue is full', () => {
    const bench = rep();
    const peer = bench.peer('a');
    bench.deliver(peer, ['', 'q']);
    bench.receive();
    peer.room = 0;
    expect(bench.send('answer')).toBe(true);
    expect(bench.dropped).toStrictEqual(['full a']);
  });

  it('has a message when a request is there, without taking it, and throws away what is none', () => {
    const bench = rep();
    const peer = bench.peer('a');
    bench.deliver(peer, 'no envelope', ['', 'request']);
    expect([bench.routing.hasMessage?.(), bench.routing.hasMessage?.(), peer.unread]).toEqual([true, true, 1]);
    expect(bench.receive()).toBe('request');
    expect(bench.routing.hasMessage?.()).toBe(false);
    bench.send('answer');
    expect(peer.take()).toStrictEqual(['|answer']);
  });

  it('throws away 64 messages without an envelope at a time, and asks to be asked again', async () => {
    const bench = rep();
    const peer = bench.peer('a');
    bench.deliver(peer, ...Array.from({ length: 100 }, () => 'no envelope'), ['', 'request']);
    const { readable } = bench.news;
    expect([bench.routing.hasMessage?.(), peer.unread]).toEqual([false, 37]);
    await Promise.resolve();
    expect(bench.news.readable).toBe(readable + 1);
    expect(bench.routing.hasMessage?.()).toBe(true);
  });
});

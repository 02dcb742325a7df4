import { cancelCommand, subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import { RoutingBench } from '@zeromq-ts/testing';
import { SUB } from '../src/zmq-subscriber.js';
import { XSUB } from '../src/zmq-xsubscriber.js';

const sub = (options: object = {}) => new RoutingBench(SUB, options);
const xsub = (options: object = {}) => new RoutingBench(XSUB, options);
const on = (topic: string): string => `\u0001${topic}`;
const off = (topic: string): string => `\u0000${topic}`;

function subscribe(bench: RoutingBench, ...topics: string[]): void {
  for (const topic of topics) bench.routing.command?.(subscribeCommand(Buffer.from(topic)));
}

function unsubscribe(bench: RoutingBench, ...topics: string[]): void {
  for (const topic of topics) bench.routing.command?.(cancelCommand(Buffer.from(topic)));
}

describe('the routing of a SUB', () => {
  it('has a message when one of its topics is there, without taking it, and throws away others', () => {
    const bench = sub();
    const pipe = bench.peer('a');
    subscribe(bench, 'x');
    bench.deliver(pipe, 'unwanted', 'x wanted');
    expect([bench.routing.hasMessage?.(), bench.routing.hasMessage?.(), pipe.unread]).toEqual([true, true, 1]);
    expect(bench.receiveAll()).toEqual(['x wanted']);
  });

  it('throws away 64 messages that nobody has subscribed to at a time to look for one that is wanted', async () => {
    const bench = sub();
    const pipe = bench.peer('a');
    subscribe(bench, 'x');
    bench.deliver(pipe, ...Array.from({ length: 100 }, () => 'unwanted'), 'x wanted');
    const { readable } = bench.news;
    expect([bench.routing.hasMessage?.(), pipe.unread]).toEqual([false, 37]);
    await Promise.resolve();
    expect(bench.news.readable).toBe(readable + 1);
    expect(bench.receiveAll()).toEqual(['x wanted']);
  });

  it('says after 64 messages that nobody has subscribed to that there is none, and that it may be asked again', async () => {
    const bench = sub();
    const pipe = bench.peer('a');
    subscribe(bench, 'x');
    bench.deliver(pipe, ...Array.from({ length: 100 }, () => 'unwanted'), 'x wanted');
    const { readable } = bench.news;
    expect([bench.receive(), pipe.unread]).toStrictEqual([undefined, 37]);
    await Promise.resolve();
    expect(bench.news.readable).toBe(readable + 1);
    expect(bench.receive()).toBe('x wanted');
  });

  it('tells all its publishers of a topic, and of its end when it was unsubscribed as often, W-06 B-086', () => {
    const bench = sub();
    const peers = [bench.peer('a'), bench.peer('b')];
    subscribe(bench, 'x', 'y', 'x');
    unsubscribe(bench, 'x', 'unknown', 'y', 'y');
    for (const peer of peers) expect(peer.told).toStrictEqual(['+x', '+y', '-y']);
    unsubscribe(bench, 'x');
    for (const peer of peers) expect(peer.told.at(-1)).toBe('-x');
  });

  it('tells a publisher that comes, or comes again, of each topic once, W-08 B-060', () => {
    const bench = sub();
    subscribe(bench, 'x', 'y', 'x', 'z');
    unsubscribe(bench, 'y');
    const pipe = bench.pending('a');
    subscribe(bench, 'late');
    expect(pipe.told).toStrictEqual([]);
    bench.greet(pipe);
    expect(pipe.told.splice(0)).toStrictEqual(['+x', '+z', '+late']);
    bench.lose(pipe);
    unsubscribe(bench, 'z');
    bench.greet(pipe);
    expect(pipe.told).toStrictEqual(['+x', '+late']);
  });

  it('loses none of 5,000 topics, whatever the high-water mark, W-08', () => {
    const bench = sub();
    const topics = Array.from({ length: 5000 }, (_, index) => `topic ${index}`);
    subscribe(bench, ...topics);
    const pipe = bench.pending('a');
    pipe.room = 0;
    bench.greet(pipe);
    expect(pipe.told).toStrictEqual(topics.map((topic) => `+${topic}`));
  });

  it('hands up only what it has subscribed to, whoever does not filter, PB-12 PB-11', () => {
    const bench = sub();
    const peer = bench.peer('a');
    bench.deliver(peer, 'a0');
    expect(bench.receiveAll()).toStrictEqual([]);
    subscribe(bench, 'a', 'bc', 'bcd');
    bench.deliver(peer, 'a1', 'b', ['bcde', 'x'], ['x', 'a'], '', 'bc');
    expect(bench.receiveAll()).toStrictEqual(['a1', 'bcde|x', 'bc']);
    unsubscribe(bench, 'bc', 'a');
    bench.deliver(peer, 'a', 'bc', 'bcd');
    expect(bench.receiveAll()).toStrictEqual(['bcd']);
    subscribe(bench, '');
    bench.deliver(peer, 'anything', '');
    expect(bench.receiveAll()).toStrictEqual(['anything', '']);
    unsubscribe(bench, '');
    bench.deliver(peer, 'anything', 'bcd');
    expect(bench.receiveAll()).toStrictEqual(['bcd']);
  });

  it('with invertMatching, hands up everything else, B-082', () => {
    const bench = sub({ invertMatching: true });
    const peer = bench.peer('a');
    subscribe(bench, 'a');
    bench.deliver(peer, 'a1', 'b1', 'c1');
    expect(bench.receiveAll()).toStrictEqual(['b1', 'c1']);
    subscribe(bench, '');
    bench.deliver(peer, 'b1');
    expect(bench.receiveAll()).toStrictEqual([]);
  });

  it('receives from its publishers in turn, and reads what those lost had sent, PB-14', () => {
    const bench = sub();
    subscribe(bench, '');
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'a1', 'a2');
    bench.deliver(b, 'b1', 'b2');
    bench.lose(a);
    expect(bench.receiveAll()).toStrictEqual(['a1', 'b1', 'a2', 'b2']);
    bench.deliver(b, 'b3');
    bench.detach(b);
    expect(bench.receive()).toBeUndefined();
  });

  it('never sends, PB-04', () => {
    const bench = sub();
    expect(bench.send('x')).toBe(false);
  });
});

describe('the routing of an XSUB', () => {
  it('subscribes at all its publishers by a message, PB-09', () => {
    const bench = xsub();
    const peers = [bench.peer('a'), bench.peer('b')];
    for (const message of [on('x'), Buffer.from(on('y')), [on('')], off('x')]) expect(bench.send(message)).toBe(true);
    for (const peer of peers) expect([peer.told, peer.take()]).toStrictEqual([['+x', '+y', '+', '-x'], []]);
  });

  it('passes on each subscription, and the end of the last one, W-06', () => {
    const bench = xsub();
    const peer = bench.peer('a');
    for (const message of [on('x'), on('x'), off('x'), off('unknown'), off('x'), off('x')]) bench.send(message);
    expect(peer.told).toStrictEqual(['+x', '+x', '-x']);
  });

  it('tells a publisher that comes, or comes again, of each topic once, W-08 B-060', () => {
    const bench = xsub();
    for (const message of [on('x'), on('y'), on('x'), on('z'), off('y')]) bench.send(message);
    const pipe = bench.peer('a');
    expect(pipe.told.splice(0)).toStrictEqual(['+x', '+z']);
    bench.lose(pipe);
    bench.greet(pipe);
    expect(pipe.told).toStrictEqual(['+x', '+z']);
  });

  it('keeps a copy of the topic', () => {
    const bench = xsub();
    const message = Buffer.from(on('topic'));
    bench.send(message);
    message.fill(0);
    expect(bench.peer('a').told).toStrictEqual(['+topic']);
  });

  it('sends everything else to all publishers, and drops for those that are full, PB-09 A-19', () => {
    const bench = xsub();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    b.room = 1;
    for (const message of ['hello', [on('two'), 'frames'], '', ['', on('x')], Buffer.of(2)]) {
      expect(bench.send(message)).toBe(true);
    }
    expect(a.take()).toStrictEqual(['hello', `${on('two')}|frames`, '', `|${on('x')}`, '\u0002']);
    expect(b.take()).toStrictEqual(['hello']);
    expect(a.told).toStrictEqual([]);
    expect(bench.dropped).toStrictEqual(['full b', 'full b', 'full b', 'full b']);
    bench.detach(b);
    bench.send('x');
    expect(a.take()).toStrictEqual(['x']);
  });

  it('hands up what its publishers send, unfiltered, W-05 PB-14', () => {
    const bench = xsub();
    const [a, b] = [bench.peer('a'), bench.peer('b')];
    bench.deliver(a, 'a1', 'a2');
    bench.deliver(b, ['b1', 'more']);
    expect(bench.receiveAll()).toStrictEqual(['a1', 'b1|more', 'a2']);
  });
});

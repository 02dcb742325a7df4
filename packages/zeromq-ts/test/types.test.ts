import { describe, expect, expectTypeOf, it } from 'vitest';
import type {
  FrameInput,
  Message,
  SocketTypes,
  SubscribedOptions,
  XPublisherOptions,
  ZMQDealer,
  ZMQPair,
  ZMQPublisher,
  ZMQPull,
  ZMQPush,
  ZMQReply,
  ZMQRequest,
  ZMQRouter,
  ZMQSubscriber,
  ZMQXPublisher,
  ZMQXSubscriber,
} from 'zeromq-ts';
import { createSocket, ZMQRouter as Router, ZMQSubscriber as Subscriber } from 'zeromq-ts';

/** Never called: it only has to compile, or not to. */
type Compiled = (...sockets: never[]) => unknown;

describe('the types', () => {
  it('of createSocket are those of the classes imported', () => {
    const create = {
      REQ: () => createSocket('REQ'),
      REP: () => createSocket('REP'),
      PUB: () => createSocket('PUB'),
      SUB: () => createSocket('SUB'),
      XPUB: () => createSocket('XPUB'),
      XSUB: () => createSocket('XSUB'),
      PUSH: () => createSocket('PUSH'),
      PULL: () => createSocket('PULL'),
      DEALER: () => createSocket('DEALER'),
      ROUTER: () => createSocket('ROUTER'),
      PAIR: () => createSocket('PAIR'),
    };
    expectTypeOf<keyof SocketTypes>().toEqualTypeOf<keyof typeof create>();
    expectTypeOf(create.REQ).returns.toEqualTypeOf<ZMQRequest>();
    expectTypeOf(create.REP).returns.toEqualTypeOf<ZMQReply>();
    expectTypeOf(create.PUB).returns.toEqualTypeOf<ZMQPublisher>();
    expectTypeOf(create.SUB).returns.toEqualTypeOf<ZMQSubscriber>();
    expectTypeOf(create.XPUB).returns.toEqualTypeOf<ZMQXPublisher>();
    expectTypeOf(create.XSUB).returns.toEqualTypeOf<ZMQXSubscriber>();
    expectTypeOf(create.PUSH).returns.toEqualTypeOf<ZMQPush>();
    expectTypeOf(create.PULL).returns.toEqualTypeOf<ZMQPull>();
    expectTypeOf(create.DEALER).returns.toEqualTypeOf<ZMQDealer>();
    expectTypeOf(create.ROUTER).returns.toEqualTypeOf<ZMQRouter>();
    expectTypeOf(create.PAIR).returns.toEqualTypeOf<ZMQPair>();
    expect(Object.keys(create)).toHaveLength(11);
  });

  it('let a socket send only when it can', () => {
    expectTypeOf<ZMQPull>().not.toHaveProperty('send');
    expectTypeOf<ZMQPull>().not.toHaveProperty('trySend');
    expectTypeOf<ZMQSubscriber>().not.toHaveProperty('send');
    expectTypeOf<ZMQPush['send']>().returns.resolves.toBeBoolean();
    expectTypeOf<ZMQPair['trySend']>().returns.toBeBoolean();
  });

  it('let a socket receive only when it can', () => {
    expectTypeOf<ZMQPush>().not.toHaveProperty('receive');
    expectTypeOf<ZMQPush>().not.toHaveProperty('tryReceive');
    expectTypeOf<ZMQPublisher>().not.toHaveProperty('receive');
    expectTypeOf<ZMQPush>().not.toExtend<AsyncIterable<unknown>>();
    expectTypeOf<ZMQPull>().toExtend<AsyncIterable<Message>>();
    expectTypeOf<ZMQDealer>().toExtend<AsyncIterable<Message>>();
    expectTypeOf<ZMQPull['receive']>().returns.resolves.toEqualTypeOf<Message>();
    expectTypeOf<ZMQPull['tryReceive']>().returns.toEqualTypeOf<Message | undefined>();
  });

  it('of the members of single patterns are theirs alone', () => {
    expectTypeOf<ZMQRequest['request']>().returns.resolves.toEqualTypeOf<Message>();
    expectTypeOf<ZMQReply>().not.toHaveProperty('request');
    expectTypeOf<ZMQPublisher['subscribed']>().parameter(0).toEqualTypeOf<string | Uint8Array | undefined>();
    expectTypeOf<ZMQPublisher['subscribed']>().parameter(1).toEqualTypeOf<SubscribedOptions | undefined>();
    expectTypeOf<ZMQSubscriber['subscribe']>().toBeCallableWith('a', new Uint8Array(1), 'b');
    expectTypeOf<ZMQXSubscriber['subscribe']>().toBeCallableWith('a', new Uint8Array(1), 'b');
    expectTypeOf<XPublisherOptions['verbosity']>().toEqualTypeOf<null | 'allSubs' | 'allSubsUnsubs' | undefined>();
    expectTypeOf<FrameInput>().toExtend<string | ArrayBufferLike | ArrayBufferView>();
  });

  it('let each class take its own options and endpoints only', () => {
    const compiled: Compiled[] = [
      () => new Router('tcp://*:5555', { mandatory: true, handover: true, routingId: 'x', linger: 0 }),
      () => new Subscriber(['tcp://a:1', 'tcp://b:2'], ['x', new Uint8Array(1)], { conflate: true }),
      () => new Subscriber('>tcp://a:1,>tcp://b:2', 'x'),
      () => createSocket('SUB', 'tcp://a:1', 'x', { invertMatching: true }),
      () => createSocket('REQ', 'tcp://a:1', { relaxed: true, correlate: true }),
      // @ts-expect-error -- `relaxed` is an option of REQ
      () => new Router('tcp://*:5555', { relaxed: true }),
      // @ts-expect-error -- the second argument of a subscriber is a topic
      () => new Subscriber('tcp://a:1', { conflate: true }),
      // @ts-expect-error -- the same through the factory
      () => createSocket('SUB', 'tcp://a:1', { conflate: true }),
      // @ts-expect-error -- `mandatory` is an option of ROUTER
      () => createSocket('PULL', 'tcp://a:1', { mandatory: true }),
      // @ts-expect-error -- there is no such type
      () => createSocket('PUSHPULL'),
      // @ts-expect-error -- topics are given one by one
      (sub: ZMQSubscriber) => sub.subscribe(['a', 'b']),
      // @ts-expect-error -- an object is not a message
      (push: ZMQPush) => push.send({ a: 1 }),
      // @ts-expect-error -- neither is a number, nor a list that holds one
      (push: ZMQPush) => push.send(['a', 1]),
    ];
    expect(compiled).toHaveLength(13);
  });
});

import type { ZMQContext } from '@zeromq-ts/core';
import { type DealerOptions, type RouterOptions, ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQPair } from '@zeromq-ts/pair';
import {
  type PublisherOptions,
  type XPublisherOptions,
  ZMQPublisher,
  ZMQSubscriber,
  ZMQXPublisher,
  ZMQXSubscriber,
} from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { type RequestOptions, ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';

export interface Sockets {
  REQ: ZMQRequest;
  REP: ZMQReply;
  PUB: ZMQPublisher;
  SUB: ZMQSubscriber;
  XPUB: ZMQXPublisher;
  XSUB: ZMQXSubscriber;
  PUSH: ZMQPush;
  PULL: ZMQPull;
  DEALER: ZMQDealer;
  ROUTER: ZMQRouter;
  PAIR: ZMQPair;
}

export type SocketTypeName = keyof Sockets;
export type AnySocket = Sockets[SocketTypeName];

export const SOCKET_TYPES: readonly SocketTypeName[] = [
  'REQ',
  'REP',
  'PUB',
  'SUB',
  'XPUB',
  'XSUB',
  'PUSH',
  'PULL',
  'DEALER',
  'ROUTER',
  'PAIR',
];

type Topic = string | Uint8Array;

/** The options of all socket types, and the topics of a SUB. */
export interface TestOptions extends Omit<
  RequestOptions & RouterOptions & DealerOptions & PublisherOptions & XPublisherOptions,
  'context' | 'engine'
> {
  readonly context?: ZMQContext;
  readonly topics?: Topic | readonly Topic[];
}

type Options = Readonly<Record<string, unknown>>;
type Endpoints = string | readonly string[] | undefined;
type AnyClass = new (endpoint?: Endpoints, options?: Options) => AnySocket;

const CLASSES: Readonly<Record<Exclude<SocketTypeName, 'SUB'>, unknown>> = {
  REQ: ZMQRequest,
  REP: ZMQReply,
  PUB: ZMQPublisher,
  XPUB: ZMQXPublisher,
  XSUB: ZMQXSubscriber,
  PUSH: ZMQPush,
  PULL: ZMQPull,
  DEALER: ZMQDealer,
  ROUTER: ZMQRouter,
  PAIR: ZMQPair,
};

/** Constructs a socket of a type known at run time only; options are passed on as they are, right or wrong. */
export function construct<T extends SocketTypeName>(type: T, endpoint: Endpoints, options: Options): Sockets[T] {
  if (type === 'SUB') {
    const { topics, ...rest } = options;
    const Subscriber = ZMQSubscriber as unknown as new (...values: unknown[]) => ZMQSubscriber;
    return new Subscriber(endpoint, topics, rest) as Sockets[T];
  }
  const Class = CLASSES[type as Exclude<T, 'SUB'>] as AnyClass;
  return new Class(endpoint, options) as Sockets[T];
}

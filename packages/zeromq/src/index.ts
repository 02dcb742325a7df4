import { curveKeyPair as keyPair } from '@zeromq-ts/security';
import {
  callableWithNew,
  Context as ContextClass,
  LIBZMQ_VERSION,
  Observer as ObserverClass,
  SocketProxy as ProxyClass,
  Socket as SocketClass,
} from './drop-in.js';

export { capability, context } from './drop-in.js';
export type {
  Event,
  EventOfType,
  EventSubscriber,
  EventType,
  Message,
  MessageLike,
  Readable,
  RouterConnectOptions,
  SocketOptions,
  StreamConnectOptions,
  Writable,
} from './drop-in.js';
export {
  Dealer,
  Pair,
  Publisher,
  Pull,
  Push,
  Reply,
  Request,
  Router,
  Stream,
  Subscriber,
  XPublisher,
  XSubscriber,
} from './drop-in.js';

/** The version of libzmq whose behaviour this package has. */
export const version: string = LIBZMQ_VERSION;

/** Generates a key pair for CURVE, as Z85 text. */
export function curveKeyPair(): { publicKey: string; secretKey: string } {
  return keyPair();
}

/** {@inheritDoc ContextClass} */
export const Context: typeof ContextClass = callableWithNew(ContextClass);
export type Context = ContextClass;

/** {@inheritDoc SocketClass} */
export const Socket: typeof SocketClass = callableWithNew(SocketClass);
export type Socket = SocketClass;

/** {@inheritDoc ObserverClass} */
export const Observer: typeof ObserverClass = callableWithNew(ObserverClass);
export type Observer = ObserverClass;

/** {@inheritDoc ProxyClass} */
export const Proxy: typeof ProxyClass = callableWithNew(ProxyClass);
export type Proxy<F extends SocketClass = SocketClass, B extends SocketClass = SocketClass> = ProxyClass<F, B>;

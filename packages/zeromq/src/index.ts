import { curveKeyPair as keyPair } from '@zeromq-ts/security';
import * as dropIn from './drop-in.js';
import {
  construct,
  Context as ContextClass,
  LIBZMQ_VERSION,
  nativeClass,
  Observer as ObserverClass,
  Socket as SocketClass,
  SocketProxy as ProxyClass,
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

// As members, since bundlers rename functions, and V8 has the name in texts of errors.
const NATIVE: Readonly<Record<'Context' | 'Observer' | 'Proxy' | 'Socket', () => object>> = {
  Context: function () {
    return construct(ContextClass, arguments, new.target);
  },
  Observer: function () {
    return construct(ObserverClass, arguments, new.target);
  },
  Proxy: function () {
    return construct(ProxyClass, arguments, new.target);
  },
  Socket: function () {
    return construct(SocketClass, arguments, new.target);
  },
};

/** The version of libzmq whose behaviour this package has. */
export const version: string = LIBZMQ_VERSION;

/** Generates a key pair for CURVE, as Z85 text. */
export function curveKeyPair(): { publicKey: string; secretKey: string } {
  return keyPair();
}

/** {@inheritDoc ContextClass} */
export const Context: typeof ContextClass = nativeClass(ContextClass, NATIVE.Context);
export type Context = ContextClass;

/** {@inheritDoc SocketClass} */
export const Socket: typeof SocketClass = nativeClass(SocketClass, NATIVE.Socket);
export type Socket = SocketClass;

/** {@inheritDoc ObserverClass} */
export const Observer: typeof ObserverClass = nativeClass(ObserverClass, NATIVE.Observer);
export type Observer = ObserverClass;

// Under the names of this module, as in the npm package.
for (const each of Object.values(dropIn)) {
  if (typeof each === 'function' && each.prototype instanceof SocketClass) Object.setPrototypeOf(each, Socket);
}

/** {@inheritDoc ProxyClass} */
export const Proxy: typeof ProxyClass = nativeClass(ProxyClass, NATIVE.Proxy);
export type Proxy<F extends SocketClass = SocketClass, B extends SocketClass = SocketClass> = ProxyClass<F, B>;

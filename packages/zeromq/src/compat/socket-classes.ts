import {
  Dealer,
  Pair,
  Publisher,
  Pull,
  Push,
  Reply,
  Request,
  Router,
  type Socket,
  Stream,
  Subscriber,
  XPublisher,
  XSubscriber,
} from '../drop-in.js';

/** The names of socket types. */
export type SocketType =
  | 'pair'
  | 'req'
  | 'rep'
  | 'pub'
  | 'sub'
  | 'dealer'
  | 'xreq'
  | 'router'
  | 'xrep'
  | 'pull'
  | 'push'
  | 'xpub'
  | 'xsub'
  | 'stream';

const CLASSES: Readonly<Record<SocketType, new () => Socket>> = {
  pair: Pair,
  req: Request,
  rep: Reply,
  pub: Publisher,
  sub: Subscriber,
  dealer: Dealer,
  xreq: Dealer,
  router: Router,
  xrep: Router,
  pull: Pull,
  push: Push,
  xpub: XPublisher,
  xsub: XSubscriber,
  stream: Stream,
};

/** Makes the socket of version 6 for a type. @throws Error for a type that there is not. */
export function socketOf(type: SocketType): Socket {
  if (!Object.hasOwn(CLASSES, type)) throw new Error(`Invalid socket type: ${type}`);
  return new CLASSES[type]();
}

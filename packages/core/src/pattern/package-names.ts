/** Where each socket type is to be had: for the error text when its package is not imported. */
export const PACKAGE_NAMES: Readonly<Record<string, string>> = {
  REQ: '@zeromq-ts/reqrep',
  REP: '@zeromq-ts/reqrep',
  PUB: '@zeromq-ts/pubsub',
  SUB: '@zeromq-ts/pubsub',
  XPUB: '@zeromq-ts/pubsub',
  XSUB: '@zeromq-ts/pubsub',
  PUSH: '@zeromq-ts/pushpull',
  PULL: '@zeromq-ts/pushpull',
  DEALER: '@zeromq-ts/dealerrouter',
  ROUTER: '@zeromq-ts/dealerrouter',
  PAIR: '@zeromq-ts/pair',
  STREAM: '@zeromq-ts/stream',
};

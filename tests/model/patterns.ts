import type { SocketTypeName } from '../conformance/socket-classes.js';

/** Who talks to whom in a pattern. */
export interface PatternPlan {
  readonly left: SocketTypeName;
  readonly right: SocketTypeName;
}

/** All pairs of types that ZeroMQ lets talk to each other, each once. */
export const PATTERNS: Readonly<Record<string, PatternPlan>> = {
  'push-pull': { left: 'PUSH', right: 'PULL' },
  'dealer-dealer': { left: 'DEALER', right: 'DEALER' },
  'pair-pair': { left: 'PAIR', right: 'PAIR' },
  'req-rep': { left: 'REQ', right: 'REP' },
  'dealer-router': { left: 'DEALER', right: 'ROUTER' },
  'router-dealer': { left: 'ROUTER', right: 'DEALER' },
  'pub-sub': { left: 'PUB', right: 'SUB' },
  'pub-xsub': { left: 'PUB', right: 'XSUB' },
  'xpub-sub': { left: 'XPUB', right: 'SUB' },
  'xpub-xsub': { left: 'XPUB', right: 'XSUB' },
};

/** What README and the public contract promise of a socket type. */
export interface TypePromises {
  /** Whether there is a `send` at all, and who gets a message. */
  readonly sends: 'nobody' | 'next' | 'named' | 'subscribers' | 'requester';
  readonly receives: boolean;
  /** Whether `send` waits while every queue that it may use is full. */
  readonly waits: boolean;
  /** Requests and replies alternate. */
  readonly lockstep: boolean;
  /** It talks to one peer at a time. */
  readonly exclusive: boolean;
}

const plain = { receives: true, waits: false, lockstep: false, exclusive: false } as const;

export const PROMISES: Readonly<Record<SocketTypeName, TypePromises>> = {
  PUSH: { ...plain, sends: 'next', receives: false, waits: true },
  PULL: { ...plain, sends: 'nobody' },
  DEALER: { ...plain, sends: 'next', waits: true },
  ROUTER: { ...plain, sends: 'named' },
  PAIR: { ...plain, sends: 'next', waits: true, exclusive: true },
  REQ: { ...plain, sends: 'next', waits: true, lockstep: true },
  REP: { ...plain, sends: 'requester', lockstep: true },
  PUB: { ...plain, sends: 'subscribers', receives: false },
  XPUB: { ...plain, sends: 'subscribers' },
  SUB: { ...plain, sends: 'nobody' },
  XSUB: { ...plain, sends: 'nobody' },
};

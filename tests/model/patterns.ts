import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import type { Side } from './scenario.js';

/** Who talks to whom in a pattern. */
export interface PatternPlan {
  readonly left: SocketTypeName;
  readonly right: SocketTypeName;
}

/** All pairs of types that ZeroMQ lets talk to each other, each once, and one of them from both of its sides. */
export const PATTERNS: Readonly<Record<string, PatternPlan>> = {
  'push-pull': { left: 'PUSH', right: 'PULL' },
  'dealer-dealer': { left: 'DEALER', right: 'DEALER' },
  'pair-pair': { left: 'PAIR', right: 'PAIR' },
  'req-rep': { left: 'REQ', right: 'REP' },
  'req-router': { left: 'REQ', right: 'ROUTER' },
  'dealer-rep': { left: 'DEALER', right: 'REP' },
  'dealer-router': { left: 'DEALER', right: 'ROUTER' },
  'router-dealer': { left: 'ROUTER', right: 'DEALER' },
  'router-router': { left: 'ROUTER', right: 'ROUTER' },
  'pub-sub': { left: 'PUB', right: 'SUB' },
  'pub-xsub': { left: 'PUB', right: 'XSUB' },
  'xpub-sub': { left: 'XPUB', right: 'SUB' },
  'xpub-xsub': { left: 'XPUB', right: 'XSUB' },
};

/** What README and the public contract promise of a socket type. */
export interface TypePromises {
  /** Whether there is a `send` at all, and who gets a message. */
  readonly sends: 'nobody' | 'next' | 'named' | 'subscribers' | 'publishers' | 'requester';
  readonly receives: boolean;
  /** Whether `send` waits while every queue that it may use is full. */
  readonly waits: boolean;
  /** Requests and replies alternate. */
  readonly lockstep: boolean;
  /** It talks to one peer at a time. */
  readonly exclusive: boolean;
  /** What the frames of a message stand behind, at either end of its way. */
  readonly envelope: 'none' | 'routing id' | 'delimiter' | 'routing id and delimiter';
}

const plain = { receives: true, waits: false, lockstep: false, exclusive: false, envelope: 'none' } as const;

const PROMISES: Readonly<Record<SocketTypeName, TypePromises>> = {
  PUSH: { ...plain, sends: 'next', receives: false, waits: true },
  PULL: { ...plain, sends: 'nobody' },
  DEALER: { ...plain, sends: 'next', waits: true },
  ROUTER: { ...plain, sends: 'named', envelope: 'routing id' },
  PAIR: { ...plain, sends: 'next', waits: true, exclusive: true },
  REQ: { ...plain, sends: 'next', waits: true, lockstep: true },
  REP: { ...plain, sends: 'requester', lockstep: true },
  PUB: { ...plain, sends: 'subscribers', receives: false },
  XPUB: { ...plain, sends: 'subscribers' },
  SUB: { ...plain, sends: 'nobody' },
  XSUB: { ...plain, sends: 'publishers' },
};

/** What is promised of a type in a pattern: a ROUTER answers a REQ, and a DEALER writes and reads the envelope of a REP. */
export function promisesOf(pattern: string, type: SocketTypeName): TypePromises {
  if (pattern === 'req-router' && type === 'ROUTER') {
    return { ...PROMISES.ROUTER, sends: 'requester', envelope: 'routing id and delimiter' };
  }
  if (pattern === 'dealer-rep' && type === 'DEALER') return { ...PROMISES.DEALER, envelope: 'delimiter' };
  return PROMISES[type];
}

/** The type of a socket on one side. */
export function typeOf(pattern: string, side: Side): SocketTypeName {
  const plan = PATTERNS[pattern];
  if (plan === undefined) throw new Error(`There is no pattern ${pattern}: ${Object.keys(PATTERNS).join(', ')}.`);
  return plan[side];
}

/** Whether a REQ or REP takes part, whose messages go nowhere unless both sides take their turns. */
export function alternates(pattern: string): boolean {
  return (['left', 'right'] as const).some((side) => PROMISES[typeOf(pattern, side)].lockstep);
}

/** Whether messages find their way by the routing ids of peers. */
export function routesById(pattern: string): boolean {
  return (['left', 'right'] as const).some((side) => typeOf(pattern, side) === 'ROUTER');
}

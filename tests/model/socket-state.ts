import type { TypePromises } from './patterns.js';
import { promisesOf } from './patterns.js';
import type { SocketPlan } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';

/** What the model knows of one socket, from its opening to its end. */
export interface SocketState {
  readonly who: number;
  readonly plan: SocketPlan;
  readonly promises: TypePromises;
  readonly id: string | undefined;
  /** `closing`: `close` was called with a linger period that may still run. */
  life: 'open' | 'closing' | 'closed';
  readonly bound: Set<number>;
  readonly connected: Set<number>;
  /** A loop in the program receives all that comes. */
  reading: boolean;
  iterating: boolean;
  readonly topics: Set<string>;
  /** With `manual`, at the publisher's: topics that were taken back, whatever the subscriber asks for. */
  readonly revoked: Set<string>;
  /** Topics that every publisher it is connected to is known to have heard of. */
  readonly sure: Set<string>;
  /** Every topic that it has ever asked for. */
  readonly asked: Set<string>;
  /** Every publisher that it can have by now is known to have heard from it. */
  met: boolean;
  /** How often what it must get has changed. */
  epoch: number;
  /** Publishers whose welcome message must have come, if it reads. */
  readonly welcomes: Set<SocketState>;
  /** Over how many connections, one after the other or beside each other, it could reach each peer. */
  readonly paths: Map<SocketState, number>;
  /** A peer that it may have sent to has left or was cut off: what was meant for that peer may be dropped. */
  peerLeft: boolean;
  /** Its linger period may have been too short for what it had sent. */
  cutShort: boolean;
  /** Endpoints that it has let go of itself and may still be delivering to: each with how often it has done so. */
  readonly lingering: Map<number, number>;
  /** The same, with a linger period that may be over. */
  readonly fading: Map<number, number>;
  /** It has connected to some endpoint, now or before. */
  dialled: boolean;
  /** It may end connections by itself: a REQ that gives up a request makes another one. */
  renews: boolean;
}

export function newSocket(who: number, plan: SocketPlan, pattern: string, id: string | undefined): SocketState {
  return {
    who,
    plan,
    promises: promisesOf(pattern, plan.type),
    id,
    life: 'open',
    bound: new Set(),
    connected: new Set(),
    reading: false,
    iterating: false,
    topics: new Set(),
    revoked: new Set(),
    sure: new Set(),
    asked: new Set(),
    met: false,
    epoch: 0,
    welcomes: new Set(),
    paths: new Map(),
    peerLeft: false,
    cutShort: false,
    lingering: new Map(),
    fading: new Map(),
    dialled: false,
    renews: plan.options['relaxed'] === true,
  };
}

export function isSubscriber({ plan }: SocketState): boolean {
  return plan.type === 'SUB' || plan.type === 'XSUB';
}

/** Whether it delivers, or wants, what matches none of the subscriptions. */
export function inverts({ plan }: SocketState): boolean {
  return plan.options['invertMatching'] === true;
}

export function covers(topics: Iterable<string>, topic: string): boolean {
  return [...topics].some((each) => topic.startsWith(each));
}

/** What a subscriber had asked for, one topic or all, may not be in force any more. */
export function doubt(socket: SocketState, topic?: string): void {
  socket.epoch++;
  if (topic === undefined) {
    socket.sure.clear();
    socket.met = false;
  } else {
    socket.sure.delete(topic);
  }
}

/** Two sockets have so many connections more. */
export function countConnections(one: SocketState, other: SocketState, connections = 1): void {
  one.paths.set(other, (one.paths.get(other) ?? 0) + connections);
  other.paths.set(one, (other.paths.get(one) ?? 0) + connections);
}

/** The linger period of `disconnect` and `unbind`, in milliseconds. */
export function lingerOf({ plan }: SocketState): number {
  const linger = plan.options['linger'];
  return typeof linger === 'number' ? linger : LONG_LINGER_MS;
}

/**
 * Whether a PAIR of libzmq may have refused this peer. It greets a second peer, then takes nothing from it, and neither
 * ends the connection nor tries it again. A peer that has left is its peer until its program has received everything.
 */
export function refusedUnseen({ promises, paths }: SocketState): boolean {
  return promises.exclusive && [...paths.keys()].some(mayHaveRefused);
}

/** Whether this is a PAIR of libzmq that may have refused its only peer. */
export function mayHaveRefused({ plan, promises, paths }: SocketState): boolean {
  const connections = [...paths.values()].reduce((sum, each) => sum + each, 0);
  return promises.exclusive && plan.engine === 'libzmq' && connections > 1;
}

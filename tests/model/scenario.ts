import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import type { Transport } from './transports.js';

/** The two sides of a pattern. Sockets of one side talk to sockets of the other. */
export type Side = 'left' | 'right';

export type EngineName = 'zmtp' | 'libzmq';

/** The options of a socket, as its constructor takes them. */
export type SocketOptions = Readonly<Record<string, string | number | boolean>>;

/** One socket of a scenario. It can be closed and opened again, with the same options. */
export interface SocketPlan {
  readonly side: Side;
  readonly type: SocketTypeName;
  readonly engine: EngineName;
  readonly options: SocketOptions;
}

/** One endpoint of a scenario: one side binds it, the other connects to it. */
export interface EndpointPlan {
  readonly boundBy: Side;
  /** A proxy stands in front of it, which can be cut and stalled. Only over tcp. */
  readonly proxied: boolean;
}

/** How a receive is called. */
export type ReceiveKind = 'plain' | 'timeout' | 'signal' | 'try';

/** One thing that a program does. `who` is the index of a socket, `at` that of an endpoint. */
export type Step =
  | { readonly do: 'open'; readonly who: number; readonly id?: string }
  | { readonly do: 'bind'; readonly who: number; readonly at: number }
  | { readonly do: 'unbind'; readonly who: number; readonly at: number }
  | { readonly do: 'connect'; readonly who: number; readonly at: number }
  | { readonly do: 'disconnect'; readonly who: number; readonly at: number }
  | SendStep
  | RequestStep
  | { readonly do: 'receive'; readonly who: number; readonly how: ReceiveKind }
  | { readonly do: 'abort'; readonly who: number }
  | { readonly do: 'iterate'; readonly who: number }
  | { readonly do: 'leave'; readonly who: number }
  | { readonly do: 'read'; readonly who: number }
  | { readonly do: 'pause'; readonly who: number }
  | { readonly do: 'subscribe'; readonly who: number; readonly topic: string }
  | { readonly do: 'unsubscribe'; readonly who: number; readonly topic: string }
  | { readonly do: 'grant'; readonly who: number; readonly topic: string }
  | { readonly do: 'revoke'; readonly who: number; readonly topic: string }
  | { readonly do: 'close'; readonly who: number; readonly linger: number }
  | { readonly do: 'cut'; readonly at: number }
  | { readonly do: 'stall'; readonly at: number }
  | { readonly do: 'resume'; readonly at: number }
  | { readonly do: 'settle' };

/** A step at a proxy. */
export type ProxyStep = Extract<Step, { readonly do: 'cut' | 'stall' | 'resume' }>;

/** A step at a socket that is open. */
export type SocketStep = Exclude<Extract<Step, { readonly who: number }>, { readonly do: 'open' }>;

/** Sends `count` messages of at least `bytes` bytes each, without waiting for one before the next. */
export interface SendStep {
  readonly do: 'send';
  readonly who: number;
  readonly count: number;
  readonly bytes: number;
  /** By `trySend` instead of `send`. */
  readonly attempt?: boolean;
  /** The topic, for a publisher. */
  readonly topic?: string;
  /** The routing id of the receiver, for a ROUTER. */
  readonly to?: string;
}

/** Calls `request`. */
export interface RequestStep {
  readonly do: 'request';
  readonly who: number;
  readonly bytes: number;
  /** Milliseconds for each try; null: no limit. */
  readonly timeout: number | null;
  readonly retries: number;
  /** With a signal, which a step `abort` aborts. */
  readonly abortable?: boolean;
}

/** A program: what there is, and what is done with it in order. */
export interface Scenario {
  readonly pattern: string;
  readonly transport: Transport;
  readonly sockets: readonly SocketPlan[];
  readonly endpoints: readonly EndpointPlan[];
  readonly steps: readonly Step[];
}

/** Milliseconds of a linger period that no scenario lives to see the end of. */
export const LONG_LINGER_MS = 30_000;

/** Milliseconds of a linger period that is over before the scenario is. */
export const SHORT_LINGER_MS = 20;

export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

import type { Usage } from './usage.js';
import type { SequenceFaults } from './sequence-check.js';

/** What one side of a measurement does. */
export interface RoleOptions {
  readonly pattern: string;
  /** Bytes of each frame. */
  readonly size: number;
  readonly frames: number;
  /** Messages of each sender; `undefined`: as many as in `duration`. */
  readonly count: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
  /** Milliseconds before the measurement. */
  readonly warmup: number;
  /** Messages in a second, sent by the clock; `undefined`: as fast as possible. */
  readonly rate: number | undefined;
  /** How many are on the other side. */
  readonly peers: number;
  /** The number of this sender. */
  readonly sender: number;
  readonly engine: 'zmtp' | 'libzmq';
  readonly mechanism: 'null' | 'plain' | 'curve';
  /** Of a CURVE server, for the side that connects. */
  readonly serverKey: string | undefined;
  readonly endpoint: string;
  readonly bind: boolean;
  readonly signal: AbortSignal;
  /** Called when the endpoint is bound. */
  readonly bound: (endpoint: string, serverKey: string | undefined) => void;
}

/** Latencies, in microseconds. */
export interface Latency {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
  /** Value and how many are at most that. */
  readonly histogram: readonly (readonly [number, number])[];
}

/** What a side has found. */
export interface RoleResult extends Usage {
  readonly role: 'send' | 'receive' | 'both';
  /** Messages sent, or received, in the measurement. */
  readonly messages: number;
  readonly bytes: number;
  readonly faults?: SequenceFaults | undefined;
  /** Messages that a PUB has dropped. */
  readonly dropped?: number | undefined;
  /** Messages that were queued when the last one was sent. */
  readonly backlog?: number | undefined;
  readonly latency?: Latency | undefined;
}

import type { Peer } from '../peers/peer.js';
import type { Timing } from '../run/timing.js';

/** One figure of a case. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  /** Which is better. */
  readonly better: 'more' | 'less';
}

/** The figures of one round for one peer, by metric name. */
export type Figures = Readonly<Record<string, number>>;

/** One thing to measure. */
export interface Case {
  readonly name: string;
  readonly metrics: readonly Metric[];
  /** Bytes of a message, where there are several sizes to choose from. */
  readonly size?: number;
  /** Runs in quick mode, too. */
  readonly quick: boolean;
  /** The figures are the same in every round. */
  readonly once?: boolean;
  /** Peers that take part, of those that have the program; all by default. */
  readonly peers?: readonly string[];
  measure(peer: Peer, timing: Timing): Promise<Figures>;
}

/** A group of cases, in a file of its own. */
export interface Scenario {
  readonly name: string;
  /** What is measured, in a sentence. */
  readonly title: string;
  /** The program of the peers that it needs. */
  readonly program: string;
  /** The peers that the others are compared with, beside one another. Default: npm zeromq and libzmq in C. */
  readonly against?: readonly string[];
  readonly cases: readonly Case[];
}

export const MESSAGES: Metric = { name: 'rate', unit: 'messages/s', better: 'more' };
export const ROUND_TRIP: readonly Metric[] = ['median', 'p99', 'p99.9'].map((name) => ({
  name,
  unit: 'µs',
  better: 'less',
}));

/** After how many messages the clock is looked at: about 64 KiB. */
export function strideOf(size: number): number {
  return Math.max(1, Math.min(64, 2 ** Math.floor(Math.log2(65_536 / size))));
}

export function sizeText(size: number): string {
  if (size < 1024) return `${size} B`;
  return size < 1_048_576 ? `${size / 1024} KiB` : `${size / 1_048_576} MiB`;
}

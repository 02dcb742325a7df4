import type { Sides } from './measure.js';
import type { Latency, RoleResult } from './role.js';
import type { BenchKind } from './roles.js';
import type { SequenceFaults } from './sequence-check.js';
import { type Variant } from './variant.js';

/** What one side has cost. */
export interface SideCost {
  /** Microseconds of processor time for each message. */
  readonly cpu: number;
  /** Bytes of memory, of the largest process. */
  readonly rss: number;
}

/** The result of one measurement. */
export interface Row extends Variant, SequenceFaults {
  readonly bench: BenchKind;
  readonly repeat: number;
  /** Messages that arrived, round trips, or connections. */
  readonly messages: number;
  /** Seconds. */
  readonly seconds: number;
  /** In a second. */
  readonly rate: number;
  /** Bytes in a second. */
  readonly throughput: number;
  /** Messages that a PUB has dropped. */
  readonly dropped: number;
  /** Messages that were queued when the last one was sent. */
  readonly backlog: number;
  readonly send: SideCost;
  readonly receive: SideCost;
  readonly latency: Latency | undefined;
}

/** Puts both sides of a measurement together. */
export function rowOf(bench: BenchKind, variant: Variant, repeat: number, { senders, receivers }: Sides): Row {
  // Round trips and connections are counted where they begin.
  const counted = bench === 'lat' || bench === 'connect' ? senders : receivers;
  const messages = sum(counted, (each) => each.messages);
  const seconds = Math.max(...counted.map(({ elapsed }) => elapsed)) / 1000;
  const perSecond = (value: number): number => (seconds > 0 ? value / seconds : 0);
  return {
    bench,
    ...variant,
    repeat,
    messages,
    seconds,
    rate: perSecond(messages),
    throughput: perSecond(sum(counted, (each) => each.bytes)),
    lost: sum(counted, (each) => each.faults?.lost ?? 0),
    disordered: sum(counted, (each) => each.faults?.disordered ?? 0),
    wrongSize: sum(counted, (each) => each.faults?.wrongSize ?? 0),
    dropped: sum(senders, (each) => each.dropped ?? 0),
    backlog: sum(senders, (each) => each.backlog ?? 0),
    send: costOf(senders),
    receive: costOf(receivers),
    latency: senders[0]?.latency,
  };
}

/** What is compared: more is better. */
export function scoreOf(row: Row): number {
  return row.bench === 'lat' && row.latency !== undefined ? 1e6 / row.latency.p50 : row.rate;
}

function costOf(results: readonly RoleResult[]): SideCost {
  const messages = sum(results, (each) => each.messages);
  const cpu = sum(results, (each) => each.cpu);
  return {
    cpu: messages === 0 ? 0 : (cpu * 1000) / messages,
    rss: Math.max(...results.map(({ rss }) => rss)),
  };
}

function sum(results: readonly RoleResult[], of: (result: RoleResult) => number): number {
  return results.reduce((total, each) => total + of(each), 0);
}

import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import { parseChoice, parseSize } from '../grammar/values.js';
import { PATTERNS } from './patterns.js';
import type { BenchKind } from './roles.js';

/** One of the things that are compared in a run. */
export interface Variant {
  readonly pattern: string;
  readonly transport: string;
  readonly engine: 'zmtp' | 'libzmq';
  readonly mechanism: 'null' | 'plain' | 'curve';
  readonly size: number;
  readonly frames: number;
  readonly clients: number;
}

/** Which patterns a measurement can take; the first is its default. */
const PATTERNS_OF: Readonly<Record<BenchKind, readonly string[]>> = {
  thr: ['push-pull', 'pub-sub', 'dealer-router', 'pair'],
  lat: ['req-rep', 'dealer-router', 'pair'],
  fanout: ['pub-sub'],
  fanin: ['push-pull', 'dealer-router'],
  connect: ['dealer-router', 'push-pull', 'req-rep', 'pair'],
};

const SIZES_OF: Readonly<Record<BenchKind, string>> = { thr: '10', lat: '8', fanout: '10', fanin: '10', connect: '0' };

/** All combinations that the flags ask for. @throws UsageError for what cannot be measured. */
export function variantsOf(kind: BenchKind, flags: Flags): readonly Variant[] {
  const list = (name: string, fallback: string): readonly string[] => (flags.text(name) ?? fallback).split(',');
  const patterns = list('pattern', PATTERNS_OF[kind][0] as string).map((text) => patternOf(kind, text));
  const transports = list('transport', 'tcp').map((text) =>
    parseChoice(text, '--transport', ['tcp', 'ipc', 'inproc', 'ws']),
  );
  const mechanisms = list('mechanism', 'null').map(
    (text) => parseChoice(text, '--mechanism', ['null', 'plain', 'curve']) as Variant['mechanism'],
  );
  const engine = flags.text('engine') ?? 'zmtp';
  const engines = (engine === 'both' ? ['zmtp', 'libzmq'] : [engine]) as readonly Variant['engine'][];
  const sizes = list('size', SIZES_OF[kind]).map((text) => parseSize(text, '--size'));
  const frames = flags.number('frames') ?? 1;
  const clients = kind === 'fanout' || kind === 'fanin' ? (flags.number('clients') ?? 4) : 1;
  if (clients === 1 && (flags.number('clients') ?? 1) > 1) {
    throw new UsageError(`zmq bench ${kind} has one peer: bench fanout and bench fanin take --clients.`);
  }
  if (flags.given('rate') && (kind !== 'lat' || patterns.includes('req-rep'))) {
    throw new UsageError(
      '--rate is for bench lat with --pattern dealer-router or pair: a REQ sends only when it has its reply.',
    );
  }
  return patterns.flatMap((pattern) =>
    transports.flatMap((transport) =>
      mechanisms.flatMap((mechanism) =>
        engines.flatMap((each) =>
          sizes.map((size) => ({ pattern, transport, engine: each, mechanism, size, frames, clients })),
        ),
      ),
    ),
  );
}

function patternOf(kind: BenchKind, text: string): string {
  parseChoice(text, '--pattern', Object.keys(PATTERNS));
  if (PATTERNS_OF[kind].includes(text)) return text;
  throw new UsageError(`zmq bench ${kind} measures ${PATTERNS_OF[kind].join(', ')}, not ${text}.`);
}

/** What a variant is called where there are others: only what they differ in, and the size. */
export function nameOf(variant: Variant): string {
  const { pattern, transport, engine, mechanism, size, frames, clients } = variant;
  const extras = [
    frames === 1 ? '' : `${frames} frames`,
    mechanism === 'null' ? '' : mechanism,
    clients === 1 ? '' : `${clients} clients`,
  ];
  return [pattern, transport, engine, `${size} B`, ...extras].filter((part) => part !== '').join(' ');
}

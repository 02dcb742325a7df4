import type { Results, Series } from '../run/results.js';

/** Where a figure of this project must be, as a ratio to that of a peer, or on its own. */
export interface Target {
  readonly title: string;
  readonly scenario: string;
  readonly case: string;
  readonly metric: string;
  /** Whose figure; `zmtp` by default. */
  readonly peer?: string;
  /** The peer it is compared with; without it the figure itself counts. */
  readonly against?: string;
  readonly demand: 'at least' | 'at most';
  /** What is needed. */
  readonly first?: number;
  /** What is aimed for. */
  readonly second?: number;
  /** What a figure that is no ratio is followed by. */
  readonly unit?: string;
}

type Pair = readonly [first: number | undefined, second?: number];

function against(
  title: string,
  place: Pick<Target, 'scenario' | 'case' | 'metric'>,
  demand: Target['demand'],
  npm: Pair,
  c: Pair | undefined,
): Target[] {
  const row = (peer: string, [first, second]: Pair): Target => ({
    title,
    ...place,
    against: peer,
    demand,
    ...(first === undefined ? {} : { first }),
    ...(second === undefined ? {} : { second }),
  });
  return [row('npm zeromq', npm), ...(c === undefined ? [] : [row('libzmq in C', c)])];
}

const rate = (scenario: string, name: string): Pick<Target, 'scenario' | 'case' | 'metric'> => ({
  scenario,
  case: name,
  metric: 'rate',
});

function overWebSocket(name: string, floor: number | undefined, jszmq: number): Target[] {
  const place = { title: `${name}, messages/s`, ...rate('websocket', name), demand: 'at least' } as const;
  return [
    { ...place, against: 'ws', ...(floor === undefined ? {} : { second: floor }) },
    { ...place, against: 'jszmq', second: jszmq },
  ];
}

export const TARGETS: readonly Target[] = [
  ...against('PUSH/PULL tcp 10 B, messages/s', rate('push-pull', 'tcp 10 B'), 'at least', [10, 18], [0.5, 1]),
  ...against('PUSH/PULL tcp 128 B, messages/s', rate('push-pull', 'tcp 128 B'), 'at least', [7, 11], [0.9, 1.4]),
  ...against('PUSH/PULL tcp 1 KiB, messages/s', rate('push-pull', 'tcp 1 KiB'), 'at least', [2.5, 3.5], [1, 1.4]),
  ...against('PUSH/PULL tcp 64 KiB, bytes/s', rate('push-pull', 'tcp 64 KiB'), 'at least', [1.2, 1.5], [0.8, 1]),
  ...against('PUSH/PULL tcp 1 MiB, bytes/s', rate('push-pull', 'tcp 1 MiB'), 'at least', [1.2, 1.5], [0.8, 1]),
  ...against(
    'REQ/REP tcp 64 B, time per round trip',
    { scenario: 'req-rep', case: 'tcp 64 B', metric: 'median' },
    'at most',
    [0.5, 0.4],
    [0.9, 0.7],
  ),
  ...against(
    'DEALER/ROUTER, 256 under way',
    rate('dealer-router', '256 under way'),
    'at least',
    [6, 12],
    [undefined, 0.8],
  ),
  ...against('inproc PUSH/PULL 10 B', rate('inproc', 'PUSH/PULL 10 B'), 'at least', [20, 40], [0.5, 1]),
  ...against(
    'PUB to 8 subscribers, deliveries/s',
    rate('pub-sub', '8 subscribers'),
    'at least',
    [5, 10],
    [undefined, 0.7],
  ),
  ...against('CURVE PUSH/PULL 64 B', rate('curve', 'PUSH/PULL 64 B'), 'at least', [undefined, 1], undefined),
  ...against('CURVE PUSH/PULL 1 KiB', rate('curve', 'PUSH/PULL 1 KiB'), 'at least', [undefined, 1], undefined),
  ...against(
    'CURVE PUSH/PULL 64 KiB, bytes/s',
    rate('curve', 'PUSH/PULL 64 KiB'),
    'at least',
    [undefined, 0.5],
    undefined,
  ),
  ...overWebSocket('PUSH/PULL ws 64 B', 2, 5),
  ...overWebSocket('PUSH/PULL ws 1 KiB', undefined, 5),
  ...overWebSocket('PUSH/PULL ws 64 KiB', 0.9, 5),
  {
    title: 'libzmq engine, PUSH/PULL tcp 10 B',
    ...rate('push-pull', 'tcp 10 B'),
    peer: 'libzmq',
    against: 'npm zeromq',
    demand: 'at least',
    first: 0.9,
  },
  {
    title: 'memory of an idle connection',
    scenario: 'scale',
    case: '5,000 DEALERs',
    metric: 'memory of a connection at the ROUTER',
    demand: 'at most',
    first: 24,
    unit: ' KiB',
  },
  {
    title: 'held by one small message that is kept',
    scenario: 'memory',
    case: 'one message in a thousand kept out of 3 million',
    metric: 'bytes held',
    demand: 'at most',
    first: 8192,
    unit: ' B',
  },
  {
    title: 'growth of the peak memory of a stream, from 10 million messages to 40 million',
    scenario: 'memory',
    case: 'a stream of 40 million messages, from its first 10 million to its end',
    metric: 'growth of the peak',
    demand: 'at most',
    // None but noise: the heap of V8 has no fixed size.
    first: 16,
    unit: ' MiB',
  },
  {
    title: 'cold start',
    scenario: 'cold-start',
    case: 'first message',
    metric: 'time',
    against: 'npm zeromq',
    demand: 'at most',
    first: 1,
  },
  {
    title: 'unpacked install of one pattern package with what it needs',
    scenario: 'cold-start',
    case: 'package',
    metric: 'unpacked install',
    demand: 'at most',
    first: 1000,
    unit: ' kB',
  },
  {
    title: 'core and one pattern package, bundled, minified and gzipped',
    scenario: 'cold-start',
    case: 'package',
    metric: 'bundle, minified and gzipped',
    demand: 'at most',
    first: 15,
    unit: ' kB',
  },
  {
    title: 'messages of quiet peers beside one that floods, p99',
    scenario: 'fairness',
    case: '10 quiet peers and one that floods',
    metric: 'p99',
    demand: 'at most',
    first: 5000,
    unit: ' µs',
  },
  {
    title: 'timers of a receiver that is flooded, p99 of how late they are',
    scenario: 'fairness',
    case: '10 quiet peers and one that floods',
    metric: 'timer, p99',
    demand: 'at most',
    first: 10_000,
    unit: ' µs',
  },
];

/** A target, and what has come out. */
export interface AuthenticationResult {
  readonly target: Target;
  readonly ratio: number;
  readonly first: boolean | undefined;
  readonly second: boolean | undefined;
}

/** The verdicts on all targets of which the run has the figures. */
export function judge({ series }: Results): AuthenticationResult[] {
  return TARGETS.flatMap((target) => {
    const own = find(series, target, target.peer ?? 'zmtp');
    const other = target.against === undefined ? undefined : find(series, target, target.against);
    if (own === undefined || (target.against !== undefined && other === undefined)) return [];
    const ratio = own.median / (other?.median ?? 1);
    const meets = (figure: number | undefined): boolean | undefined =>
      figure === undefined ? undefined : target.demand === 'at least' ? ratio >= figure : ratio <= figure;
    return { target, ratio, first: meets(target.first), second: meets(target.second) };
  });
}

function find(series: readonly Series[], target: Target, peer: string): Series | undefined {
  return series.find(
    (each) =>
      each.scenario === target.scenario &&
      each.case === target.case &&
      each.metric === target.metric &&
      each.peer === peer,
  );
}

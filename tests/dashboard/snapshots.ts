import type { ShownProcess } from '@zeromq-ts/dashboard';
import { LATENCY_BOUNDS_MS, type ProcessSnapshot, type RequestFigures, type SocketSnapshot } from '@zeromq-ts/stats';

/** Processes that a test makes: each call of `show` is a snapshot that has come. */
export class Processes implements AsyncIterable<ShownProcess> {
  readonly #waiting: ShownProcess[] = [];
  #wake = (): void => {};

  show(snapshot: ProcessSnapshot, endpoint = `ipc:///run/zmq-stats/${snapshot.pid}`): void {
    this.#waiting.push({ endpoint, snapshot });
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ShownProcess, void, undefined> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** A snapshot with these members, and ordinary ones otherwise. */
export function processSnapshot(members: Partial<ProcessSnapshot> = {}): ProcessSnapshot {
  return {
    zmqstats: 1,
    time: 10_000,
    pid: 4711,
    thread: 0,
    name: 'server',
    runtime: 'node 24.1.0',
    started: 1000,
    // Long: a process that is silent for several of its intervals is taken away.
    interval: 1_000_000,
    sockets: [],
    otherSockets: 0,
    ...members,
  };
}

/** The same of a socket; `stats` can be given in part. */
export function socketSnapshot({
  stats,
  ...members
}: Partial<Omit<SocketSnapshot, 'stats'>> & {
  readonly stats?: Partial<SocketSnapshot['stats']>;
} = {}): SocketSnapshot {
  return {
    id: 1,
    type: 'PUB',
    engine: 'zmtp',
    endpoints: ['tcp://127.0.0.1:5556'],
    otherEndpoints: 0,
    peers: [],
    events: {},
    recentEvents: [],
    ...members,
    stats: {
      messagesSent: 0,
      bytesSent: 0,
      messagesReceived: 0,
      bytesReceived: 0,
      ignored: 0,
      dropped: {},
      peers: members.peers?.length ?? 0,
      waitingSends: 0,
      ...stats,
    },
  };
}

/** What `request()` has counted: replies by the number of their bucket, and other figures. */
export function requestFigures(
  replies: Readonly<Record<number, number>>,
  figures: Partial<RequestFigures> = {},
): RequestFigures {
  const latencyCounts = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, (_, bucket) => replies[bucket] ?? 0);
  const count = latencyCounts.reduce((sum, each) => sum + each, 0);
  return {
    requests: count + (figures.failures ?? 0),
    replies: count,
    retries: 0,
    timeouts: 0,
    losses: 0,
    failures: 0,
    latencyCounts,
    latencySum: 0,
    ...figures,
  };
}

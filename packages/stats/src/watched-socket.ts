import type { SocketPeer, SocketStats } from '@zeromq-ts/core';
import type { ObservedSocket, SocketEventName, SocketEvents } from '@zeromq-ts/core/spi';
import {
  type EventSnapshot,
  LATENCY_BOUNDS_MS,
  MAX_ENDPOINTS,
  MAX_EVENTS,
  MAX_TEXT_LENGTH,
  type OtherPeers,
  type PeerFigures,
  type PeerSnapshot,
  type RequestFigures,
  type SocketFigures,
  type SocketSnapshot,
} from './snapshot.js';

/** A socket whose events are counted. */
export class WatchedSocket {
  readonly inside: ObservedSocket;
  readonly #id: number;
  readonly #events: Record<string, number> = {};
  readonly #recent: EventSnapshot[] = [];
  readonly #closed: () => void;
  readonly #remove: () => void;

  /** @param closed Called when the socket is closed. */
  constructor(inside: ObservedSocket, id: number, closed: () => void) {
    this.inside = inside;
    this.#id = id;
    this.#closed = closed;
    this.#remove = inside.observe((name, event) => this.#count(name, event));
  }

  get peerCount(): number {
    return this.inside.peers.length;
  }

  /** How many events can be described. */
  get eventCount(): number {
    return this.#recent.length;
  }

  /** @param most How many peers are described; no more events than that, either. */
  snapshot(most: number): SocketSnapshot {
    const { definition, engineName, endpoints, peers } = this.inside;
    const others = peers.slice(most);
    return {
      id: this.#id,
      type: definition.type,
      engine: engineName,
      endpoints: endpoints.slice(0, MAX_ENDPOINTS).map((each) => short(each)),
      otherEndpoints: Math.max(0, endpoints.length - MAX_ENDPOINTS),
      stats: figuresOf(this.inside.stats()),
      requests: requestFiguresOf(this.inside.ownStats?.()),
      peers: peers.slice(0, most).map((peer) => describePeer(peer)),
      otherPeers: others.length === 0 ? undefined : sumOf(others),
      events: { ...this.#events },
      recentEvents: most === 0 ? this.#recent.slice(-1) : this.#recent.slice(-most),
    };
  }

  release(): void {
    this.#remove();
  }

  #count<N extends SocketEventName>(name: N, event: SocketEvents[N]): void {
    this.#events[name] = (this.#events[name] ?? 0) + 1;
    const { endpoint, peer, error, reason } = event as SocketEvents['dropped'] & { reason?: string };
    this.#recent.push({
      name,
      time: Date.now(),
      endpoint: short(endpoint),
      address: short(peer?.address),
      reason: short(reason ?? error?.message, 200),
    });
    if (this.#recent.length > MAX_EVENTS) this.#recent.shift();
    // With an endpoint, it is that which is closed.
    if (name === 'closed' && endpoint === undefined) this.#closed();
  }
}

function short(text: string, most?: number): string;
function short(text: string | undefined, most?: number): string | undefined;
function short(text: string | undefined, most = MAX_TEXT_LENGTH): string | undefined {
  return text === undefined || text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

function figuresOf(stats: SocketStats): SocketFigures {
  return { ...stats, dropped: Object.fromEntries(Object.entries(stats.dropped).filter(([, count]) => count > 0)) };
}

/** What another copy, or another class, counts may have other members. */
function requestFiguresOf(own: object | undefined): RequestFigures | undefined {
  const { latencyCounts, latencySum, ...counts } = (own ?? {}) as Partial<RequestFigures>;
  if (latencyCounts?.length !== LATENCY_BOUNDS_MS.length + 1 || latencySum === undefined) return undefined;
  const { requests = 0, replies = 0, retries = 0, timeouts = 0, losses = 0, failures = 0 } = counts;
  // Microseconds are enough.
  const sum = Math.round(latencySum * 1000) / 1000;
  return { requests, replies, retries, timeouts, losses, failures, latencyCounts, latencySum: sum };
}

function describePeer(peer: SocketPeer): PeerSnapshot {
  const { address, socketType, mechanism, userId } = peer.info;
  return {
    endpoint: short(peer.endpoint),
    address: short(address),
    socketType: short(socketType),
    mechanism: short(mechanism),
    userId: short(userId),
    routingId: peer.routingId === undefined ? undefined : short(Buffer.from(peer.routingId).toString('hex')),
    since: peer.since?.getTime(),
    ...peerFigures(peer),
  };
}

function peerFigures(peer: SocketPeer): PeerFigures {
  const { dropped, ...figures } = peer.stats();
  if (dropped === undefined) return figures;
  return { ...figures, dropped: Object.values(dropped).reduce((sum, count) => sum + count, 0) };
}

/** A figure that is unknown of one of them is unknown of all. */
function sumOf(peers: readonly SocketPeer[]): OtherPeers {
  const figures = peers.map((peer) => peerFigures(peer));
  const sum = (name: keyof PeerFigures): number | undefined => {
    let total = 0;
    for (const { [name]: figure } of figures) {
      if (figure === undefined) return undefined;
      total += figure;
    }
    return total;
  };
  return {
    count: peers.length,
    messagesSent: sum('messagesSent'),
    bytesSent: sum('bytesSent'),
    messagesReceived: sum('messagesReceived'),
    bytesReceived: sum('bytesReceived'),
    queuedOutgoing: sum('queuedOutgoing'),
    queuedIncoming: sum('queuedIncoming'),
    dropped: sum('dropped'),
  };
}

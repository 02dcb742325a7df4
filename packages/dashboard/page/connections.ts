import type { PeerRow, SocketRow } from '../src/page-message.js';
import type { Figures } from './figures.js';

/** An endpoint with the sockets on both of its sides. */
export interface Junction {
  readonly endpoint: string;
  /** Sockets that have connected to it. */
  readonly connected: readonly SocketRow[];
  /** Sockets that have bound it. */
  readonly bound: readonly SocketRow[];
  /** Peers of the bound sockets that are in no process of which there are figures. */
  readonly others: number;
}

/** A junction while it is filled. */
interface Open {
  readonly connected: Map<number, SocketRow>;
  readonly bound: Map<number, SocketRow>;
  /** Connections, as the sides that have bound count them, and as those that have connected do. */
  accepted: number;
  made: number;
}

/**
 * The connections between sockets. A peer whose address is the endpoint itself is one that this socket has connected to; any other
 * has connected to this socket.
 */
export function junctionsOf({ sockets, peers }: Pick<Figures, 'sockets' | 'peers'>): readonly Junction[] {
  const open = new Map<string, Open>();
  for (const peer of peers.values()) {
    const socket = sockets.get(peer.socket);
    if (socket === undefined || peer.endpoint === '') continue;
    const name = canonical(peer.endpoint);
    const junction = open.get(name) ?? { connected: new Map(), bound: new Map(), accepted: 0, made: 0 };
    open.set(name, junction);
    if (hasConnected(peer)) {
      junction.connected.set(socket.key, socket);
      junction.made++;
    } else {
      junction.bound.set(socket.key, socket);
      junction.accepted += peer.count;
    }
  }
  return [...open]
    .map(([endpoint, { connected, bound, accepted, made }]) => ({
      endpoint,
      connected: [...connected.values()],
      bound: [...bound.values()],
      others: Math.max(0, accepted - made),
    }))
    .toSorted((one, other) => sizeOf(other) - sizeOf(one) || (one.endpoint < other.endpoint ? -1 : 1));
}

function sizeOf({ connected, bound, others }: Junction): number {
  return connected.length + bound.length + others;
}

function hasConnected({ address, endpoint }: PeerRow): boolean {
  return address === endpoint ? address !== '' : address !== '' && canonical(address) === canonical(endpoint);
}

/** What endpoints are called: ten thousand peers have the same few. */
const names = new Map<string, string>();
const MAX_NAMES = 20_000;

/** The names of this machine are one: `tcp://localhost:5555` leads to what is bound as `tcp://0.0.0.0:5555`. */
function canonical(endpoint: string): string {
  const known = names.get(endpoint);
  if (known !== undefined) return known;
  const name = endpoint.replace(
    /^(\w+:\/\/)(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\*|\[::1?\]|\[::ffff:127\.0\.0\.1\])(?=:\d+)/u,
    '$1localhost',
  );
  if (names.size >= MAX_NAMES) names.clear();
  names.set(endpoint, name);
  return name;
}

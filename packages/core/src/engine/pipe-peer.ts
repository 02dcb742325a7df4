import type { PeerInfo } from '../events/events.js';
import type { PeerPipe } from './peer-pipe.js';
import type { PeerTraffic } from './peer-traffic.js';
import type { PeerStats, SocketPeer } from './socket-peer.js';
import type { WatchedRouting } from './watched-routing.js';

/** The connection that a pipe has. A pipe with another connection has another peer. */
export class PipePeer implements SocketPeer {
  readonly endpoint: string;
  readonly info: PeerInfo;
  readonly since: Date;
  readonly #pipe: PeerPipe;
  readonly #traffic: PeerTraffic;
  readonly #routing: Pick<WatchedRouting, 'routingIdOf'>;

  constructor(pipe: PeerPipe, routing: Pick<WatchedRouting, 'routingIdOf'>) {
    this.endpoint = pipe.endpoint;
    this.info = pipe.peer;
    this.since = new Date(pipe.traffic.since);
    this.#pipe = pipe;
    this.#traffic = pipe.traffic;
    this.#routing = routing;
  }

  get connected(): boolean {
    return this.#pipe.linked && this.#pipe.traffic === this.#traffic;
  }

  get routingId(): Uint8Array | undefined {
    return this.connected ? this.#routing.routingIdOf(this.#pipe) : undefined;
  }

  stats(): PeerStats {
    const { connected } = this;
    return {
      ...this.#traffic.totals(),
      dropped: this.#traffic.dropped,
      queuedOutgoing: connected ? this.#pipe.outgoing : 0,
      queuedIncoming: connected ? this.#pipe.unread : 0,
    };
  }
}

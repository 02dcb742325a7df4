import type { PeerInfo } from '../events/events.js';
import { checkCallOptions } from '../options/call-options.js';
import { CLOSE_OPTION_CHECKS, type CloseOptions } from '../options/close-options.js';
import type { PeerPipe } from './peer-pipe.js';
import type { PeerTraffic } from './peer-traffic.js';
import type { PeerStats, SocketPeer } from './socket-peer.js';

/** What a {@link PipePeer} needs of the pipes of its socket. */
export interface PipePeerHost {
  routingIdOf(pipe: PeerPipe): Uint8Array | undefined;
  /** @param linger Milliseconds. Default the option of the socket. */
  disconnect(pipe: PeerPipe, linger: number | undefined): void;
}

/** The connection that a pipe has. A pipe with another connection has another peer. */
export class PipePeer implements SocketPeer {
  readonly endpoint: string;
  readonly info: PeerInfo;
  readonly since: Date;
  readonly #pipe: PeerPipe;
  readonly #traffic: PeerTraffic;
  readonly #host: PipePeerHost;

  constructor(pipe: PeerPipe, host: PipePeerHost) {
    this.endpoint = pipe.endpoint;
    this.info = pipe.peer;
    this.since = new Date(pipe.traffic.since);
    this.#pipe = pipe;
    this.#traffic = pipe.traffic;
    this.#host = host;
  }

  get connected(): boolean {
    return this.#pipe.linked && this.#pipe.traffic === this.#traffic;
  }

  get routingId(): Uint8Array | undefined {
    return this.connected ? this.#host.routingIdOf(this.#pipe) : undefined;
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

  disconnect(options: CloseOptions = {}): void {
    checkCallOptions('disconnect', options, CLOSE_OPTION_CHECKS);
    if (this.connected) this.#host.disconnect(this.#pipe, options.linger);
  }
}

import type { PeerStats, SocketPeer } from '../engine/socket-peer.js';
import { ZMQError } from '../errors/zmq-error.js';
import { checkCallOptions } from '../options/call-options.js';
import { CLOSE_OPTION_CHECKS, type CloseOptions } from '../options/close-options.js';
import type { PeerInfo, SocketEvent, SocketEventName } from '../events/events.js';

const UNKNOWN: PeerInfo = Object.freeze({});

/** What an engine that only reports events knows of a peer. */
class ReportedPeer implements SocketPeer {
  readonly endpoint: string;
  readonly info: PeerInfo;
  readonly routingId = undefined;
  readonly since: Date | undefined;
  connected = true;

  constructor(endpoint: string, info: PeerInfo, since: Date | undefined) {
    this.endpoint = endpoint;
    this.info = info;
    this.since = since;
  }

  stats(): PeerStats {
    return {
      messagesSent: undefined,
      bytesSent: undefined,
      messagesReceived: undefined,
      bytesReceived: undefined,
      dropped: undefined,
      queuedOutgoing: undefined,
      queuedIncoming: undefined,
    };
  }

  disconnect(options: CloseOptions = {}): void {
    checkCallOptions('disconnect', options, CLOSE_OPTION_CHECKS);
    throw new ZMQError(
      'ENOTSUP',
      `This engine cannot end a single connection. disconnect or unbind ${this.endpoint}, or use the engine zmtp.`,
      { endpoint: this.endpoint },
    );
  }
}

/** The connected peers of a socket whose engine does not list them, as its events tell. */
export class ReportedPeers {
  #peers: ReportedPeer[] = [];

  list(): SocketPeer[] {
    return [...this.#peers];
  }

  /** To be called for each event of the engine. */
  event(name: SocketEventName, { endpoint = '', peer }: SocketEvent): void {
    if (name === 'handshake-succeeded') this.#peers.push(new ReportedPeer(endpoint, peer ?? UNKNOWN, new Date()));
    else if (name === 'disconnected') this.#left(endpoint, peer);
  }

  /** The socket is closed. */
  clear(): void {
    for (const peer of this.#peers.splice(0)) peer.connected = false;
  }

  #left(endpoint: string, info: PeerInfo | undefined): void {
    const known = this.#peers.filter((peer) => peer.info === info);
    const candidates = known.length > 0 ? known : this.#peers.filter((peer) => peer.endpoint === endpoint);
    if (candidates.length === 0) return;
    for (const candidate of candidates) candidate.connected = false;
    // It is not known which one has left: of the others, only their number is known.
    const others = candidates.slice(1).map((peer) => new ReportedPeer(peer.endpoint, UNKNOWN, undefined));
    this.#peers = [...this.#peers.filter(({ connected }) => connected), ...others];
  }
}

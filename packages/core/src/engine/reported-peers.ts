import type { PeerStats, SocketPeer } from './socket-peer.js';
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

/** The connected peers of one endpoint. */
interface EndpointPeers {
  known: ReportedPeer[];
  /** Of these, only the number is known. They become objects when they are listed. */
  unknown: number;
}

/**
 * The connected peers of a socket, as its events tell: for engines that know no more of them. Those of an endpoint are
 * listed together.
 */
export class ReportedPeers {
  readonly #endpoints = new Map<string, EndpointPeers>();

  list(): SocketPeer[] {
    const all: SocketPeer[] = [];
    for (const [endpoint, peers] of this.#endpoints) {
      for (; peers.unknown > 0; peers.unknown--) peers.known.push(new ReportedPeer(endpoint, UNKNOWN, undefined));
      all.push(...peers.known);
    }
    return all;
  }

  /** To be called for each event of the engine. */
  event(name: SocketEventName, { endpoint = '', peer }: SocketEvent): void {
    if (name === 'handshake-succeeded') this.#came(new ReportedPeer(endpoint, peer ?? UNKNOWN, new Date()));
    else if (name === 'disconnected') this.#left(endpoint, peer);
  }

  /** The socket is closed. */
  clear(): void {
    for (const { known } of this.#endpoints.values()) for (const peer of known) peer.connected = false;
    this.#endpoints.clear();
  }

  #came(peer: ReportedPeer): void {
    const peers = this.#endpoints.get(peer.endpoint);
    if (peers === undefined) this.#endpoints.set(peer.endpoint, { known: [peer], unknown: 0 });
    else peers.known.push(peer);
  }

  #left(endpoint: string, info: PeerInfo | undefined): void {
    const peers = this.#endpoints.get(endpoint);
    if (peers === undefined) return;
    const index = info === undefined ? -1 : peers.known.findIndex((peer) => peer.info === info);
    if (index !== -1) {
      for (const peer of peers.known.splice(index, 1)) peer.connected = false;
    } else {
      // It is not known which one has left: of the others, only their number is known.
      for (const peer of peers.known) peer.connected = false;
      peers.unknown += peers.known.length - 1;
      peers.known = [];
    }
    if (peers.known.length + peers.unknown === 0) this.#endpoints.delete(endpoint);
  }
}

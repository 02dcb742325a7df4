import type { DropReason, PeerInfo } from '../events/events.js';
import type { CloseOptions } from '../options/close-options.js';

/** The result of `stats()` of a peer: numbers counted since its handshake. Those that an engine does not know are `undefined`. */
export interface PeerStats {
  /** Messages given to the connection. Those that wait for it are `queuedOutgoing`. */
  readonly messagesSent: number | undefined;
  /** Bytes of the frames of these messages. */
  readonly bytesSent: number | undefined;
  /** Messages that have arrived, those included that the application has not received yet. */
  readonly messagesReceived: number | undefined;
  /** Bytes of the frames of these messages. */
  readonly bytesReceived: number | undefined;
  /** Messages from and to this peer that were dropped, by reason. */
  readonly dropped: Readonly<Record<DropReason, number>> | undefined;
  /** Messages that wait to be sent to the peer; 0 after the connection has ended. */
  readonly queuedOutgoing: number | undefined;
  /** Messages from the peer that wait to be received; 0 after the connection has ended. */
  readonly queuedIncoming: number | undefined;
}

/**
 * One connection of a socket to a peer, from its handshake to its end: an element of `socket.peers`. A peer that connects
 * again is another one.
 */
export interface SocketPeer {
  /** The endpoint of this socket, bound or connected, that the peer is connected through. */
  readonly endpoint: string;
  /**
   * What is known of the peer. On the engine `zmtp` it is the same object as `message.peer` of the messages from this
   * connection, and as `peer` of its events.
   */
  readonly info: PeerInfo;
  /**
   * The routing id by which this socket, a ROUTER, sends to the peer, chosen by the peer or generated. `undefined` for
   * other socket types, for a peer whose id another peer has, and on the engine `libzmq`.
   */
  readonly routingId: Uint8Array | undefined;
  /**
   * When the handshake succeeded. `undefined` when the engine does not know it: on the engine `libzmq`, once one of several
   * peers of a bound endpoint has left.
   */
  readonly since: Date | undefined;
  /** Whether the connection stands. */
  readonly connected: boolean;
  /** Messages and bytes in each direction, dropped messages, and queue lengths, as they are now. */
  stats(): PeerStats;
  /**
   * Ends this connection. Messages already sent to the peer are still delivered, within linger; messages that have arrived
   * from it can still be received, and those that it has sent and that have not arrived yet are lost. The event
   * `disconnected` follows. No effect when the connection has ended.
   *
   * Either side may connect again: a peer does so automatically, unless it is refused (option `authenticate`), and so does this
   * socket at an endpoint that it has connected. Messages that wait for that endpoint are sent over the next connection.
   * `socket.disconnect(endpoint)` leaves the endpoint.
   *
   * @param options `linger`: milliseconds, instead of the option `linger` of the socket. With 0, messages that wait for a peer
   * of a bound endpoint are dropped.
   * @throws ZMQError `EINVAL` for a wrong option; `ENOTSUP` on the engine `libzmq`, which cannot end a single connection.
   */
  disconnect(options?: CloseOptions): void;
}

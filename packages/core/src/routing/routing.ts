import type { PeerCommand } from '../message/peer-command.js';
import type { DropReason, PeerInfo } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import type { ResolvedFrom } from '../options/option-rule.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { Pipe } from './pipe.js';

/**
 * How a socket type spreads what it sends over its peers, and takes turns among them when it receives: what a pattern
 * package is made of. One is created for each socket.
 *
 * The life of a pipe, as notified to a routing:
 *
 * ```
 *   attached ──> established ──> lost ──> retired ──> detached       a peer that has come to a bound endpoint
 *   attached ──> (established ──> lost)* ──> retired ──> detached    a connected endpoint, over all of its connections
 * ```
 *
 * With the option `immediate`, and where the pipe does not `survive`, a connected endpoint has the first of these lives
 * for each of its connections. An endpoint that is disconnected or unbound is lost and retired at once, although what
 * was written before still goes out.
 *
 * A strategy does not say when a send that waits is worth another try: the engine tries again after each call here that
 * can make room, which are all but `reserve`, `readable`, `send`, `receive`, `hasMessage`, `hasRoom`, `checkRoutingId`,
 * `routingIdOf`, and those that count subscribers.
 */
export interface Routing {
  /**
   * A peer is about to be accepted: over the pipe of a connected endpoint, or with a new pipe. Absent: every peer is
   * accepted.
   *
   * @returns what gives the place back. It is called before `attached` and `established`, or when it does not come to them.
   * @throws ZMQError when there is no room.
   */
  reserve?(pipe: Pipe | undefined): () => void;
  /**
   * An endpoint is about to be connected whose peer is to have this routing id (`Pipe.assignedRoutingId`). Absent: ids have
   * no effect.
   *
   * @throws ZMQError `EINVAL` when another peer has it.
   */
  checkRoutingId?(id: Uint8Array): void;
  /** The routing id by which a message is sent to this peer. Absent: messages are not addressed. */
  routingIdOf?(pipe: Pipe): Uint8Array | undefined;
  /** A pipe is there. It may take messages before there is a peer. */
  attached(pipe: Pipe): void;
  /** A peer has completed the handshake; `pipe.peer` says who it is. Called again for each new connection. */
  established?(pipe: Pipe): void;
  /** The connection is gone. What has come in can still be read. */
  lost?(pipe: Pipe): void;
  /**
   * Whether the pipe of a connected endpoint, with its queued messages, is reused for the next connection. Otherwise
   * its messages are dropped (`disconnected`), and the next connection has a new pipe. Absent: always, because messages
   * belong to the endpoint and not to a particular peer.
   *
   * @param next - The peer that has been established now; undefined: the last one is gone, and the next is not known yet.
   */
  survives?(pipe: Pipe, next: PeerInfo | undefined): boolean;
  /**
   * The pipe can no longer be written to: the endpoint was disconnected or unbound, or the peer has left permanently.
   * Received messages can still be read.
   */
  retired?(pipe: Pipe): void;
  /** Messages that were written to the pipe were dropped, and are counted: nothing of them was sent. */
  unsent?(pipe: Pipe, count: number): void;
  /** The pipe is gone: what came in has been read. */
  detached(pipe: Pipe): void;
  /** Messages have come in at a pipe that had none. */
  readable(pipe: Pipe): void;
  /** A pipe that was full has room again. */
  writable(pipe: Pipe): void;

  /**
   * Queues a message for a peer, or for several.
   *
   * @returns false when there is no room and the socket type waits for it.
   * @throws ZMQError as `EngineSocket.send` says.
   */
  send(message: Outgoing): boolean;
  /** Takes the next message for the application. */
  receive(): Message | undefined;

  /**
   * Whether `receive` would return a message, without taking one. What is not for the application may be thrown away, as
   * `receive` does. Absent: it would when any pipe has messages, or some are `held`.
   */
  hasMessage?(): boolean;
  /**
   * Whether `send` has room for a message, whichever peer it is for. Absent: always, because the socket type does not
   * wait.
   */
  hasRoom?(): boolean;

  /** The peer of this pipe has sent a command that is among the `peerCommands` of the definition. */
  peerCommand?(pipe: Pipe, command: PeerCommand): void;

  /** As in `EngineSocket`. */
  command?(command: PeerCommand): void;
  hasSubscriber?(topic: Uint8Array | undefined): boolean;
  subscriberCount?(topic: Uint8Array | undefined): number;
  confirmations?(number: number): number;
  abandonRequest?(): void;
  /** An option was changed: those of the context are the new ones. For a strategy that keeps values of them. */
  optionsChanged?(): void;
  /** Messages for the application that are in no pipe. */
  readonly held?: number;
  /** Those of them that a peer has sent as messages: what is lost when the socket is closed. */
  readonly heldMessages?: number;
}

/** What a strategy is given when it is created. Nothing of it may be called from within the factory. */
export interface RoutingHost<Rules = {}> {
  /** As they are now: an option may be changed while the socket lives, see `Routing.optionsChanged`. */
  readonly options: ResolvedOptions & ResolvedFrom<Rules>;
  /** There is something to receive that did not come from a pipe. */
  readable(): void;
  /** The subscriptions of the peers have changed. */
  subscriptionsChanged(): void;
  /**
   * REQ: the connection over which the pending request was sent was lost, so that no reply can arrive.
   *
   * @param holds Called later, when the socket is notified: whether that request is still pending.
   */
  requestLost(holds: () => boolean): void;
  /** Messages were dropped, on the way to a peer if one is given. */
  dropped(reason: DropReason, count: number, pipe?: Pipe): void;
  /**
   * A peer has come with the routing id of another one. Absent: the engine does not report it.
   *
   * @param holder The peer that had the id by then.
   * @param takenOver Whether the first peer has it now.
   */
  duplicateRoutingId?(pipe: Pipe, holder: Pipe, routingId: Uint8Array, takenOver: boolean): void;
}

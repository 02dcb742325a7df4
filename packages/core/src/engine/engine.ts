import type { PeerCommand } from '../message/peer-command.js';
import type { EndpointSyntax, ParsedEndpoint } from '../endpoint/index.js';
import type { SocketEventName, SocketEvents } from '../events/events.js';
import type { Outgoing } from '../message/input.js';
import type { Message } from '../message/message.js';
import type { OptionRules } from '../options/option-rule.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { SecurityScheme } from '../security/security-scheme.js';
import type { SocketCounters } from './socket-counters.js';
import type { SocketPeer } from './socket-peer.js';

/**
 * How sockets reach the wire: the first of the three seams.
 *
 * An engine has its own routing, because libzmq has. Waiting (timeouts, abort signals, FIFO order) and the order rules
 * of REQ and REP are implemented once, above this seam.
 */
export interface Engine {
  /** The version of this seam that the engine is made for, written out. */
  readonly seam: 'engine@2';
  /** The name by which it is chosen: `'zmtp'`, `'libzmq'`. */
  readonly name: string;
  /** The transport protocols that it carries. */
  readonly protocols: readonly string[];
  /** How its endpoints are written: `ENDPOINT_SYNTAX`, or `endpointSyntax` with those of its transports. */
  readonly endpoints: EndpointSyntax;
  /** The options that its transports bring. Default: none. */
  readonly options?: readonly OptionRules[];
  /** How its connections can be secured: `ZMTP_SECURITY`, unless it has other mechanisms. */
  readonly security: SecurityScheme;
  /** What to warn of, if some of these options have no effect on this engine. */
  warningOf?(options: ResolvedOptions, rules: OptionRules): string | undefined;
  /**
   * Opens a socket, neither bound nor connected.
   *
   * @throws ZMQError when the engine cannot be loaded, or cannot do what an option asks for.
   */
  open(request: OpenSocket): EngineSocket;
}

/** The properties of a socket that an engine opens. */
export interface OpenSocket {
  readonly definition: SocketTypeDefinition;
  readonly options: ResolvedOptions;
  /** The rules of all options that the socket accepts, by name. */
  readonly rules: OptionRules;
  /** The context, to tell one from another: `inproc` names belong to one. */
  readonly context: object;
  readonly sink: EngineEvents;
}

/** Whether a call waits for messages. */
export type ReadInterest =
  /** No call waits: the engine must not keep the process alive. */
  | 'none'
  /** A call waits that may end at any moment (a timeout, an abort signal). */
  | 'brief'
  /** A call waits until a message arrives or the socket is closed. */
  | 'steady';

/** One open socket of an engine. Nothing here waits, except `bind`, `unbind` and `close`. */
export interface EngineSocket {
  /** Messages, bytes and drops so far; the socket reads it, the engine counts. */
  readonly traffic: SocketCounters;

  /** Binds to an endpoint with one port (0: the system chooses); resolves to the real endpoint. */
  bind(endpoint: ParsedEndpoint): Promise<string>;
  /**
   * The same, done when it returns. Absent: the engine cannot do it.
   *
   * @throws ZMQError as `bind` rejects; `ENOTSUP` when this endpoint can only be bound by `bind`.
   */
  bindSync?(endpoint: ParsedEndpoint): string;
  /**
   * Stops listening on an endpoint, as returned by `bind`, and disconnects the peers that connected to it, each once
   * the messages sent to it have been handed over, or linger has expired.
   */
  unbind(endpoint: string): Promise<void>;
  /**
   * @param routingId By which a ROUTER addresses the peer at this endpoint. Default: as the peer has chosen.
   * @throws ZMQError `EINVAL` when another peer has this id, `ENOTSUP` when the engine cannot do it.
   */
  connect(endpoint: ParsedEndpoint, routingId?: Uint8Array): void;
  /** Ends a connection once what was sent to it has been handed over, or linger has run out. */
  disconnect(endpoint: ParsedEndpoint): void;

  /**
   * Queues a message for a peer; false when every queue that it may use is full.
   *
   * @throws ZMQError when this message can never be sent (`EHOSTUNREACH`, `EMSGSIZE`), or not now and waiting is not
   * what the socket type does (`EAGAIN` of a mandatory ROUTER).
   */
  send(message: Outgoing): boolean;
  /**
   * Asks for `sink.writable` once `send` is worth trying again. `next` is the message that waits, and `timeout` how
   * long it does, in milliseconds.
   *
   * @returns true when the engine had to take `next` in hand to wait with it: it is then sent as soon as there is
   * room, and `sink.writable` tells whether it was. Nothing else may be sent before that.
   */
  awaitWritable(next: Outgoing, timeout: number): boolean;

  /**
   * Whether `send` has room for a message now, whichever peer it is for, without sending one. Absent: not known, which
   * counts as true.
   */
  canSend?(): boolean;
  /** As `awaitWritable`, when no message waits. Called again after each `sink.writable` that was too early. */
  awaitRoom?(): void;

  /** Takes the next message, if one is there. */
  receive(): Message | undefined;
  /**
   * Whether `receive` would return a message now, without taking one; false, too, where the message has to be fetched
   * first, of which `sink.readable` then tells. Absent: not known, which counts as true.
   */
  canReceive?(): boolean;
  /** Sets whether a call waits for messages; the engine then calls `sink.readable` when some are available. */
  awaitReadable(interest: ReadInterest): void;

  /** Sets whether a call waits for peers or subscriptions, so that their events must not be delayed. */
  watch(waiting: boolean): void;

  /**
   * The peers whose connections stand, the same object for a connection each time; `ReportedPeers` makes the list of
   * the events. Absent: the socket lists none.
   */
  peers?(): SocketPeer[];

  /** Messages that wait in the engine's queues, where it can know. */
  queued(): { readonly incoming: number | undefined; readonly outgoing: number | undefined };

  /**
   * Stops reading from peers: the socket is being closed. Sending continues until `close`. Absent if the engine needs
   * no notification.
   */
  halt?(): void;
  /**
   * Takes nothing more from peers, and no more peers, for good; what has arrived can still be received, and sending
   * continues. `sink.readable` follows when `exhausted` changes. Absent: the engine cannot do that.
   */
  stopReceiving?(): void;
  /** After `stopReceiving`: whether all that had arrived has been received. */
  readonly exhausted?: boolean;
  /**
   * Stops everything; resolves when what was sent has been handed over, or `linger` milliseconds have passed. A message in
   * hand is sent now or never: `sink.writable` tells whether it was.
   */
  close(linger: number): Promise<void>;

  /**
   * Called when nothing else keeps the process alive and the socket is open: delivers the messages already sent, and
   * keeps the process alive until then, but not longer than the socket's linger. Absent: there is never anything to
   * deliver.
   */
  closeAtExit?(): Promise<void>;
  /** Whether a peer can still come while the process has nothing else to do; absent: yes. */
  readonly reachable?: boolean;

  /**
   * The program changes an option: it holds for endpoints that are bound or connected from now on, and for all that there
   * is if its rule says `at once`. Not called for options whose rule has no `change`.
   *
   * @param options All options, with the new value.
   * @throws ZMQError when the engine cannot do that; nothing is changed then.
   */
  optionChanged?(name: string, options: ResolvedOptions): void;

  /**
   * What the application tells the peers by this socket: SUBSCRIBE and CANCEL of a SUB. Of an XPUB with `manual`, they
   * decide on the subscriptions of the peer whose message was received last. Absent: the engine has no such socket types.
   */
  command?(command: PeerCommand): void;
  /** PUB, XPUB: whether a peer has subscribed to this topic, or to anything at all. */
  hasSubscriber?(topic: Uint8Array | undefined): boolean;
  /**
   * PUB, XPUB: the number of peers that have subscribed to this topic, or to anything at all. Absent: the engine does not
   * know it.
   */
  subscriberCount?(topic: Uint8Array | undefined): number;
  /**
   * SUB, XSUB: the number of peers that have answered the command CONFIRM with this number, or a later one. Absent: the
   * engine does not send that command.
   */
  confirmations?(number: number): number;
  /** REQ: abandons the pending request, so that a late reply to it is not mistaken for the reply to the next one. */
  abandonRequest?(): void;
}

/** What an engine tells the socket above it. It may be called at any time, but not from inside a call to the engine. */
export interface EngineEvents {
  /** There may be messages to receive. */
  readable(): void;
  /** There may be room to send. `taken`: the message in hand was sent. */
  writable(taken: boolean): void;
  /** The subscriptions at a PUB or XPUB have changed. */
  subscriptionsChanged(): void;
  /** REQ: the connection over which the pending request was sent was lost: no reply to it can arrive. */
  requestLost(): void;
  /** A monitor event. `listening`, `bind-failed`, `closed` and `ignored` are raised by the socket itself. */
  event<N extends SocketEventName>(name: N, event: SocketEvents[N]): void;
}

import type { Endpoint, EndpointGrammar, ParsedEndpoint } from '../endpoint/index.js';
import type { PeerInfo } from '../events/events.js';
import type { HandshakeRule } from '../events/handshake-rule.js';
import type { OptionRules } from '../options/option-rule.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { QueuedWeight } from './unfinished-messages.js';
import type { LinkEvents, PeerLink } from './peer-link.js';

/**
 * How messages travel: the third seam. A transport hands up peers that have been established; names, files, bytes,
 * handshakes and heartbeats stay below.
 *
 * Nothing that a transport opens keeps the process alive: what must, is held above.
 */
export interface Transport<E extends Endpoint = Endpoint> {
  /** The version of this seam that the transport is made for, written out. */
  readonly seam: 'transport@2';
  /** What its endpoints begin with: `tcp`, `ipc`, `inproc`. */
  readonly protocol: E['protocol'];
  /** How its endpoints are written behind `protocol://`. */
  readonly endpoints: EndpointGrammar<E>;
  /** The options that it has beyond those of every socket. Default: none. Their types are added to `TransportOptions`. */
  readonly options?: OptionRules;
  /** Whether an attempt waits for a listener, instead of failing when there is none. */
  readonly waitsForBind: boolean;
  /**
   * Checks the options of a socket when it is created, not when the first peer comes. Transports that share a function are
   * asked once.
   *
   * @throws ZMQError that says which option is wrong.
   */
  readonly check?: (local: Pick<LocalSocket, 'definition' | 'options'>) => void;
  /** What to warn of, if some of the options have no effect on this transport. */
  readonly warningOf?: (options: ResolvedOptions) => string | undefined;
  /**
   * Listens on an endpoint with one port (0: the system chooses).
   *
   * @throws ZMQError as a rejection: `EADDRINUSE`, `EADDRNOTAVAIL`, `EACCES`, …
   */
  listen(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ListenerEvents): Promise<Listener>;
  /**
   * The same, done when it returns. Absent: the transport cannot do it.
   *
   * @throws ZMQError as `listen` rejects; `ENOTSUP` when this endpoint can only be listened on by `listen`.
   */
  listenSync?(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ListenerEvents): Listener;
  /** Starts one attempt to connect to a peer. Its outcome is reported later, never from within this call. */
  dial(endpoint: ParsedEndpoint<E>, local: LocalSocket, watcher: ConnectionEvents): Attempt;
}

/** What a transport must know of the socket that it works for. */
export interface LocalSocket {
  readonly definition: SocketTypeDefinition;
  readonly options: ResolvedOptions;
  /** The context: `inproc` names belong to one. */
  readonly context: object;
  /** What its messages weigh that wait to be received; absent: those that come in pieces are not limited. */
  readonly queued?: QueuedWeight;
}

/** An endpoint that is listened on. */
export interface Listener {
  /** The real endpoint, as text: the port filled in, the interface resolved. */
  readonly endpoint: string;
  /** Stops listening; connections not established yet are closed, those that are stay. Resolves when the endpoint is free. */
  close(): Promise<void>;
}

/** One attempt to reach a peer, until its link is established or it has failed. */
export interface Attempt {
  /** Aborts it; nothing more is reported. No effect once the handshake is complete. */
  abort(): void;
}

/** What becomes of one connection before its link stands. `failed`, or `established`, is the last call. */
export interface ConnectionEvents {
  /** The connection is made; the handshake follows. */
  opened(peer: PeerInfo): void;
  /**
   * The peer fits so far, and is about to be told that it is welcome. Not asked where there is room for everybody.
   *
   * @returns what gives the place back: to be called before `established`, or when it does not come to that.
   * @throws ZMQError when there is no room. The connection is then closed without a word, so that the peer keeps what it
   *   has to send, and tries again; `failed` follows.
   */
  reserve?(): () => void;
  /** The handshake is done. @returns what stands above the link from now on. */
  established(link: PeerLink): LinkEvents;
  /** It came to nothing. */
  failed(failure: LinkFailure): void;
}

/** Why a connection came to nothing. */
export interface LinkFailure {
  /** What is known of the peer so far. */
  readonly peer: PeerInfo;
  readonly error: Error;
  /** Whether the connection had been made, so that it was the handshake that failed. */
  readonly opened: boolean;
  /**
   * `unreachable`: no listener, or the connection was lost: retry soon. `refused`: the peer and this socket are
   * incompatible (another mechanism or socket type, malformed bytes, an ERROR command): retry with backoff.
   */
  readonly kind: 'unreachable' | 'refused';
  /** What an authenticator decided, at either side, and why. */
  readonly status?: number | undefined;
  readonly reason?: string | undefined;
  /** Which rule was broken, if one was. */
  readonly rule?: HandshakeRule | undefined;
}

/** What a listener tells the socket above it. */
export interface ListenerEvents {
  /** A peer has connected. @returns the watcher of that connection. */
  accepted(peer: PeerInfo): Omit<ConnectionEvents, 'opened'>;
}

import type { Sockets, SocketTypeName, TestOptions } from './socket-classes.js';

/** The transports of this repository, and `loop`, which a test brings from outside (`tests/extension`). */
export type Transport = OwnTransport | 'loop';

export type OwnTransport = 'tcp' | 'ipc' | 'inproc';

/** What an engine can know. Where it cannot, the value is `undefined`, and the suite asserts just that. */
export interface Capabilities {
  /** Connection events name the peer's address (tcp). */
  readonly peerAddress: boolean;
  /** Handshake events name the peer's socket type. */
  readonly peerSocketType: boolean;
  /** Handshake events at a ROUTER name the peer's routing id. */
  readonly peerRoutingId: boolean;
  /** Who an authenticator says that a peer is can be found at the peer of events and of messages. */
  readonly userId: boolean;
  /** A received message says who sent it. */
  readonly messagePeer: boolean;
  /** `stats()` knows how many messages wait in the engine's queues. */
  readonly queueDepth: boolean;
  /** Drops at a high-water mark are counted and raise `dropped`. */
  readonly countsDrops: boolean;
  /** The sizes of the system's buffers can be set, and how often and how soon TCP probes a silent peer. */
  readonly systemOptions: boolean;
  /** What is queued, and what peers have subscribed to, is limited in bytes as well. */
  readonly byteLimits: boolean;
  /** A socket tells its peers the largest frame that it takes. */
  readonly tellsFrameLimit: boolean;
  /** `disconnect` and `unbind` deliver what was sent, within linger, and leave readable what was received. */
  readonly endpointsLinger: boolean;
  /** Connections over inproc raise events and count as peers. */
  readonly inprocPeers: boolean;
}

/** A test that this engine cannot pass, and why. It runs as an expected failure. */
export interface Exception {
  /** A part of the test's full title: a number such as `B-014`, or words. */
  readonly test: string;
  /** Where it fails; absent: everywhere. */
  readonly transports?: readonly Transport[];
  /** Which side the engine has to be on for it to fail, when two engines are paired; absent: either. */
  readonly as?: 'binder' | 'connecter';
  /** Whether it fails only between two sockets of this engine, or only with those of another one; absent: with both. */
  readonly with?: 'itself' | 'another';
  readonly reason: string;
  /** It fails only at times: it is skipped, with its reason in the title, because no outcome can be expected. */
  readonly unsteady?: boolean;
}

/** What the suite is run on: one engine. */
export interface Subject {
  readonly name: string;
  readonly transports: readonly Transport[];
  readonly capabilities: Capabilities;
  readonly exceptions: readonly Exception[];
  /** Creates a socket on this engine. */
  create<T extends SocketTypeName>(type: T, endpoint?: string | readonly string[], options?: TestOptions): Sockets[T];
  /** An endpoint that nobody has bound and that can be bound and connected as it is. */
  endpoint(transport: Transport): Promise<string>;
}

/** Who binds and who connects: the same engine twice, or two engines with each other. */
export interface Pair {
  readonly binder: Subject;
  readonly connecter: Subject;
}

/** The exceptions that concern a pair: of each engine those for the side that it is on. */
export function exceptionsOf(pair: Pair): readonly Exception[] {
  const transports = transportsOf(pair);
  const partner = pair.binder === pair.connecter ? 'itself' : 'another';
  const concerned = new Set([
    ...pair.binder.exceptions.filter((exception) => exception.as !== 'connecter'),
    ...pair.connecter.exceptions.filter((exception) => exception.as !== 'binder'),
  ]);
  return [...concerned].filter(
    (exception) =>
      (exception.with === undefined || exception.with === partner) &&
      (exception.transports === undefined || exception.transports.some((each) => transports.includes(each))),
  );
}

/** The transports that a pair has in common. Names of inproc belong to one engine. */
export function transportsOf({ binder, connecter }: Pair): readonly Transport[] {
  return binder.transports.filter(
    (transport) => connecter.transports.includes(transport) && (transport !== 'inproc' || binder === connecter),
  );
}

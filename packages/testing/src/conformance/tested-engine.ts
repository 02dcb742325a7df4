import type { Engine } from '@zeromq-ts/core/spi';
import type { Exception, TestedTransport } from './transports.js';

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
  /** The peers of a socket have figures, and at a ROUTER a routing id; `dropped` says whose messages they were. */
  readonly peerFigures: boolean;
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

/** An engine that the suite is run on. */
export interface TestedEngine {
  readonly name: string;
  /** The engine, or the name by which it is registered. */
  readonly engine: Engine | string;
  readonly transports: readonly TestedTransport[];
  readonly capabilities: Capabilities;
  /** Tests that it cannot pass. */
  readonly exceptions: readonly Exception[];
}

/** The name that sockets of it have as their engine. */
export function engineName({ engine }: TestedEngine): string {
  return typeof engine === 'string' ? engine : engine.name;
}

/** Who binds and who connects: the same engine twice, or two engines with each other. */
export interface Pair {
  readonly binder: TestedEngine;
  readonly connecter: TestedEngine;
}

/** The exceptions that concern a pair: of each engine those for the side that it is on, and those of the transports. */
export function exceptionsOf(pair: Pair): readonly Exception[] {
  const transports = transportsOf(pair);
  const protocols = transports.map(({ protocol }) => protocol);
  const partner = pair.binder === pair.connecter ? 'itself' : 'another';
  const concerned = new Set([
    ...pair.binder.exceptions.filter((exception) => exception.as !== 'connecter'),
    ...pair.connecter.exceptions.filter((exception) => exception.as !== 'binder'),
    ...transports.flatMap(({ protocol, exceptions = [] }) =>
      exceptions.map((exception) => ({ ...exception, transports: [protocol] })),
    ),
  ]);
  return [...concerned].filter(
    (exception) =>
      (exception.with === undefined || exception.with === partner) &&
      (exception.transports === undefined || exception.transports.some((each) => protocols.includes(each))),
  );
}

/** The transports that a pair has in common, as the engine that binds has them. */
export function transportsOf({ binder, connecter }: Pair): readonly TestedTransport[] {
  return binder.transports.filter(
    ({ protocol, sameEngine = false }) =>
      connecter.transports.some((other) => other.protocol === protocol) && (!sameEngine || binder === connecter),
  );
}

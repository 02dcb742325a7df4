import type { Attempt, ConnectionEvents, ListenerEvents, LocalSocket, PeerInfo } from '@zeromq-ts/core/spi';
import { asFrame, queueMicrotask, ZMQError } from '@zeromq-ts/core/spi';
import type { InprocPeer } from './inproc-link.js';
import { InprocLink } from './inproc-link.js';

interface Binder {
  readonly local: LocalSocket;
  readonly watcher: ListenerEvents;
}

interface Connecter {
  readonly local: LocalSocket;
  readonly watcher: ConnectionEvents;
}

/** The sockets bound to each `inproc` name of one context, and those waiting for a bind. */
export class InprocDirectory {
  readonly #binders = new Map<string, Binder>();
  readonly #waiting = new Map<string, Set<Connecter>>();

  /** @throws ZMQError `EADDRINUSE` when the name is taken. */
  bind(endpoint: string, binder: Binder): void {
    if (this.#binders.has(endpoint)) {
      throw new ZMQError(
        'EADDRINUSE',
        `${endpoint} is bound already, in this context and on this engine. Choose another name, or unbind it there.`,
        { endpoint },
      );
    }
    this.#binders.set(endpoint, binder);
    this.#match(endpoint);
  }

  unbind(endpoint: string, binder: Binder): void {
    if (this.#binders.get(endpoint) === binder) this.#binders.delete(endpoint);
  }

  isBound(endpoint: string): boolean {
    return this.#binders.has(endpoint);
  }

  connect(endpoint: string, connecter: Connecter): Attempt {
    let waiting = this.#waiting.get(endpoint);
    if (waiting === undefined) {
      waiting = new Set();
      this.#waiting.set(endpoint, waiting);
    }
    waiting.add(connecter);
    if (this.#binders.has(endpoint)) this.#match(endpoint);
    return {
      abort: () => {
        const left = this.#waiting.get(endpoint);
        left?.delete(connecter);
        if (left?.size === 0) this.#waiting.delete(endpoint);
      },
    };
  }

  /** Brings together who is bound and who waits; later, because neither may be told from inside its own call. */
  #match(endpoint: string): void {
    queueMicrotask(() => {
      const binder = this.#binders.get(endpoint);
      const waiting = this.#waiting.get(endpoint);
      if (binder === undefined || waiting === undefined) return;
      this.#waiting.delete(endpoint);
      for (const connecter of waiting) introduce(endpoint, binder, connecter);
    });
  }
}

function introduce(endpoint: string, binder: Binder, connecter: Connecter): void {
  const toBinder = peerInfo(endpoint, binder.local);
  const toConnecter = peerInfo(endpoint, connecter.local);
  connecter.watcher.opened(toBinder);
  const accepted = binder.watcher.accepted(toConnecter);
  if (!connecter.local.definition.peers.includes(binder.local.definition.type)) {
    const failure = { opened: true, kind: 'refused' } as const;
    connecter.watcher.failed({ ...failure, peer: toBinder, error: typesDoNotFit(endpoint, connecter, binder) });
    accepted.failed({ ...failure, peer: toConnecter, error: typesDoNotFit(endpoint, binder, connecter) });
    return;
  }
  const noRoom = lackOfRoom(accepted) ?? lackOfRoom(connecter.watcher);
  if (noRoom !== undefined) {
    const failure = { opened: true, kind: 'unreachable', error: noRoomError(endpoint, noRoom) } as const;
    connecter.watcher.failed({ ...failure, peer: toBinder });
    accepted.failed({ ...failure, peer: toConnecter });
    return;
  }
  const [atConnecter, atBinder] = InprocLink.pair(
    inprocPeer(toBinder, binder.local),
    inprocPeer(toConnecter, connecter.local),
  );
  const aboveConnecter = connecter.watcher.established(atConnecter);
  const aboveBinder = accepted.established(atBinder);
  atConnecter.start(aboveConnecter);
  atBinder.start(aboveBinder);
}

function inprocPeer(peer: PeerInfo, { definition, options }: LocalSocket): InprocPeer {
  return { peer, maxFrameBytes: options.maxMessageSize, peerCommands: definition.peerCommands ?? [] };
}

/** Whether there is room for a peer, which is there at once: no place has to be kept. */
function lackOfRoom(watcher: Pick<ConnectionEvents, 'reserve'>): Error | undefined {
  try {
    watcher.reserve?.()();
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

function noRoomError(endpoint: string, cause: Error): ZMQError {
  const text = `There is no room for another connection at ${endpoint}: ${cause.message}`;
  return new ZMQError('ECONNREFUSED', text, { endpoint, cause });
}

function peerInfo(endpoint: string, { definition, options }: LocalSocket): PeerInfo {
  return Object.freeze({
    address: endpoint,
    socketType: definition.type,
    // A copy: it is the option of another socket.
    routingId: options.routingId === undefined ? undefined : asFrame(Uint8Array.from(options.routingId)),
    // There is no handshake, and nothing to protect from: the peer is in this process.
    mechanism: 'NULL',
  });
}

/** There is no handshake, so both sides report the same error (RFC 37, "Socket-Type"). */
function typesDoNotFit(endpoint: string, own: { local: LocalSocket }, other: { local: LocalSocket }): ZMQError {
  const { type, peers } = own.local.definition;
  return new ZMQError(
    'EPROTO',
    `The socket at the other end of ${endpoint} is a ${other.local.definition.type}; ` +
      `the peer of a ${type} is ${peers.length === 1 ? 'a' : 'one of'} ${peers.join(', ')}.`,
    { endpoint },
  );
}

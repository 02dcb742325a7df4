import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { typesDoNotFit } from './handshake-errors.js';
import type { RaiseEvent } from './connection-tracker.js';
import { queueMicrotask } from '@zeromq-ts/core/spi';

/** A socket as the directory knows it. */
export interface InprocSocket {
  readonly definition: SocketTypeDefinition;
  /** Whether it keeps only the newest message for each peer (option `conflate`). */
  conflates(): boolean;
  readonly raise: RaiseEvent;
  /** How many messages it has sent so far. */
  sent(): number;
  /** Connects natively to an endpoint. */
  attach(endpoint: string): void;
  /** Disconnects natively from an endpoint. */
  detach(endpoint: string): void;
  /** A peer has come: libzmq leaves it to the socket to take it up, and to send it its subscriptions or its probe. */
  look(): void;
  /** A peer is gone: does its part in ending the native connection, and calls back when nothing of it is left. */
  vacate(done: () => void): void;
  /** A connection of the closed socket that was waiting for a bind has got one: its messages are handed over. */
  handedOver(): void;
}

interface Connecter {
  readonly party: InprocSocket;
  /** Whether libzmq connects it, or has it wait for a bind. */
  attached: boolean;
  paired: boolean;
  /** How many messages the socket had sent when this connection began: what came later may wait in it. */
  sentBefore: number;
  /** The socket is closing: its messages are still delivered, but it emits no more events. */
  closing: boolean;
}

interface Name {
  binder: InprocSocket | undefined;
  readonly connecters: Connecter[];
  /** Whether libzmq keeps connections that wait for a bind on behalf of sockets that have given up. */
  ghosts: boolean;
}

/**
 * Who is bound and who is connected to each `inproc` name of one context.
 *
 * libzmq emits no monitor events for `inproc`, does not check socket types there, leaves peers connected when a name is
 * unbound, and never reconnects. With this directory, `inproc` behaves like the other transports.
 */
export class InprocEmulation {
  readonly #names = new Map<string, Name>();
  /** PAIRs whose one pipe is still taken by a peer that is gone: libzmq would turn the next one away. */
  readonly #taken = new Set<InprocSocket>();
  readonly #sweepOut: (endpoint: string) => void;

  /** @param sweepOut Makes libzmq forget the connections that wait for a bind of this endpoint. */
  constructor(sweepOut: (endpoint: string) => void) {
    this.#sweepOut = sweepOut;
  }

  /** A socket has been bound natively. */
  bind(endpoint: string, party: InprocSocket): void {
    const name = this.#name(endpoint);
    name.binder = party;
    name.ghosts = false;
    for (const connecter of name.connecters.filter(({ closing }) => closing)) {
      remove(name.connecters, connecter);
      connecter.party.handedOver();
    }
    this.#match(endpoint);
  }

  /** Who is bound there. */
  binder(endpoint: string): InprocSocket | undefined {
    return this.#names.get(endpoint)?.binder;
  }

  /** A socket has been unbound natively; its peers are disconnected, and wait for the next bind. */
  unbind(endpoint: string, party: InprocSocket): void {
    const name = this.#names.get(endpoint);
    if (name?.binder !== party) return;
    name.binder = undefined;
    for (const connecter of name.connecters) {
      if (!connecter.paired) continue;
      connecter.paired = false;
      connecter.party.detach(endpoint);
      attachAnew(endpoint, connecter);
      this.#notifyPeerGone(endpoint, connecter.party);
      this.#notifyPeerGone(endpoint, party);
    }
    this.#tidy(endpoint, name);
  }

  /** Connects a socket. */
  connect(endpoint: string, party: InprocSocket): void {
    const name = this.#name(endpoint);
    const connecter: Connecter = { party, attached: false, paired: false, sentBefore: party.sent(), closing: false };
    // One PAIR at a time; the others get their turn when it has left.
    if (mayWait(party) || (isPair(party) && name.connecters.length === 0 && name.binder === undefined)) {
      party.attach(endpoint);
      connecter.attached = true;
    }
    name.connecters.push(connecter);
    this.#match(endpoint);
  }

  /**
   * Disconnects a socket.
   *
   * @returns Whether it is still connected, because it was so more than once.
   */
  disconnect(endpoint: string, party: InprocSocket): boolean {
    const name = this.#names.get(endpoint);
    const connecter = name?.connecters.find((candidate) => candidate.party === party);
    if (name === undefined || connecter === undefined) return false;
    party.detach(endpoint);
    giveUp(name, connecter);
    // libzmq ends all connections to an endpoint at once.
    const others = name.connecters.filter((other) => other.party === party);
    for (const other of others) if (other.attached) party.attach(endpoint);
    if (connecter.paired && name.binder !== undefined) {
      this.#notifyPeerGone(endpoint, party);
      this.#notifyPeerGone(endpoint, name.binder);
    }
    this.#tidy(endpoint, name);
    return others.length > 0;
  }

  /** A socket is about to be closed natively. What it has bound has been unbound natively. */
  beginClose(party: InprocSocket): void {
    for (const [endpoint, name] of this.#names) {
      if (name.binder === party) this.#binderLeaves(endpoint, name);
      for (const connecter of name.connecters.filter((candidate) => candidate.party === party)) {
        connecter.closing = true;
        if (connecter.attached && !connecter.paired) continue;
        remove(name.connecters, connecter);
        if (!connecter.paired || name.binder === undefined) continue;
        // Now, so that the peer sees it at once; the close does it some time later.
        party.detach(endpoint);
        this.#notifyPeerGone(endpoint, name.binder);
      }
      this.#tidy(endpoint, name);
    }
    this.#taken.delete(party);
  }

  /** Whether connections of a socket that is being closed wait for a bind, with messages that it has sent. */
  waits(party: InprocSocket): boolean {
    const waiting = (each: Connecter): boolean => each.party === party && party.sent() > each.sentBefore;
    return [...this.#names.values()].some(({ connecters }) => connecters.some(waiting));
  }

  /** Drops the messages that wait for a bind. */
  endClose(party: InprocSocket): void {
    for (const [endpoint, name] of this.#names) {
      const waiting = name.connecters.filter((connecter) => connecter.party === party);
      for (const connecter of waiting) giveUp(name, connecter);
      if (waiting.length > 0) this.#tidy(endpoint, name);
    }
  }

  /** The peers read what is still there for them, and wait for the next bind. */
  #binderLeaves(endpoint: string, name: Name): void {
    name.binder = undefined;
    for (const connecter of name.connecters) {
      if (!connecter.paired) continue;
      connecter.paired = false;
      attachAnew(endpoint, connecter);
      this.#notifyPeerGone(endpoint, connecter.party);
    }
  }

  /** Brings together who is bound and who waits. */
  #match(endpoint: string): void {
    const name = this.#names.get(endpoint);
    if (name?.binder === undefined || this.#taken.has(name.binder)) return;
    const exclusive = isPair(name.binder);
    for (const connecter of name.connecters) {
      if (exclusive && name.connecters.some(({ paired }) => paired)) return;
      if (!connecter.paired && !this.#taken.has(connecter.party)) this.#pair(endpoint, name.binder, connecter);
    }
  }

  #pair(endpoint: string, binder: InprocSocket, connecter: Connecter): void {
    const { party } = connecter;
    if (!binder.definition.peers.includes(party.definition.type)) {
      if (connecter.attached) party.detach(endpoint);
      connecter.attached = false;
      queueMicrotask(() => {
        party.raise('handshake-failed', { endpoint, error: typesDoNotFit(party.definition, endpoint) });
        binder.raise('handshake-failed', { endpoint, error: typesDoNotFit(binder.definition, endpoint) });
      });
      return;
    }
    if (!connecter.attached) party.attach(endpoint);
    connecter.attached = true;
    connecter.paired = true;
    queueMicrotask(() => {
      binder.look();
      party.look();
      binder.raise('accepted', { endpoint });
      party.raise('connected', { endpoint, peer: { address: endpoint } });
      binder.raise('handshake-succeeded', { endpoint });
      party.raise('handshake-succeeded', { endpoint, peer: { address: endpoint } });
    });
  }

  /** A socket has lost a peer. */
  #notifyPeerGone(endpoint: string, party: InprocSocket): void {
    queueMicrotask(() => party.raise('disconnected', { endpoint }));
    if (isPair(party)) this.#taken.add(party);
    party.vacate(() => {
      if (this.#taken.delete(party)) this.#match(endpoint);
    });
  }

  #name(endpoint: string): Name {
    let name = this.#names.get(endpoint);
    if (name === undefined) {
      name = { binder: undefined, connecters: [], ghosts: false };
      this.#names.set(endpoint, name);
    }
    return name;
  }

  #tidy(endpoint: string, { binder, connecters, ghosts }: Name): void {
    if (binder !== undefined || connecters.length > 0) return;
    this.#names.delete(endpoint);
    if (ghosts) this.#sweepOut(endpoint);
  }
}

/** A connection that waits for a bind lives on in libzmq, messages and all, until there is one. */
function giveUp(name: Name, connecter: Connecter): void {
  remove(name.connecters, connecter);
  if (connecter.attached && !connecter.paired && name.binder === undefined) name.ghosts = true;
}

/** Has a connection wait for the next bind. */
function attachAnew(endpoint: string, connecter: Connecter): void {
  connecter.attached = mayWait(connecter.party);
  connecter.sentBefore = connecter.party.sent();
  if (connecter.attached) connecter.party.attach(endpoint);
}

/**
 * Whether libzmq can have the connection wait for a bind. The pipe of one that conflates has room for one message, and
 * the bind reads it as the routing id that every waiting connection begins with; when the connecter has closed
 * meanwhile, it finds none, and libzmq aborts the process (ctx_t::connect_inproc_sockets).
 */
function mayWait(party: InprocSocket): boolean {
  return !isPair(party) && !party.conflates();
}

function isPair({ definition }: InprocSocket): boolean {
  return definition.exclusive === true;
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}

import type { SocketTypeDefinition } from '@zeromq-ts/core/spi';
import { typesDoNotFit } from './handshake-errors.js';
import type { RaiseEvent } from './peer-ledger.js';

/** A socket as the directory knows it. */
export interface InprocParty {
  readonly definition: SocketTypeDefinition;
  readonly raise: RaiseEvent;
  /** Connects natively to an endpoint. */
  attach(endpoint: string): void;
  /** Disconnects natively from an endpoint. */
  detach(endpoint: string): void;
  /** Looks into the native socket: libzmq ends an inproc connection only when both sides do. */
  look(): void;
  /** A connection of the closed socket that was waiting for a bind has got one: its messages are handed over. */
  handedOver(): void;
}

/** libzmq's own threads have done their part in the end of a connection by then; in milliseconds. */
const LOOK_AFTER = 2;

interface Connecter {
  readonly party: InprocParty;
  /** Whether libzmq connects it, or has it wait for a bind. */
  attached: boolean;
  paired: boolean;
  /** The socket is being closed: its messages are still to be delivered, but it has no events any more. */
  closing: boolean;
}

interface Name {
  binder: InprocParty | undefined;
  readonly connecters: Connecter[];
  /** Whether libzmq keeps connections that wait for a bind on behalf of sockets that have given up. */
  ghosts: boolean;
}

/**
 * Who is bound and who is connected to each `inproc` name of one context.
 *
 * libzmq raises no monitor events for `inproc`, does not check socket types there, leaves peers connected when a name
 * is unbound, and never connects anew. With this directory `inproc` behaves like the other transports.
 */
export class InprocDirectory {
  readonly #names = new Map<string, Name>();
  readonly #sweepOut: (endpoint: string) => void;

  /** @param sweepOut Makes libzmq forget the connections that wait for a bind of this endpoint. */
  constructor(sweepOut: (endpoint: string) => void) {
    this.#sweepOut = sweepOut;
  }

  /** A socket has been bound natively. */
  bind(endpoint: string, party: InprocParty): void {
    const name = this.#name(endpoint);
    name.binder = party;
    name.ghosts = false;
    for (const connecter of [...name.connecters]) {
      if (connecter.closing) {
        remove(name.connecters, connecter);
        connecter.party.handedOver();
      } else this.#pair(endpoint, party, connecter);
    }
  }

  /** A socket has been unbound natively; its peers are let go of, and wait for the next bind. */
  unbind(endpoint: string, party: InprocParty): void {
    const name = this.#names.get(endpoint);
    if (name?.binder !== party) return;
    name.binder = undefined;
    for (const connecter of name.connecters) {
      if (!connecter.paired) continue;
      connecter.paired = false;
      connecter.party.detach(endpoint);
      attachAnew(endpoint, connecter);
      part(endpoint, connecter.party, party);
    }
    this.#tidy(endpoint, name);
  }

  /** Connects a socket. */
  connect(endpoint: string, party: InprocParty): void {
    party.attach(endpoint);
    const name = this.#name(endpoint);
    const connecter: Connecter = { party, attached: true, paired: false, closing: false };
    name.connecters.push(connecter);
    if (name.binder !== undefined) this.#pair(endpoint, name.binder, connecter);
  }

  /** Disconnects a socket. */
  disconnect(endpoint: string, party: InprocParty): void {
    const name = this.#names.get(endpoint);
    const connecter = name?.connecters.find((candidate) => candidate.party === party);
    if (name === undefined || connecter === undefined) return;
    party.detach(endpoint);
    giveUp(name, connecter);
    if (connecter.paired && name.binder !== undefined) part(endpoint, party, name.binder);
    this.#tidy(endpoint, name);
  }

  /** A socket is about to be closed natively. What it has bound has been unbound natively. */
  beginClose(party: InprocParty): void {
    for (const [endpoint, name] of this.#names) {
      if (name.binder === party) this.#binderLeaves(endpoint, name);
      for (const connecter of [...name.connecters]) {
        if (connecter.party !== party) continue;
        connecter.closing = true;
        if (!connecter.paired) continue;
        remove(name.connecters, connecter);
        if (name.binder !== undefined) tell(name.binder, endpoint);
      }
      if (name.binder === undefined && name.connecters.length === 0) this.#names.delete(endpoint);
    }
  }

  /** Whether connections of a socket that is being closed wait for a bind. */
  waits(party: InprocParty): boolean {
    return [...this.#names.values()].some(({ connecters }) => connecters.some((each) => each.party === party));
  }

  /** Gives up what waits for a bind. */
  endClose(party: InprocParty): void {
    for (const [endpoint, name] of this.#names) {
      const waiting = name.connecters.filter((connecter) => connecter.party === party);
      for (const connecter of waiting) giveUp(name, connecter);
      if (waiting.length > 0) this.#tidy(endpoint, name);
    }
  }

  /** The peers read what is still there for them, and wait for the next bind. */
  #binderLeaves(endpoint: string, name: Name): void {
    const { connecters } = name;
    name.binder = undefined;
    for (const connecter of connecters) {
      if (!connecter.paired) continue;
      connecter.paired = false;
      attachAnew(endpoint, connecter);
      tell(connecter.party, endpoint);
    }
  }

  #pair(endpoint: string, binder: InprocParty, connecter: Connecter): void {
    const { party } = connecter;
    // A PAIR takes one peer; libzmq turns away all others.
    const taken = this.#name(endpoint).connecters.some((other) => other.paired);
    if (binder.definition.type === 'PAIR' && taken) return;
    if (!connecter.attached) party.attach(endpoint);
    connecter.attached = true;
    if (!binder.definition.peers.includes(party.definition.type)) {
      connecter.attached = false;
      party.detach(endpoint);
      queueMicrotask(() => {
        party.raise('handshake-failed', { endpoint, error: typesDoNotFit(party.definition, endpoint) });
        binder.raise('handshake-failed', { endpoint, error: typesDoNotFit(binder.definition, endpoint) });
      });
      return;
    }
    connecter.paired = true;
    queueMicrotask(() => {
      binder.raise('accepted', { endpoint });
      party.raise('connected', { endpoint, peer: { address: endpoint } });
      binder.raise('handshake-succeeded', { endpoint });
      party.raise('handshake-succeeded', { endpoint, peer: { address: endpoint } });
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
  // A PAIR has one pipe, and it is taken until the last message has been read.
  connecter.attached = connecter.party.definition.type !== 'PAIR';
  if (connecter.attached) connecter.party.attach(endpoint);
}

function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1);
}

function part(endpoint: string, one: InprocParty, other: InprocParty): void {
  tell(one, endpoint);
  tell(other, endpoint);
}

function tell(party: InprocParty, endpoint: string): void {
  queueMicrotask(() => party.raise('disconnected', { endpoint }));
  setTimeout(() => party.look(), LOOK_AFTER).unref();
}

import type { DropReason } from '@zeromq-ts/core';
import { balanceOf } from './accounting.js';
import type { Actor } from './actor.js';
import type { Finding, Findings } from './findings.js';
import type { Ledger } from './ledger.js';
import type { Model } from './model.js';
import { routesById } from './patterns.js';
import type { SocketState } from './socket-state.js';
import { isSubscriber, mayHaveRefused, refusedUnseen } from './socket-state.js';

const DEFAULT_MARK = 1000;

/**
 * The peers that a socket must be connected to by now. A socket that is at its receive mark reads nothing from the
 * system: it learns that a connection has ended, and connects again or accepts another peer as a PAIR, only when its
 * program receives.
 */
export function reachablePartners(
  model: Model,
  actors: ReadonlyMap<SocketState, Actor>,
  socket: SocketState,
): SocketState[] {
  return model.partners(socket, (end) => {
    const renewed = [...end.paths.keys()].some(({ renews }) => renews);
    // One of libzmq that was at its receive mark when its peer ended a connection may never make another.
    if (end.plan.engine === 'libzmq' && hasLowMark(end) && (renewed || discardsReplies(end))) return false;
    const lost = end.peerLeft || renewed;
    if (!lost || end.reading || !end.promises.receives) return true;
    return actors.get(end)?.socket.stats().queuedIncoming === 0;
  });
}

/**
 * Compares the real system with the model. It says what must have happened and has not: the run waits until nothing is
 * left of that, and what is left at the deadline is a finding.
 */
export class Judge {
  readonly #model: Model;
  readonly #ledger: Ledger;
  readonly #actors: ReadonlyMap<SocketState, Actor>;

  constructor(model: Model, ledger: Ledger, actors: ReadonlyMap<SocketState, Actor>) {
    this.#model = model;
    this.#ledger = ledger;
    this.#actors = actors;
  }

  /** What must happen by itself in the state that the program has reached, and has not happened yet. */
  unmet(): Finding | undefined {
    for (const actor of this.#actors.values()) {
      if (actor.state.life !== 'open') continue;
      const finding =
        this.#unconnected(actor) ??
        this.#sendThatWaits(actor) ??
        this.#receiveThatWaits(actor) ??
        this.#requestThatWaits(actor);
      if (finding !== undefined) return finding;
    }
    return undefined;
  }

  /** What must have happened once every socket reads and every endpoint has somebody at each end. */
  unfinished(): Finding | undefined {
    for (const actor of this.#actors.values()) {
      const { state, closing, sends } = actor;
      const alone = this.#alone(state);
      // Two that close, and have something for each other that neither takes any more, wait out their linger periods.
      const mutual = [...state.paths.keys()].some((peer) => peer.life === 'closing' || endsOnLibzmq(peer));
      // libzmq waits out the linger period when what it has received is unread and the peer has left.
      const unread = !actor.zmtp && state.promises.receives && state.peerLeft;
      if (closing?.settled === false && !alone && !mutual && !unread) {
        return { kind: 'hang of close', text: `${actor.name}: it has nothing to wait for` };
      }
      const [send] = sends;
      const waitsRightly =
        alone ||
        this.#model.staysConnected ||
        (mutual && state.life === 'closing') ||
        this.#reachable(state).length === 0;
      const refused = mayHaveRefused(state) || refusedUnseen(state);
      if (send !== undefined && !waitsRightly && !refused && !state.promises.lockstep && !this.#model.namesakes) {
        return { kind: 'hang of a send', text: `${actor.name}: ${send.what}, and every peer reads` };
      }
      const unanswered = this.#unanswered(actor, alone);
      if (unanswered !== undefined) return unanswered;
      const unwelcomed = this.#unwelcomed(actor);
      if (unwelcomed !== undefined) return unwelcomed;
    }
    return this.unmet() ?? this.#unaccounted();
  }

  /** A request that somebody must have answered by now. */
  #unanswered(actor: Actor, alone: boolean): Finding | undefined {
    const { asked, receives, requests, state, type, name } = actor;
    if (type !== 'REQ' || state.peerLeft || alone || !this.#exactReplies()) return undefined;
    if (this.#model.staysConnected) return undefined;
    // A ROUTER does not hear the second of two peers with one routing id, nor does a REP of libzmq.
    const answering = [...this.#actors.values()].filter((other) => other.type !== 'REQ');
    const byId = routesById(this.#model.scenario.pattern) || answering.some(({ zmtp }) => !zmtp);
    if (this.#model.namesakes && byId) return undefined;
    // One of libzmq whose receive mark is reached by late replies, which it throws away, reads nothing more from that peer.
    const sent = this.#ledger.of(state).reduce((sum, { tries = 1 }) => sum + tries, 0);
    if (!actor.zmtp && discardsReplies(state) && isBelow(actor.option('receiveHighWaterMark'), sent)) return undefined;
    // One of libzmq drops a reply while its queue is at its mark, as it may be when it answers a request that was given up.
    const gaveUp = this.#ledger.of(state).some(({ tries }) => tries !== undefined);
    if (gaveUp && answering.some((other) => !other.zmtp && isBelow(other.option('sendHighWaterMark'), sent))) {
      return undefined;
    }
    const [request] = requests;
    if (request !== undefined) return { kind: 'hang of a request', text: `${name}: ${request.what} has no reply` };
    if (asked?.state !== 'accepted' || receives.size === 0) return undefined;
    return { kind: 'hang of a receive', text: `${name} has no reply to #${asked.id}` };
  }

  /** A welcome message that must have come to a subscriber that reads. */
  #unwelcomed({ state, name, welcomed }: Actor): Finding | undefined {
    if (state.life !== 'open' || !state.reading || state.plan.options['conflate'] === true) return undefined;
    for (const { plan, life, bound } of state.welcomes) {
      const text = String(plan.options['welcomeMessage']);
      // One of libzmq that connects sends it over its first connection only.
      const sent = life === 'open' && (plan.engine === 'zmtp' || bound.size > 0);
      if (sent && !welcomed.has(text)) return { kind: 'not delivered', text: `${name}: ${text}` };
    }
    return undefined;
  }

  /** What has happened and must not. */
  condemn(findings: Findings): void {
    for (const entry of this.#ledger.entries) {
      if ((entry.state === 'refused' || entry.state === 'ignored') && entry.receivedBy.length > 0) {
        findings.add('received though refused', `#${entry.id}`);
      }
    }
    for (const actor of this.#actors.values()) this.#condemnDrops(actor, findings);
  }

  /** Whether nobody can come: it has no endpoint, or is a PAIR whose endpoint another one may still be using. */
  #alone(state: SocketState): boolean {
    if (
      state.promises.exclusive &&
      this.#model.links().every(({ connecter, binder }) => ![connecter, binder].includes(state))
    ) {
      return true;
    }
    return state.bound.size + state.connected.size === 0;
  }

  /** The peers that a socket must be connected to by now. */
  #reachable(state: SocketState): SocketState[] {
    return reachablePartners(this.#model, this.#actors, state);
  }

  #exactReplies(): boolean {
    return ![...this.#actors.values()].some(
      (actor) => actor.option('relaxed') === true || actor.state.peerLeft || actor.state.cutShort,
    );
  }

  #unconnected(actor: Actor): Finding | undefined {
    if (this.#model.namesakes || this.#model.staysConnected) return undefined;
    const partners = new Set(this.#reachable(actor.state)).size;
    const { peers } = actor.socket.stats();
    if (peers >= partners) return undefined;
    return { kind: 'hang of a connection', text: `${actor.name} has ${peers} of ${partners} peers` };
  }

  #sendThatWaits(actor: Actor): Finding | undefined {
    const [send] = actor.sends;
    if (send === undefined) return undefined;
    const why = this.#mustGo(actor);
    return why === undefined ? undefined : { kind: 'hang of a send', text: `${actor.name}: ${send.what}, but ${why}` };
  }

  /** Why a send that waits must go on, if it must. */
  #mustGo(actor: Actor): string | undefined {
    const { promises } = actor.state;
    if (promises.sends === 'subscribers') return this.#publisherMustGo(actor);
    if (!promises.waits) return `a ${actor.type} never waits`;
    // A ROUTER lets in one of two peers with one routing id: the other one waits.
    if (
      this.#model.namesakes ||
      this.#model.staysConnected ||
      mayHaveRefused(actor.state) ||
      refusedUnseen(actor.state)
    )
      return undefined;
    return this.#reachable(actor.state).some(({ reading }) => reading)
      ? 'a peer reads all that comes'
      : this.#hasRoom(actor);
  }

  /** "`send` waits while every queue it may use is at its high-water mark": and is woken when half of one has gone. */
  #hasRoom(actor: Actor): string | undefined {
    if (!actor.zmtp) return undefined;
    const { state } = actor;
    const partners = this.#reachable(state).length;
    const connected = actor.option('immediate') === true ? 0 : state.connected.size;
    const queues =
      state.bound.size > 0 && state.connected.size > 0 ? Math.max(partners, connected) : partners || connected;
    if (queues === 0) return undefined;
    const mark = Number(actor.option('sendHighWaterMark') ?? DEFAULT_MARK);
    if (mark === 0) return 'its queues have no mark';
    if (actor.option('conflate') === true) return 'its queues keep the newest message only';
    const queued = actor.socket.stats().queuedOutgoing ?? Infinity;
    if (queued > queues * Math.floor(mark / 2)) return undefined;
    return `its ${queues} queues with a mark of ${mark} hold ${queued} messages`;
  }

  #publisherMustGo(actor: Actor): string | undefined {
    if (actor.option('noDrop') !== true) return `a ${actor.type} never waits`;
    // An XSUB that leaves and still has something for a publisher that does not read takes nothing until its linger period ends.
    const leaving = [...actor.state.paths.keys()].some(
      ({ plan, life, lingering }) => plan.type === 'XSUB' && (life === 'closing' || lingering.size > 0),
    );
    if (leaving && !actor.state.reading) return undefined;
    const waiting = this.#ledger.of(actor.state).find(({ state }) => state === 'waiting');
    const blockers = this.#model.alive().filter((other) => this.#blocks(other, actor, waiting?.topic ?? ''));
    return blockers.length > 0 ? undefined : 'no subscriber to it is there that does not read';
  }

  #blocks(subscriber: SocketState, publisher: Actor, topic: string): boolean {
    if (!isSubscriber(subscriber) || subscriber.life !== 'open') return false;
    const links = this.#model
      .links()
      .filter(
        ({ connecter, binder }) =>
          [connecter, binder].includes(subscriber) && [connecter, binder].includes(publisher.state),
      );
    if (links.length === 0) return false;
    if (links.some(({ at }) => this.#model.stalled.has(at))) return true;
    if (subscriber.reading) return false;
    if (publisher.option('invertMatching') === true) return true;
    return [...subscriber.topics].some((each) => topic.startsWith(each) && !publisher.state.revoked.has(each));
  }

  #receiveThatWaits(actor: Actor): Finding | undefined {
    const waits = actor.receives.size > 0 || actor.next?.settled === false || actor.reader !== undefined;
    if (!waits || !actor.zmtp || actor.state.promises.lockstep || this.#model.namesakes) return undefined;
    const { queuedIncoming = 0 } = actor.socket.stats();
    if (queuedIncoming === 0) return undefined;
    // With handover, what came from a peer is kept and not heard from when another one has its routing id.
    const silences = actor.option('handover') === true;
    if (silences && [...actor.state.paths.keys()].some((peer) => this.#model.sharesId(peer))) return undefined;
    return { kind: 'hang of a receive', text: `${actor.name} waits, and ${queuedIncoming} messages are there` };
  }

  /** With a timeout, a request ends whatever its peers do. */
  #requestThatWaits({ requests, name }: Actor): Finding | undefined {
    const [request] = requests;
    if (request === undefined || [...requests].some(({ limited }) => !limited)) return undefined;
    return { kind: 'hang of a request', text: `${name}: ${request.what} has neither a reply nor ended` };
  }

  #unaccounted(): Finding | undefined {
    const balance = balanceOf(this.#model, this.#ledger, this.#actors);
    if (balance.undelivered !== undefined) return { kind: 'not delivered', text: balance.undelivered };
    if (balance.missing !== undefined) return { kind: 'lost', text: balance.missing };
    if (balance.surplus !== undefined) return { kind: 'counted twice', text: balance.surplus };
    return undefined;
  }

  /** Drops that no rule allows, at a socket that is open. */
  #condemnDrops(actor: Actor, findings: Findings): void {
    const { state } = actor;
    if (state.life !== 'open' || !actor.zmtp) return;
    const { dropped } = actor.socket.stats();
    for (const [reason, count] of Object.entries(dropped) as [DropReason, number][]) {
      if (count === 0 || this.#mayDrop(actor, reason)) continue;
      findings.add('dropped without need', `${actor.name} dropped ${count} messages: ${reason}`);
    }
  }

  #mayDrop(actor: Actor, reason: DropReason): boolean {
    const { promises, peerLeft, cutShort, lingering } = actor.state;
    const neverWaits = !promises.waits && actor.option('noDrop') !== true;
    // A REQ that disconnects takes back its request: nobody could receive the reply.
    const takesBack = actor.type === 'REQ' && lingering.size > 0;
    const drops = takesBack || promises.sends === 'named' || promises.sends === 'requester';
    if (reason === 'full') return neverWaits || promises.sends === 'subscribers' || actor.type === 'XSUB';
    return reason === 'unroutable' ? drops : drops || peerLeft || cutShort;
  }
}

/** Whether a peer of the engine libzmq may keep a connection open that it takes nothing from any more. */
function endsOnLibzmq({ plan, lingering }: SocketState): boolean {
  return plan.engine === 'libzmq' && lingering.size > 0;
}

/** Whether this is a REQ that may throw away late replies. */
function discardsReplies({ plan, renews }: SocketState): boolean {
  return plan.type === 'REQ' && (renews || plan.options['correlate'] === true);
}

/** Whether a few messages reach the receive mark of a socket. */
function hasLowMark({ plan }: SocketState): boolean {
  return isBelow(plan.options['receiveHighWaterMark'], DEFAULT_MARK);
}

/** Whether a high-water mark may be reached by this number of messages. */
function isBelow(mark: unknown = DEFAULT_MARK, messages: number): boolean {
  return Number(mark) > 0 && Number(mark) < messages;
}

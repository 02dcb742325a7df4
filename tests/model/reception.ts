import type { Message } from '@zeromq-ts/core';
import type { Actor } from './actor.js';
import type { Findings } from './findings.js';
import type { Entry, Found, Ledger } from './ledger.js';
import type { Model } from './model.js';
import { routesById } from './patterns.js';
import { covers } from './socket-state.js';

const BEGINS = 1;
const ENDS = 0;

/** Looks at each message as it comes: was it sent, to this socket, and for the first time? */
export class Reception {
  readonly #model: Model;
  readonly #ledger: Ledger;
  readonly #findings: Findings;
  /** The welcome messages of all XPUBs. */
  readonly #welcomes: ReadonlySet<unknown>;

  constructor(model: Model, ledger: Ledger, findings: Findings) {
    this.#model = model;
    this.#ledger = ledger;
    this.#findings = findings;
    this.#welcomes = new Set(model.scenario.sockets.flatMap(({ options }) => options['welcomeMessage'] ?? []));
  }

  arrived(actor: Actor, message: Message): void {
    const { envelope, sends } = actor.state.promises;
    const named = envelope.startsWith('routing id');
    if (actor.type === 'XPUB' && isSubscription(message)) return this.#subscription(actor, message);
    if (message.size === (named ? message.frame(0).byteLength : 0)) {
      // A probe.
      actor.strange++;
      return;
    }
    if (this.#welcomes.size > 0 && this.#welcomes.has(message.toString()))
      return this.#welcome(actor, message.toString());
    const found = this.#found(actor, message);
    if (found === undefined) return;
    const { entry } = found;
    this.#judge(actor, found, named ? message.text(0) : undefined);
    if (actor.type === 'REQ' && entry.answers !== actor.asked) this.#wrongReply(actor, entry, actor.asked);
    entry.receivedBy.push(actor.state);
    if (sends === 'requester') actor.owes.push({ request: entry, envelope: found.envelope });
    if (actor.type === 'REQ') actor.asked = undefined;
  }

  /** A reply that `request` has brought. */
  replied(actor: Actor, request: Entry, reply: Message): void {
    const found = this.#found(actor, reply);
    if (found === undefined) return;
    this.#judge(actor, found, undefined);
    if (found.entry.answers !== request) this.#wrongReply(actor, found.entry, request);
    found.entry.receivedBy.push(actor.state);
  }

  #found(actor: Actor, message: Message): Found | undefined {
    const found = this.#ledger.find(message, actor.state.promises.envelope);
    if (found !== undefined) return found;
    const text = [...message].map((frame) => Buffer.from(frame).toString('latin1').slice(0, 40));
    this.#findings.add('corrupt', `${actor.name} received ${JSON.stringify(text)}`);
    return undefined;
  }

  #judge(actor: Actor, { entry, envelope }: Found, sender: string | undefined): void {
    const { state } = actor;
    const { from } = entry;
    const what = `${actor.name} received #${entry.id}`;
    const toAll = from.promises.sends === 'subscribers' || from.promises.sends === 'publishers';
    const before = toAll ? entry.receivedBy.filter((each) => each === state) : entry.receivedBy;
    // A publisher sends to a subscriber over each connection that they have.
    if (before.length >= (toAll ? (from.paths.get(state) ?? 1) : (entry.tries ?? 1))) {
      this.#findings.add('received twice', what);
    }
    if (entry.state === 'refused' || entry.state === 'ignored') {
      this.#findings.add('received though refused', `${what}, whose send had failed`);
    }
    if (from.plan.side === state.plan.side) this.#findings.add('misdelivered', `${what}, from its own side`);
    if (entry.to !== undefined && entry.to !== state.id && findsPeers(entry)) {
      this.#findings.add('misdelivered', `${what}, which was for ${entry.to}`);
    }
    // A ROUTER of libzmq that connects knows whoever answers by the routing id of the first peer that it had there.
    // With handover, one of libzmq gives the earlier connection another id, and still hears what has come over it.
    const renames = state.plan.options['handover'] === true && this.#model.namesakes;
    const knows = state.plan.engine === 'zmtp' || !(state.dialled || renames);
    if (from.id !== undefined && sender !== undefined && from.id !== sender && knows) {
      this.#findings.add('misdelivered', `${what} as if it came from ${sender}`);
    }
    const { answers } = entry;
    if (answers !== undefined && answers.from !== state && findsPeers(entry) && !this.#isNamesake(actor, entry)) {
      this.#findings.add('misdelivered', `${what}, the answer to #${answers.id}, which another socket had asked`);
    }
    if (answers !== undefined && state.promises.envelope === 'delimiter' && !same(envelope, answers.envelope)) {
      this.#findings.add('corrupt', `${what}, and not behind the envelope of #${answers.id}`);
    }
    if (entry.barred.some(({ subscriber, epoch }) => subscriber === state && subscriber.epoch === epoch)) {
      this.#findings.add('misdelivered', `${what}, which a subscription of it covers, with invertMatching`);
    }
    if (from.promises.sends === 'subscribers' && !wanted(actor, entry) && !this.#granted(entry)) {
      this.#findings.add('misdelivered', `${what}, never having asked for it`);
    }
    this.#order(actor, entry, what);
  }

  /** Whether a publisher with `manual` may have given a subscriber what that has not asked for. */
  #granted({ from, topic = '' }: Entry): boolean {
    if (from.plan.options['manual'] !== true) return false;
    return this.#model.scenario.steps.some((step) => step.do === 'grant' && topic.startsWith(step.topic));
  }

  #wrongReply(actor: Actor, entry: Entry, request: Entry | undefined): void {
    if (!findsPeers(entry) || this.#isNamesake(actor, entry)) return;
    // One of libzmq learns late that it has met a peer: when it gives up its first request before, it asks without an id.
    const { plan, id } = actor.state;
    if (plan.engine === 'libzmq' && id !== undefined && entry.answers === this.#ledger.of(actor.state)[0]) return;
    const asked = request === undefined ? 'nothing' : `#${request.id}`;
    const what = `${actor.name} received #${entry.id}, the answer to #${entry.answers?.id}, having asked ${asked}`;
    this.#findings.add('misdelivered', what);
  }

  /** Whether the answer went by a routing id that this socket shares with another one. A REP of zmtp goes by connections. */
  #isNamesake(actor: Actor, { from }: Entry): boolean {
    const byId = routesById(this.#model.scenario.pattern) || from.plan.engine === 'libzmq';
    return byId && this.#model.sharesId(actor.state);
  }

  /** Over one connection, messages come in the order in which they were sent. */
  #order(actor: Actor, entry: Entry, what: string): void {
    const { from } = entry;
    // The promise of an iteration settles later than that of a receive.
    if (actor.iterated || (from.paths.get(actor.state) ?? 0) > 1) return;
    // A REQ that gives up a request ends the connection, and sends the next one over another.
    if (from.plan.type === 'REQ') return;
    const last = actor.newest.get(from) ?? -1;
    if (entry.id < last) this.#findings.add('out of order', `${what} after #${last}`);
    actor.newest.set(from, entry.id);
  }

  #welcome(actor: Actor, text: string): void {
    actor.strange++;
    const { state } = actor;
    const often = (actor.welcomed.get(text) ?? 0) + 1;
    actor.welcomed.set(text, often);
    let connections = 0;
    for (const [{ plan }, count] of state.paths) if (plan.options['welcomeMessage'] === text) connections += count;
    if (often > connections) this.#findings.add('received twice', `${actor.name} received ${text} ${often} times`);
    if (actor.type === 'SUB' && actor.option('invertMatching') !== true && !covers(state.asked, text)) {
      this.#findings.add('misdelivered', `${actor.name} received ${text}, never having asked for it`);
    }
  }

  #subscription(actor: Actor, message: Message): void {
    actor.strange++;
    const first = message.frame(0);
    const topic = Buffer.from(first.subarray(1)).toString();
    if (first[0] === BEGINS) actor.heard.add(topic);
    if (actor.option('manual') !== true || actor.state.life !== 'open') return;
    if (first[0] !== BEGINS) actor.socket.unsubscribe(topic);
    else if (!actor.state.revoked.has(topic)) actor.socket.subscribe(topic);
  }
}

/** What an XPUB receives is a subscription, or its end, or what an XSUB has sent besides. */
function isSubscription(message: Message): boolean {
  const first = message.frame(0);
  return message.length === 1 && (first[0] === BEGINS || first[0] === ENDS);
}

/** A ROUTER or REP of libzmq that connects takes its next peer for the one before. */
function findsPeers({ from }: Entry): boolean {
  return from.plan.engine === 'zmtp' || !from.dialled;
}

function same(one: Found['envelope'], other: Entry['envelope']): boolean {
  return (
    one.length === other.length &&
    one.every((frame, index) => Buffer.from(frame).equals(Buffer.from(other[index] ?? '')))
  );
}

function wanted(actor: Actor, entry: Entry): boolean {
  return actor.option('invertMatching') === true || covers(actor.state.asked, entry.topic ?? '');
}

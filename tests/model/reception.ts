import type { Message } from '@zeromq-ts/core';
import type { Actor } from './actor.js';
import type { Findings } from './findings.js';
import type { Entry, Ledger } from './ledger.js';

const BEGINS = 1;

/** Looks at each message as it comes: was it sent, to this socket, and for the first time? */
export class Reception {
  readonly #ledger: Ledger;
  readonly #findings: Findings;

  constructor(ledger: Ledger, findings: Findings) {
    this.#ledger = ledger;
    this.#findings = findings;
  }

  arrived(actor: Actor, message: Message): void {
    const named = actor.type === 'ROUTER';
    if (actor.type === 'XPUB') return this.#subscription(actor, message);
    if (message.size === (named ? message.frame(0).byteLength : 0)) {
      // A probe.
      actor.strange++;
      return;
    }
    const entry = this.#ledger.find(message, named);
    if (entry === undefined) {
      this.#findings.add('corrupt', `${actor.name} received ${JSON.stringify(message.toString().slice(0, 100))}`);
      return;
    }
    this.#judge(actor, entry, named ? message.text(0) : undefined);
    entry.receivedBy.push(actor.state);
    if (actor.type === 'REP') actor.owes = entry;
    if (actor.type === 'REQ') actor.asked = undefined;
  }

  #judge(actor: Actor, entry: Entry, sender: string | undefined): void {
    const { state } = actor;
    const what = `${actor.name} received #${entry.id}`;
    const toAll = entry.from.promises.sends === 'subscribers';
    const before = toAll ? entry.receivedBy.filter((each) => each === state) : entry.receivedBy;
    // A publisher sends to a subscriber over each connection that they have.
    if (before.length >= (toAll ? (entry.from.paths.get(state) ?? 1) : 1)) {
      this.#findings.add('received twice', what);
    }
    // What a socket of libzmq was about to send when it was closed may have left, though its send rejects.
    const closed = entry.from.plan.engine === 'libzmq' && entry.from.life !== 'open';
    if ((entry.state === 'refused' || entry.state === 'ignored') && !closed) {
      this.#findings.add('received though refused', `${what}, whose send had failed`);
    }
    if (entry.from.plan.side === state.plan.side) this.#findings.add('misdelivered', `${what}, from its own side`);
    // A ROUTER or REP of libzmq that connects takes its next peer for the one before.
    const names = entry.from.plan.engine === 'zmtp' || !entry.from.dialled;
    if (entry.to !== undefined && entry.to !== state.id && names) {
      this.#findings.add('misdelivered', `${what}, which was for ${entry.to}`);
    }
    if (entry.from.id !== undefined && sender !== undefined && entry.from.id !== sender) {
      this.#findings.add('misdelivered', `${what} as if it came from ${sender}`);
    }
    if (actor.type === 'REQ' && names && entry.answers !== actor.asked) {
      const asked = actor.asked === undefined ? 'nothing' : `#${actor.asked.id}`;
      this.#findings.add('misdelivered', `${what}, the answer to #${entry.answers?.id}, having asked ${asked}`);
    }
    if (toAll && !wanted(actor, entry)) this.#findings.add('misdelivered', `${what}, never having asked for it`);
    this.#order(actor, entry, what);
  }

  /** Over one connection, messages come in the order in which they were sent. */
  #order(actor: Actor, entry: Entry, what: string): void {
    // The promise of an iteration settles later than that of a receive.
    if (actor.iterated || (entry.from.paths.get(actor.state) ?? 0) > 1) return;
    const last = actor.newest.get(entry.from) ?? -1;
    if (entry.id < last) this.#findings.add('out of order', `${what} after #${last}`);
    actor.newest.set(entry.from, entry.id);
  }

  #subscription(actor: Actor, message: Message): void {
    actor.strange++;
    if (message.size === 0) return;
    const first = message.frame(0);
    const topic = Buffer.from(first.subarray(1)).toString();
    if (first[0] === BEGINS) actor.heard.add(topic);
    if (actor.option('manual') !== true || actor.state.life !== 'open') return;
    if (first[0] !== BEGINS) actor.socket.unsubscribe(topic);
    else if (!actor.state.revoked.has(topic)) actor.socket.subscribe(topic);
  }
}

function wanted(actor: Actor, entry: Entry): boolean {
  if (actor.option('invertMatching') === true) return true;
  return [...actor.state.asked].some((topic) => entry.topic?.startsWith(topic));
}

import { setImmediate as turn } from 'node:timers/promises';
import type { Message } from '@zeromq-ts/core';
import type { Actor, Debt, PendingRequest } from './actor.js';
import type { Due, Envelope, Ledger } from './ledger.js';
import type { Model } from './model.js';
import type { Outcomes } from './outcomes.js';
import { codeOf } from './outcomes.js';
import type { Reception } from './reception.js';
import type { RequestStep, SendStep } from './scenario.js';
import { covers, inverts } from './socket-state.js';

/** Sends, makes requests and answers them, and writes down what comes of it. */
export class Sending {
  readonly #model: Model;
  readonly #ledger: Ledger;
  readonly #outcomes: Outcomes;
  readonly #reception: Reception;
  /** Somebody keeps the newest message only, which must be of one frame then. */
  readonly #conflates: boolean;

  constructor(model: Model, ledger: Ledger, outcomes: Outcomes, reception: Reception) {
    this.#model = model;
    this.#ledger = ledger;
    this.#outcomes = outcomes;
    this.#reception = reception;
    this.#conflates = model.scenario.sockets.some(({ options }) => options['conflate'] === true);
  }

  async send(actor: Actor, step: SendStep): Promise<void> {
    await letSettle(actor);
    // While a REP receives, nobody can say whether it owes a reply by now.
    if (actor.type === 'REP' && (actor.receives.size > 0 || actor.reader !== undefined)) return;
    for (let sent = 0; sent < step.count; sent++) {
      const debt = actor.owes.shift();
      if (debt === undefined && actor.type !== 'REP' && actor.state.promises.sends === 'requester') break;
      this.#sendOne(actor, step, debt);
    }
    this.#model.apply(step);
  }

  /** Answers everything that it owes an answer to, if it is one that takes all that comes. */
  answer(actor: Actor): void {
    if ((actor.reader === undefined && actor.iterator === undefined) || actor.state.life !== 'open') return;
    for (let debt = actor.owes.shift(); debt !== undefined; debt = actor.owes.shift()) {
      this.#sendOne(actor, { do: 'send', who: actor.state.who, count: 1, bytes: 0 }, debt);
    }
  }

  async request(actor: Actor, { bytes, timeout, retries, abortable }: RequestStep): Promise<void> {
    await letSettle(actor);
    const { state } = actor;
    const underWay = actor.asked !== undefined && actor.option('relaxed') !== true;
    const entry = this.#ledger.add({ from: state, bytes, tries: retries + 1 });
    // With `relaxed`, it gives up the request that was sent before.
    if (!underWay) actor.asked = undefined;
    const abort = new AbortController();
    if (abortable === true) actor.aborts.add(abort);
    const pending: PendingRequest = {
      what: `the request #${entry.id}`,
      settled: false,
      limited: timeout !== null,
    };
    const replied = (reply: Message): void => {
      actor.aborts.delete(abort);
      entry.state = 'accepted';
      if (underWay) this.#outcomes.findings.wrong(actor.name, `requested #${entry.id} out of turn, and has a reply`);
      this.#reception.replied(actor, entry, reply);
    };
    const failed = (error: unknown): void => {
      actor.aborts.delete(abort);
      entry.state = underWay ? 'refused' : 'given up';
      if (abortable === true && error === abort.signal.reason) return;
      const code = codeOf(error);
      if (code === 'EFSM' && underWay) return;
      if (code === 'ENOTSOCK' && state.life !== 'open') return;
      // Without a timeout only the end of the connection gives it up.
      const letGo = state.cutShort || state.lingering.size > 0;
      if (code === 'EAGAIN' && (pending.limited || letGo || this.#model.brokenLinks > 0)) return;
      this.#outcomes.findings.wrong(actor.name, `requested #${entry.id}: ${String(error)}`);
    };
    const options = {
      timeout: timeout ?? Infinity,
      retries,
      ...(abortable === true ? { signal: abort.signal } : {}),
    };
    const promise = actor.socket.request(this.#ledger.frames(entry, this.#conflates), options);
    void this.#outcomes.pend(actor.requests, pending, promise, replied, failed);
  }

  #sendOne(actor: Actor, step: SendStep, debt: Debt | undefined): void {
    const { state } = actor;
    const { lockstep } = state.promises;
    const inTurn = !lockstep || (actor.type === 'REP' ? debt !== undefined : mayAsk(actor));
    const entry = this.#ledger.add({
      from: state,
      bytes: step.bytes,
      to: step.to,
      topic: step.topic,
      answers: debt?.request,
      envelope: this.#envelope(actor, step, debt),
      due: this.#due(actor, step.topic),
      barred: this.#barred(actor, step.topic),
    });
    const asked = actor.asked;
    if (actor.type === 'REQ' && inTurn) actor.asked = entry;
    const payload = this.#ledger.frames(entry, this.#conflates);
    const { findings } = this.#outcomes;
    const done = (sent: boolean): void => {
      entry.state = sent ? 'accepted' : step.attempt === true && inTurn ? 'refused' : 'ignored';
      if (sent && !inTurn) findings.wrong(actor.name, `sent #${entry.id} out of turn, and it was accepted`);
      if (!sent && inTurn && step.attempt !== true) findings.wrong(actor.name, `sent #${entry.id}: false`);
      if (!sent && actor.asked === entry) actor.asked = asked;
    };
    const failed = (error: unknown): void => {
      entry.state = 'refused';
      if (actor.asked === entry) actor.asked = asked;
      if (!mayRefuse(actor, codeOf(error))) findings.wrong(actor.name, `sent #${entry.id}: ${String(error)}`);
    };
    if (step.attempt === true) {
      try {
        done(actor.socket.trySend(payload));
      } catch (error) {
        failed(error);
      }
      return;
    }
    const pending = { what: `the send of #${entry.id}`, settled: false };
    void this.#outcomes.pend(actor.sends, pending, actor.socket.send(payload), done, failed);
  }

  #envelope({ type, state }: Actor, { to }: SendStep, debt: Debt | undefined): Envelope {
    if (to !== undefined) return [to];
    // A REP knows by itself what its reply has to stand behind.
    if (debt !== undefined) return type === 'REP' ? [] : debt.envelope;
    if (state.promises.envelope !== 'delimiter') return [];
    // Every other request has come over a hop before.
    return this.#ledger.entries.length % 2 === 0 ? [''] : ['hop', ''];
  }

  /** Who must get what is sent now: subscribers, or all publishers of an XSUB. */
  #due({ state }: Actor, topic: string | undefined): Due[] {
    if (state.plan.options['conflate'] === true) return [];
    const partners = [...new Set(this.#model.partners(state))].filter(({ plan }) => plan.options['conflate'] !== true);
    if (state.promises.sends === 'publishers' && state.met) {
      return partners.filter(({ plan }) => plan.type === 'XPUB').map(asDue);
    }
    if (topic === undefined) return [];
    return partners
      .filter(({ met, asked, sure }) => (inverts(state) ? met && !covers(asked, topic) : covers(sure, topic)))
      .map(asDue);
  }

  /**
   * With `invertMatching`, who must not get what is sent now. Of two connections between the same sockets, a publisher that
   * has heard of a topic over one need not have heard of it over the other.
   */
  #barred({ state }: Actor, topic: string | undefined): Due[] {
    if (topic === undefined || !inverts(state)) return [];
    return this.#model
      .partners(state)
      .filter((partner) => state.paths.get(partner) === 1)
      .filter(({ sure }) =>
        covers(
          [...sure].filter((each) => !state.revoked.has(each)),
          topic,
        ),
      )
      .map(asDue);
  }
}

function asDue(subscriber: Due['subscriber']): Due {
  return { subscriber, epoch: subscriber.epoch };
}

/** The socket may have taken a reply that the promise of `receive` or `request` has not brought yet. */
async function letSettle({ type, receives, requests }: Actor): Promise<void> {
  if (type === 'REQ' && receives.size + requests.size > 0) await turn();
}

function mayAsk(actor: Actor): boolean {
  return actor.requests.size === 0 && (actor.asked === undefined || actor.option('relaxed') === true);
}

/** Whether a send may reject in this way. */
function mayRefuse(actor: Actor, code: string | undefined): boolean {
  if (code === 'ENOTSOCK') return actor.state.life !== 'open';
  if (code === 'EAGAIN') return actor.option('sendTimeout') !== undefined || actor.option('mandatory') === true;
  return code === 'EHOSTUNREACH' && actor.option('mandatory') === true;
}

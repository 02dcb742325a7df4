import { setImmediate as turn } from 'node:timers/promises';
import type { Message } from '@zeromq-ts/core';
import { freshEndpoint } from '../conformance/fresh-endpoint.js';
import { construct } from '../conformance/socket-classes.js';
import { Actor } from './actor.js';
import type { Pending } from './actor.js';
import type { Findings } from './findings.js';
import type { Entry, Ledger } from './ledger.js';
import type { Model, SocketState } from './model.js';
import { StallingProxy } from './proxy.js';
import { Reception } from './reception.js';
import type { ReceiveKind, SendStep, SocketStep, Step } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';
import { holds } from './waiting.js';

/** Milliseconds that a receive with a timeout waits. */
export const RECEIVE_TIMEOUT_MS = 5;

/** Options of every socket that a scenario does not choose. */
export const DRIVER_OPTIONS = { linger: LONG_LINGER_MS, reconnectInterval: 10 } as const;

/** The real system: carries out the steps of a scenario on sockets, and writes down what comes of them. */
export class Driver {
  readonly actors = new Map<SocketState, Actor>();
  readonly #model: Model;
  readonly #ledger: Ledger;
  readonly #findings: Findings;
  readonly #reception: Reception;
  readonly #patience: number;
  /** Somebody keeps the newest message only, which must be of one frame then. */
  readonly #conflates: boolean;
  readonly #addresses: string[] = [];
  readonly #proxies = new Map<number, StallingProxy>();

  constructor(model: Model, ledger: Ledger, findings: Findings, patience: number) {
    this.#model = model;
    this.#ledger = ledger;
    this.#findings = findings;
    this.#patience = patience;
    this.#reception = new Reception(ledger, findings);
    this.#conflates = model.scenario.sockets.some(({ options }) => options['conflate'] === true);
  }

  async start(): Promise<void> {
    const { endpoints, transport } = this.#model.scenario;
    for (const [at, { proxied }] of endpoints.entries()) {
      const address = await freshEndpoint(transport);
      this.#addresses.push(address);
      if (proxied) this.#proxies.set(at, await StallingProxy.before(Number(address.split(':').at(-1))));
    }
  }

  stop(): void {
    for (const proxy of this.#proxies.values()) proxy.close();
  }

  /** Does one step, which the model has found applicable, and tells the model. */
  async run(step: Step): Promise<void> {
    if (step.do === 'settle') return;
    if (step.do === 'open') {
      this.#model.apply(step);
      this.#open(step.who);
    } else if (!('who' in step)) {
      this.#model.apply(step);
      this.#proxies.get(step.at)?.[step.do]();
    } else {
      const actor = this.#actor(step.who) as Actor;
      // What a message owes to whom is decided by the state before it is sent; everything else by the state after.
      if (step.do !== 'send') this.#model.apply(step);
      await this.#do(actor, step);
    }
  }

  /** Every REQ that waits for a reply receives it. */
  receiveReplies(): void {
    for (const actor of this.actors.values()) {
      if (
        actor.type === 'REQ' &&
        actor.state.life === 'open' &&
        actor.asked !== undefined &&
        actor.receives.size === 0
      ) {
        this.#receive(actor, 'plain');
      }
    }
  }

  #actor(who: number): Actor | undefined {
    const state = this.#model.sockets[who];
    return state === undefined ? undefined : this.actors.get(state);
  }

  async #do(actor: Actor, step: SocketStep): Promise<void> {
    const { socket } = actor;
    switch (step.do) {
      case 'bind':
        return this.#call(`${actor.name}.bind`, socket.bind(this.#addresses[step.at] as string));
      case 'unbind':
        return this.#call(`${actor.name}.unbind`, socket.unbind(this.#addresses[step.at] as string));
      case 'connect':
        return socket.connect(this.#addressOf(step.at));
      case 'disconnect':
        return socket.disconnect(this.#addressOf(step.at));
      case 'send':
        return this.#send(actor, step);
      case 'receive':
        return this.#receive(actor, step.how);
      case 'abort':
        for (const abort of actor.aborts) abort.abort(new Error('The program has lost interest.'));
        return actor.aborts.clear();
      case 'iterate':
        return this.#iterate(actor);
      case 'leave':
        return this.#leave(actor);
      case 'read':
        return this.#read(actor);
      case 'pause':
        return this.#pause(actor);
      case 'subscribe':
        if (actor.type === 'XSUB') await this.#call(`${actor.name}.send`, socket.send(`\x01${step.topic}`));
        else socket.subscribe(step.topic);
        return;
      case 'unsubscribe':
        if (actor.type === 'XSUB') await this.#call(`${actor.name}.send`, socket.send(`\x00${step.topic}`));
        else socket.unsubscribe(step.topic);
        return;
      case 'grant':
        return socket.subscribe(step.topic);
      case 'revoke':
        return socket.unsubscribe(step.topic);
      case 'close':
        return this.#close(actor, step.linger);
    }
  }

  #addressOf(at: number): string {
    const proxy = this.#proxies.get(at);
    return proxy === undefined ? (this.#addresses[at] as string) : `tcp://127.0.0.1:${proxy.port}`;
  }

  #open(who: number): void {
    const state = this.#model.sockets[who] as SocketState;
    const { type, engine, options } = state.plan;
    const socket = construct(type, undefined, {
      ...DRIVER_OPTIONS,
      ...options,
      engine,
      ...(state.id === undefined ? {} : { routingId: state.id }),
      ...(type === 'SUB' ? { topics: [] } : {}),
    });
    this.actors.set(state, new Actor(`${type.toLowerCase()}${who}`, socket, state));
  }

  // Sending.

  async #send(actor: Actor, step: SendStep): Promise<void> {
    // The socket may have taken a reply that the promise of `receive` has not brought yet.
    if (actor.type === 'REQ' && actor.receives.size > 0) await turn();
    // While a REP receives, nobody can say whether it owes a reply by now.
    if (actor.type === 'REP' && (actor.receives.size > 0 || actor.reader !== undefined)) return;
    for (let sent = 0; sent < step.count; sent++) this.#sendOne(actor, step);
    this.#model.apply(step);
  }

  #sendOne(actor: Actor, step: SendStep): void {
    const { state } = actor;
    const lockstep = state.promises.lockstep;
    const inTurn = !lockstep || (actor.type === 'REP' ? actor.owes !== undefined : this.#mayAsk(actor));
    const entry = this.#ledger.add({
      from: state,
      bytes: step.bytes,
      to: step.to,
      topic: step.topic,
      answers: actor.owes,
      due: step.topic === undefined ? [] : this.#due(actor, step.topic),
    });
    const payload = this.#ledger.frames(entry, this.#conflates);
    actor.owes = undefined;
    const asked = actor.asked;
    if (actor.type === 'REQ' && inTurn) actor.asked = entry;
    const done = (sent: boolean): void => {
      entry.state = sent ? 'accepted' : step.attempt === true && inTurn ? 'refused' : 'ignored';
      if (sent && !inTurn) this.#wrong(actor, `sent #${entry.id} out of turn, and it was accepted`);
      if (!sent && inTurn && step.attempt !== true) this.#wrong(actor, `sent #${entry.id}: false`);
      if (!sent && actor.asked === entry) actor.asked = asked;
    };
    const failed = (error: unknown): void => {
      entry.state = 'refused';
      if (actor.asked === entry) actor.asked = asked;
      if (!mayRefuse(actor, codeOf(error))) this.#wrong(actor, `sent #${entry.id}: ${String(error)}`);
    };
    if (step.attempt === true) {
      try {
        done(actor.socket.trySend(payload));
      } catch (error) {
        failed(error);
      }
      return;
    }
    void this.#pend(actor.sends, `the send of #${entry.id}`, actor.socket.send(payload), done, failed);
  }

  #mayAsk(actor: Actor): boolean {
    return actor.asked === undefined || actor.option('relaxed') === true;
  }

  #due(actor: Actor, topic: string): Entry['due'] {
    if (actor.option('invertMatching') === true || actor.option('conflate') === true) return [];
    return [...new Set(this.#model.partners(actor.state))]
      .filter(({ sure, plan }) => plan.options['conflate'] !== true && [...sure].some((each) => topic.startsWith(each)))
      .map((subscriber) => ({ subscriber, epoch: subscriber.epoch }));
  }

  // Receiving.

  #receive(actor: Actor, how: ReceiveKind): void {
    if (how === 'try') {
      try {
        const message = actor.socket.tryReceive();
        if (message !== undefined) this.#reception.arrived(actor, message);
      } catch (error) {
        this.#failedToReceive(actor, error);
      }
      return;
    }
    const abort = new AbortController();
    if (how === 'signal') actor.aborts.add(abort);
    const options =
      how === 'plain' ? undefined : how === 'timeout' ? { timeout: RECEIVE_TIMEOUT_MS } : { signal: abort.signal };
    const got = (message: Message): void => {
      actor.aborts.delete(abort);
      this.#reception.arrived(actor, message);
      this.#answer(actor);
    };
    const failed = (error: unknown): void => {
      if (how === 'timeout' && codeOf(error) === 'EAGAIN') return;
      if (how === 'signal' && error === abort.signal.reason) return;
      this.#failedToReceive(actor, error);
    };
    void this.#pend(actor.receives, 'a receive', actor.socket.receive(options), got, failed);
  }

  #failedToReceive(actor: Actor, error: unknown): void {
    const code = codeOf(error);
    if (code === 'ENOTSOCK' && actor.state.life !== 'open') return;
    if (code === 'EFSM' && actor.state.promises.lockstep) return;
    this.#wrong(actor, `received: ${String(error)}`);
  }

  #iterate(actor: Actor): void {
    const iterator = actor.socket[Symbol.asyncIterator]();
    actor.iterator = iterator;
    actor.iterated = true;
    void this.#drain(actor, iterator);
  }

  async #drain(actor: Actor, iterator: AsyncIterableIterator<Message>): Promise<void> {
    while (actor.iterator === iterator) {
      const next: Pending = { what: 'the next() of an iteration', settled: false };
      actor.next = next;
      try {
        const { done, value } = await iterator.next();
        next.settled = true;
        if (done === true) {
          if (actor.state.life === 'open' && actor.iterator === iterator)
            this.#wrong(actor, 'an iteration ended by itself');
          return;
        }
        if (actor.left.has(iterator)) {
          this.#findings.add('lost', `${actor.name}: a message went to an iteration that had been left`);
        }
        this.#reception.arrived(actor, value);
      } catch (error) {
        next.settled = true;
        return this.#wrong(actor, `iterated: ${String(error)}`);
      }
    }
  }

  async #leave(actor: Actor): Promise<void> {
    const { iterator, next } = actor;
    if (iterator === undefined) return;
    actor.iterator = undefined;
    await this.#call(`${actor.name}: return() of an iteration`, Promise.resolve(iterator.return?.()));
    await turn();
    actor.left.add(iterator);
    if (next !== undefined && !(await holds(() => next.settled, this.#patience))) {
      this.#findings.add('hang of an iteration', `${actor.name}: next() still waits after return()`);
    }
  }

  #read(actor: Actor): void {
    const abort = new AbortController();
    const loop = async (): Promise<void> => {
      while (!abort.signal.aborted) {
        try {
          this.#reception.arrived(actor, await actor.socket.receive({ signal: abort.signal }));
        } catch (error) {
          if (abort.signal.aborted || actor.state.life !== 'open') return;
          if (codeOf(error) !== 'EFSM' || actor.type !== 'REP') return this.#failedToReceive(actor, error);
        }
        this.#answer(actor);
      }
    };
    actor.reader = { abort, done: loop() };
  }

  /** A REP that reads all that comes answers it, too. */
  #answer(actor: Actor): void {
    if (actor.type !== 'REP' || actor.reader === undefined || actor.owes === undefined) return;
    this.#sendOne(actor, { do: 'send', who: actor.state.who, count: 1, bytes: 0 });
  }

  async #pause(actor: Actor): Promise<void> {
    const { reader } = actor;
    if (reader === undefined) return;
    actor.reader = undefined;
    reader.abort.abort();
    await this.#call(`${actor.name}: a receive that was aborted`, reader.done);
  }

  // Ending.

  async #close(actor: Actor, linger: number): Promise<void> {
    const closing: Pending = { what: 'close', settled: false };
    actor.closing = closing;
    actor.iterator = undefined;
    actor.asked = undefined;
    void this.#finishClose(actor, closing, actor.socket.close({ linger }));
    if (linger >= LONG_LINGER_MS || (await holds(() => closing.settled, linger + this.#patience))) return;
    this.#findings.add('hang of close', `${actor.name}: close({ linger: ${linger} })`);
  }

  async #finishClose(actor: Actor, closing: Pending, closed: Promise<void>): Promise<void> {
    try {
      await closed;
      actor.state.life = 'closed';
    } catch (error) {
      this.#wrong(actor, `closed: ${String(error)}`);
    }
    closing.settled = true;
  }

  async #call(what: string, promise: Promise<unknown>): Promise<void> {
    let settled = false;
    const settle = async (): Promise<void> => {
      try {
        await promise;
      } catch (error) {
        this.#findings.add('wrong outcome', `${what}: ${String(error)}`);
      }
      settled = true;
    };
    void settle();
    if (!(await holds(() => settled, this.#patience))) this.#findings.add('hang of a call', what);
  }

  /** Waits for a promise, which counts as pending until then. */
  async #pend<T>(
    set: Set<Pending>,
    what: string,
    promise: Promise<T>,
    done: (value: T) => void,
    failed: (error: unknown) => void,
  ): Promise<void> {
    const pending: Pending = { what, settled: false };
    set.add(pending);
    const settled = (): void => {
      pending.settled = true;
      set.delete(pending);
    };
    let value: T;
    try {
      value = await promise;
    } catch (error) {
      settled();
      return failed(error);
    }
    settled();
    done(value);
  }

  #wrong(actor: Actor, text: string): void {
    this.#findings.add('wrong outcome', `${actor.name}: ${text}`);
  }
}

/** Whether a send may reject in this way. */
function mayRefuse(actor: Actor, code: string | undefined): boolean {
  if (code === 'ENOTSOCK') return actor.state.life !== 'open';
  if (code === 'EAGAIN') return actor.option('sendTimeout') !== undefined || actor.option('mandatory') === true;
  return code === 'EHOSTUNREACH' && actor.option('mandatory') === true;
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}

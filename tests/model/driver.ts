import { construct } from '@zeromq-ts/testing/conformance';
import { Actor } from './actor.js';
import type { Pending } from './actor.js';
import type { Findings } from './findings.js';
import type { Ledger } from './ledger.js';
import type { Model } from './model.js';
import { Outcomes } from './outcomes.js';
import { StallingProxy } from './proxy.js';
import { Receiving } from './receiving.js';
import { Reception } from './reception.js';
import type { SocketStep, Step } from './scenario.js';
import { LONG_LINGER_MS } from './scenario.js';
import { Sending } from './sending.js';
import type { SocketState } from './socket-state.js';
import { freshEndpoint } from './transports.js';
import { holds } from './waiting.js';

/** Options of every socket that a scenario does not choose. */
export const DRIVER_OPTIONS = { linger: LONG_LINGER_MS, reconnectInterval: 10 } as const;

/** The real system: carries out the steps of a scenario on sockets, and writes down what comes of them. */
export class Driver {
  readonly actors = new Map<SocketState, Actor>();
  readonly #model: Model;
  readonly #outcomes: Outcomes;
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #addresses: string[] = [];
  readonly #proxies = new Map<number, StallingProxy>();

  constructor(model: Model, ledger: Ledger, findings: Findings, patience: number) {
    this.#model = model;
    this.#outcomes = new Outcomes(findings, patience);
    const reception = new Reception(model, ledger, findings);
    this.#sending = new Sending(model, ledger, this.#outcomes, reception);
    this.#receiving = new Receiving(this.#outcomes, reception, this.#sending);
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

  /** Does one step, which fits the state of the model, and tells the model. */
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
      const { type, state, asked, receives, requests } = actor;
      const waits = type === 'REQ' && state.life === 'open' && asked !== undefined;
      if (waits && receives.size + requests.size === 0) this.#receiving.receive(actor, 'plain');
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
        return this.#outcomes.call(`${actor.name}.bind`, socket.bind(this.#addresses[step.at] as string));
      case 'unbind':
        return this.#outcomes.call(`${actor.name}.unbind`, socket.unbind(this.#addresses[step.at] as string));
      case 'connect':
        return socket.connect(this.#addressOf(step.at));
      case 'disconnect':
        return socket.disconnect(this.#addressOf(step.at));
      case 'send':
        return this.#sending.send(actor, step);
      case 'request':
        return this.#sending.request(actor, step);
      case 'receive':
        return this.#receiving.receive(actor, step.how);
      case 'abort':
        for (const abort of actor.aborts) abort.abort(new Error('The program has lost interest.'));
        return actor.aborts.clear();
      case 'iterate':
        return this.#receiving.iterate(actor);
      case 'leave':
        return this.#receiving.leave(actor);
      case 'read':
        return this.#receiving.read(actor);
      case 'pause':
        return this.#receiving.pause(actor);
      case 'subscribe':
        if (actor.type === 'XSUB') await this.#outcomes.call(`${actor.name}.send`, socket.send(`\x01${step.topic}`));
        else socket.subscribe(step.topic);
        return;
      case 'unsubscribe':
        if (actor.type === 'XSUB') await this.#outcomes.call(`${actor.name}.send`, socket.send(`\x00${step.topic}`));
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

  async #close(actor: Actor, linger: number): Promise<void> {
    const closing: Pending = { what: 'close', settled: false };
    actor.closing = closing;
    actor.iterator = undefined;
    actor.asked = undefined;
    void this.#finishClose(actor, closing, actor.socket.close({ linger }));
    if (linger >= LONG_LINGER_MS || (await holds(() => closing.settled, linger + this.#outcomes.patience))) return;
    this.#outcomes.findings.add('hang of close', `${actor.name}: close({ linger: ${linger} })`);
  }

  async #finishClose(actor: Actor, closing: Pending, closed: Promise<void>): Promise<void> {
    try {
      await closed;
      actor.state.life = 'closed';
    } catch (error) {
      this.#outcomes.findings.wrong(actor.name, `closed: ${String(error)}`);
    }
    closing.settled = true;
  }
}

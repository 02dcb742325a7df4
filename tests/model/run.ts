import type { Actor } from './actor.js';
import { applicable } from './applicable.js';
import { Driver } from './driver.js';
import type { Finding } from './findings.js';
import { Findings } from './findings.js';
import { Judge, reachablePartners } from './judge.js';
import { Ledger } from './ledger.js';
import { Model } from './model.js';
import type { Scenario, SocketPlan, Step } from './scenario.js';
import { otherSide } from './scenario.js';
import type { SocketState } from './socket-state.js';
import { isSubscriber } from './socket-state.js';
import { holds, quiet } from './waiting.js';

/** How long something that must happen is waited for, in milliseconds. The machine may be busy with other things. */
export const SETTLE_TIMEOUT_MS = 15_000;

/** Runs one scenario on real sockets. @returns what was found first, if anything was. */
export async function runScenario(scenario: Scenario, patience = SETTLE_TIMEOUT_MS): Promise<Finding | undefined> {
  return new Run(scenario, patience).toItsEnd();
}

class Run {
  readonly #model: Model;
  readonly #ledger = new Ledger();
  readonly #findings = new Findings();
  readonly #driver: Driver;
  readonly #judge: Judge;
  readonly #patience: number;
  #barriers = 0;

  constructor(scenario: Scenario, patience: number) {
    this.#model = new Model(withRelief(scenario));
    this.#patience = patience;
    this.#driver = new Driver(this.#model, this.#ledger, this.#findings, patience);
    this.#judge = new Judge(this.#model, this.#ledger, this.#driver.actors);
  }

  async toItsEnd(): Promise<Finding | undefined> {
    const handles = openHandles();
    const unhandled = (error: unknown): void => this.#findings.add('unhandled rejection', String(error));
    process.on('unhandledRejection', unhandled);
    try {
      await this.#driver.start();
      for (const step of this.#model.scenario.steps) await this.#step(step);
      await this.#settle();
      if (this.#findings.first === undefined) await this.#finish();
    } finally {
      await this.#closeAll();
      this.#driver.stop();
      if (this.#findings.first === undefined && !this.#lingers()) await this.#nothingLeft(handles);
      process.off('unhandledRejection', unhandled);
    }
    return this.#findings.first;
  }

  async #step(step: Step): Promise<void> {
    if (this.#findings.first !== undefined || !applicable(this.#model, step)) return;
    if (step.do === 'settle') await this.#settle();
    else await this.#driver.run(step);
  }

  /** Lets the sockets do what they can, and waits until they have done all that they must. */
  async #settle(): Promise<void> {
    if (this.#findings.first !== undefined) return;
    await this.#until(() => this.#judge.unmet());
    await quiet(() => this.#state());
    if (this.#findings.first === undefined) await this.#subscriptions();
    await this.#until(() => this.#judge.unmet());
  }

  async #until(unmet: () => Finding | undefined): Promise<void> {
    if (this.#findings.first !== undefined) return;
    if (await holds(() => unmet() === undefined || this.#findings.first !== undefined, this.#patience)) return;
    const finding = unmet();
    if (finding !== undefined) this.#findings.add(finding.kind, finding.text);
  }

  /** A topic that nobody uses: when a publisher has heard of it, it has heard of all that came before. */
  async #subscriptions(): Promise<void> {
    for (const state of this.#model.alive()) {
      const actor = this.#driver.actors.get(state);
      if (actor === undefined || state.life !== 'open' || !isSubscriber(state)) continue;
      const partners = reachablePartners(this.#model, this.#driver.actors, state);
      const publishers = partners.map((partner) => this.#driver.actors.get(partner) as Actor);
      // An XPUB hears of topics only while it reads.
      if (publishers.some(({ type, reader }) => type === 'XPUB' && reader === undefined)) continue;
      // A publisher that cannot be reached for now has not heard of anything.
      if (publishers.some(({ type }) => type === 'PUB') && this.#covered(state)) continue;
      if (publishers.length === 0 || partners.length < this.#model.partners(state).length) continue;
      const topic = `~${this.#barriers++}`;
      if (actor.type === 'XSUB') await actor.socket.send(`\x01${topic}`);
      else actor.socket.subscribe(topic);
      for (const publisher of publishers) await this.#hears(publisher, topic);
      this.#model.subscriptionsArrived(state);
    }
  }

  /** Whether another subscription than its own, or one that it has ended, may cover every topic at a PUB. */
  #covered(subscriber: SocketState): boolean {
    return this.#model.all.some(({ asked, topics }) =>
      subscriber.asked === asked ? asked.has('') && !topics.has('') : asked.has(''),
    );
  }

  async #hears({ name, type, socket, heard }: Actor, topic: string): Promise<void> {
    const arrived =
      type === 'XPUB'
        ? await holds(() => heard.has(topic), this.#patience)
        : await socket.subscribed(topic, { timeout: this.#patience }).then(
            () => true,
            () => false,
          );
    if (!arrived) this.#findings.add('hang of a connection', `${name} does not hear of the topic ${topic}`);
  }

  /** Everybody reads, and every endpoint has somebody at each end: now all that can come to an end must. */
  async #finish(): Promise<void> {
    const { scenario } = this.#model;
    for (let at = 0; at < scenario.endpoints.length; at++) await this.#step({ do: 'resume', at });
    for (const step of this.#relief()) {
      // A PAIR that still delivers to an endpoint shall find somebody there, though the steps keep away from it.
      if (step.do === 'subscribe') await this.#step(step);
      else await this.#driver.run(step);
    }
    for (let who = 0; who < scenario.sockets.length; who++) await this.#step({ do: 'read', who });
    this.#driver.receiveReplies();
    await this.#until(() => this.#judge.unfinished());
    if (this.#findings.first === undefined) this.#judge.condemn(this.#findings);
  }

  /** Opens sockets at the ends of endpoints where there are none. */
  #relief(): Step[] {
    const { sockets, endpoints } = this.#model.scenario;
    const steps: Step[] = [];
    for (const [at, { boundBy }] of endpoints.entries()) {
      const alive = this.#model.alive();
      const binder = alive.find(({ bound }) => bound.has(at));
      const side = binder === undefined ? boundBy : otherSide(boundBy);
      if (binder?.life === 'open' && alive.some(({ life, connected }) => life === 'open' && connected.has(at)))
        continue;
      // A PAIR that still delivers here would be refused beside another one.
      const { exclusive } = this.#model.all[0]?.promises ?? {};
      const delivers = alive.some(({ connected, lingering }) => connected.has(at) || lingering.has(at));
      if (exclusive === true && binder !== undefined && delivers) continue;
      const who = sockets.length - 2 * endpoints.length + 2 * at + (side === 'left' ? 0 : 1);
      steps.push({ do: 'open', who }, { do: binder === undefined ? 'bind' : 'connect', who, at });
      const topics = this.#model.all.some(({ promises }) => promises.sends === 'subscribers');
      if (topics) steps.push({ do: 'subscribe', who, topic: '' });
    }
    return steps;
  }

  async #closeAll(): Promise<void> {
    for (let who = 0; who < this.#model.sockets.length; who++) {
      const step = { do: 'close', who, linger: 0 } as const;
      if (applicable(this.#model, step)) await this.#driver.run(step);
    }
  }

  /** Whether a socket lingers rightly. */
  #lingers(): boolean {
    return this.#model.all.some(({ life }) => life === 'closing');
  }

  /** Every promise is settled, and nothing of the system is held. */
  async #nothingLeft(handles: number): Promise<void> {
    const waits = (): string | undefined => {
      for (const { name, sends, receives, requests, next } of this.#driver.actors.values()) {
        const [pending] = [...sends, ...receives, ...requests];
        if (pending !== undefined) return `${name}: ${pending.what} still waits after close`;
        if (next?.settled === false) return `${name}: next() still waits after close`;
      }
      return openHandles() > handles ? `${openHandles() - handles} handles or timers` : undefined;
    };
    await this.#until(() => {
      const text = waits();
      return text === undefined ? undefined : { kind: 'left open', text };
    });
  }

  #state(): string {
    const parts: unknown[] = [this.#ledger.entries.length];
    for (const { socket, sends, receives, requests, strange } of this.#driver.actors.values()) {
      const { messagesSent, messagesReceived, queuedIncoming, queuedOutgoing, peers } = socket.stats();
      parts.push(
        messagesSent,
        messagesReceived,
        queuedIncoming,
        queuedOutgoing,
        peers,
        sends.size,
        receives.size,
        requests.size,
        strange,
      );
    }
    return parts.join();
  }
}

/** Two more sockets for each endpoint, one of each side, that the steps do not know of. */
function withRelief(scenario: Scenario): Scenario {
  const relief = scenario.endpoints.flatMap(() =>
    (['left', 'right'] as const).map((side): SocketPlan => {
      const like = scenario.sockets.find((plan) => plan.side === side) as SocketPlan;
      const { routingId: _id, ...options } = like.options;
      return { ...like, options };
    }),
  );
  return { ...scenario, sockets: [...scenario.sockets, ...relief] };
}

/** Sockets, listeners and timers that hold this process. */
function openHandles(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Timeout/.test(name)).length;
}

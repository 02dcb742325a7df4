import { Random } from '../chaos/random.js';
import type { SocketTypeName } from '@zeromq-ts/testing/conformance';
import type { Transport } from './transports.js';
import { applicable } from './applicable.js';
import { Model } from './model.js';
import type { TypePromises } from './patterns.js';
import { alternates, PATTERNS, promisesOf, typeOf } from './patterns.js';
import type {
  EndpointPlan,
  EngineName,
  ReceiveKind,
  Scenario,
  Side,
  SocketOptions,
  SocketPlan,
  Step,
} from './scenario.js';
import { LONG_LINGER_MS, SHORT_LINGER_MS } from './scenario.js';

/** What is wanted of a scenario; what is left out is drawn. */
export interface Wishes {
  readonly pattern?: string | undefined;
  readonly transport?: Transport | undefined;
  /** The engines of the left and of the right side. */
  readonly engines?: readonly [EngineName, EngineName] | undefined;
}

const TOPICS = ['', 'A', 'B', 'AB'];
const IDS = ['anna', 'bert', 'carl', 'dora', 'emil'];
const WELCOME_TOPIC = 'A';
const SMALL_BYTES = 10;
/** Enough of these fill what the operating system holds of an ipc connection. */
const LARGE_BYTES = 60_000;

/** Draws a scenario. The same seed and wishes give the same scenario. */
export function generate(seed: number, wishes: Wishes = {}): Scenario {
  return new Generator(new Random(seed), wishes).scenario();
}

class Generator {
  readonly #random: Random;
  readonly #wishes: Wishes;

  constructor(random: Random, wishes: Wishes) {
    this.#random = random;
    this.#wishes = wishes;
  }

  scenario(): Scenario {
    const random = this.#random;
    const pattern = this.#wishes.pattern ?? random.pick(Object.keys(PATTERNS));
    const engines = this.#wishes.engines ?? (['zmtp', 'zmtp'] as const);
    // Two sockets of libzmq that share a process abort it over inproc (pipe.cpp:60) within some sequences.
    const inproc = engines.every((engine) => engine === 'zmtp');
    const transports: Transport[] = inproc ? ['inproc', 'inproc', 'ipc', 'tcp'] : ['ipc', 'tcp'];
    const transport = this.#wishes.transport ?? random.pick(transports);
    const plans = [
      ...this.#plans('left', pattern, engines[0], random.between(1, 2)),
      ...this.#plans('right', pattern, engines[1], random.between(1, 3)),
    ];
    const sockets = this.#together(plans);
    const endpoints = Array.from(
      { length: typeOf(pattern, 'left') === 'REQ' ? 1 : random.between(1, 2) },
      (): EndpointPlan => ({
        boundBy: this.#likely(0.5) ? 'left' : 'right',
        proxied: transport === 'tcp' && this.#likely(0.5),
      }),
    );
    const plan = { pattern, transport, sockets, endpoints, steps: [] };
    return { ...plan, steps: this.#steps(plan) };
  }

  #likely(probability: number): boolean {
    return this.#random.next() < probability;
  }

  #plans(side: Side, pattern: string, engine: EngineName, count: number): SocketPlan[] {
    const type = typeOf(pattern, side);
    const promises = promisesOf(pattern, type);
    return Array.from({ length: count }, () => ({
      side,
      type,
      engine,
      options: this.#options(type, promises, engine),
    }));
  }

  /** Options that all sockets must have, or each its own. */
  #together(plans: readonly SocketPlan[]): SocketPlan[] {
    const publishes = plans.some(({ type }) => type === 'PUB' || type === 'XPUB');
    const inverts = publishes && this.#likely(0.1);
    const asksOnLibzmq = plans.some(({ type, engine }) => type === 'REQ' && engine === 'libzmq');
    return plans.map((plan, who) => {
      const options: Record<string, string | number | boolean> = { ...plan.options };
      // A REQ of libzmq takes the probe of a ROUTER for an error, and ends the connection each time.
      if (asksOnLibzmq && plan.type === 'ROUTER') delete options['probeRouter'];
      if (inverts) options['invertMatching'] = true;
      if (plan.type === 'XPUB' && this.#likely(0.15)) options['welcomeMessage'] = `${WELCOME_TOPIC}: welcome to ${who}`;
      return { ...plan, options };
    });
  }

  #options(type: SocketTypeName, promises: TypePromises, engine: EngineName): SocketOptions {
    const random = this.#random;
    const options: Record<string, string | number | boolean> = {};
    const mark = (): number => random.pick([0, 1, 1, 2, 3, 5, 1000]);
    if (this.#likely(0.7)) options['sendHighWaterMark'] = mark();
    if (this.#likely(0.7)) options['receiveHighWaterMark'] = mark();
    if (this.#likely(0.1)) options['linger'] = random.pick([0, SHORT_LINGER_MS]);
    if (this.#likely(0.1)) options['immediate'] = true;
    if (this.#likely(0.05) && promises.waits) options['sendTimeout'] = random.pick([0, 5]);
    const flags: Partial<Record<SocketTypeName, readonly string[]>> = {
      PUSH: ['conflate'],
      DEALER: ['conflate', 'probeRouter'],
      ROUTER: ['mandatory', 'handover', 'probeRouter'],
      REQ: ['correlate', 'relaxed', 'probeRouter'],
      PUB: ['noDrop', 'noDrop', 'conflate'],
      XPUB: ['noDrop', 'noDrop', 'manual'],
    };
    for (const flag of flags[type] ?? []) if (this.#likely(flag === 'noDrop' ? 0.4 : 0.1)) options[flag] = true;
    if (type === 'XPUB' && this.#likely(0.2)) options['verbosity'] = random.pick(['allSubs', 'allSubsUnsubs']);
    // libzmq conflates subscriptions, too, and aborts when a message follows the routing id over inproc.
    if (engine === 'libzmq') delete options['conflate'];
    return options;
  }

  #steps(plan: Scenario): Step[] {
    const model = new Model(plan);
    const steps: Step[] = [];
    const add = (step: Step): void => {
      if (!applicable(model, step)) return;
      model.apply(step);
      steps.push(step);
    };
    for (let who = 0; who < plan.sockets.length; who++) {
      add(this.#open(plan, who));
      if (this.#likely(alternates(plan.pattern) ? 0.15 : 0.4)) add({ do: 'read', who });
      if (this.#likely(0.6)) add({ do: 'subscribe', who, topic: this.#random.pick(TOPICS) });
      for (let at = 0; at < plan.endpoints.length; at++) {
        if (this.#likely(0.6)) add({ do: 'bind', who, at });
        if (this.#likely(0.6)) add({ do: 'connect', who, at });
      }
    }
    if (this.#likely(0.7)) add({ do: 'settle' });
    for (let count = this.#random.between(4, 22); count > 0; count--) add(this.#step(plan, model));
    return steps;
  }

  #step(plan: Scenario, model: Model): Step {
    const random = this.#random;
    const who = random.between(0, plan.sockets.length - 1);
    const at = random.between(0, plan.endpoints.length - 1);
    const topic = random.pick(TOPICS);
    // Requests and replies go nowhere unless both sides take their turns.
    const lockstep = alternates(plan.pattern);
    const draws: readonly [number, () => Step][] = [
      [24, () => this.#send(plan, model)],
      [14, () => ({ do: 'settle' })],
      [
        lockstep ? 20 : 6,
        () => ({ do: 'receive', who, how: random.pick<ReceiveKind>(['plain', 'timeout', 'signal', 'try']) }),
      ],
      [lockstep ? 8 : 0, () => this.#request(who)],
      [2, () => ({ do: 'abort', who })],
      [3, () => ({ do: 'iterate', who })],
      [4, () => ({ do: 'leave', who })],
      [4, () => ({ do: 'read', who })],
      [5, () => ({ do: 'pause', who })],
      [6, () => ({ do: 'bind', who, at })],
      [10, () => ({ do: 'connect', who, at })],
      [2, () => ({ do: 'unbind', who, at })],
      [5, () => ({ do: 'disconnect', who, at })],
      [8, () => ({ do: 'close', who, linger: random.pick([0, 0, SHORT_LINGER_MS, LONG_LINGER_MS, LONG_LINGER_MS]) })],
      [9, () => this.#open(plan, who)],
      [3, () => ({ do: 'subscribe', who, topic })],
      [3, () => ({ do: 'unsubscribe', who, topic })],
      [2, () => ({ do: random.pick(['grant', 'revoke'] as const), who, topic })],
      [2, () => ({ do: random.pick(['cut', 'stall', 'resume', 'resume'] as const), at })],
    ];
    let dice = random.next() * draws.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, draw] of draws) {
      dice -= weight;
      if (dice < 0) return draw();
    }
    return { do: 'settle' };
  }

  #open(plan: Scenario, who: number): Step {
    const type = plan.sockets[who]?.type;
    const likelihood = plan.pattern === 'req-router' ? 0.4 : 0.8;
    const both = plan.pattern === 'router-router';
    const named = (type === 'DEALER' || type === 'REQ' || both) && this.#likely(likelihood);
    const id = this.#likely(0.9) ? IDS[who % IDS.length] : this.#random.pick(IDS);
    return named && id !== undefined ? { do: 'open', who, id } : { do: 'open', who };
  }

  #request(who: number): Step {
    const random = this.#random;
    const timeout = random.pick([5, 20, 20, null]);
    const retries = timeout === null ? 0 : random.between(0, 2);
    const abortable = this.#likely(0.2);
    return { do: 'request', who, bytes: SMALL_BYTES, timeout, retries, ...(abortable ? { abortable } : {}) };
  }

  #send(plan: Scenario, model: Model): Step {
    const random = this.#random;
    const senders = plan.sockets
      .map((_, who) => who)
      .filter((who) => model.sockets[who]?.life === 'open' && model.sockets[who].promises.sends !== 'nobody');
    if (senders.length === 0) return { do: 'settle' };
    const who = random.pick(senders);
    const { sends, lockstep } = promisesOf(plan.pattern, plan.sockets[who]!.type);
    const large = plan.transport !== 'inproc' && this.#likely(0.25);
    const count = lockstep ? 1 : large ? random.between(5, 60) : random.pick([1, 1, 2, 3, 5, 8, 12]);
    const step = { do: 'send', who, count, bytes: large ? LARGE_BYTES : SMALL_BYTES } as const;
    return {
      ...step,
      ...(this.#likely(0.15) ? { attempt: true } : {}),
      ...(sends === 'subscribers' ? { topic: random.pick(TOPICS) } : {}),
      ...(sends === 'named' ? { to: random.pick(IDS.slice(0, plan.sockets.length + 1)) } : {}),
    };
  }
}

import type { EngineName } from '@zeromq-ts/core';
import { type CallContext, RpcClient, RpcError, RpcServer, service } from '@zeromq-ts/rpc';
import { z } from 'zod';
import { type Conduct, CONDUCTS, Handling, until, type World } from '../../model/random-steps.js';

const RETRIES = 2;
/** Far beyond what a step takes on a busy machine: a call that ends by it has been forgotten. */
const FORGOTTEN_MS = 120_000;

const input = z.object({ number: z.number(), conduct: z.enum(CONDUCTS) });

const methods = service({
  once: { input, output: z.number() },
  again: { input, output: z.number(), idempotent: true },
  count: { input: z.object({ number: z.number(), to: z.number() }), output: z.number(), stream: true },
});

/** A call of the client, and what it may come to. */
interface Call {
  readonly number: number;
  readonly method: keyof typeof methods.methods;
  readonly conduct: Conduct;
  readonly controller: AbortController;
  /** How many items of a stream the client takes; all that there are, when there are fewer. */
  readonly to: number;
  readonly takes: number;
  readonly hurried: boolean;
  cancelled: boolean;
  /** The outcome: a result, the items of a stream, or the code of an error. */
  outcome: string;
  settled: number;
  items: number[];
}

interface Place {
  endpoint: string;
  server: RpcServer<typeof methods.methods> | undefined;
}

/** A client and its servers, what was called, and what was carried out. */
export class RpcWorld implements World {
  readonly calls: Call[] = [];
  readonly places: Place[] = [];
  readonly client: RpcClient<typeof methods.methods>;
  readonly #handling = new Handling(() => new RpcError('BY_DESIGN', 'It fails.'));
  readonly #engine: EngineName;
  /** How many servers were killed, or taken from the client. */
  losses = 0;

  private constructor(engine: EngineName) {
    this.#engine = engine;
    this.client = new RpcClient(methods, [], {
      timeout: FORGOTTEN_MS,
      retries: RETRIES,
      maxInFlight: 4,
      socket: { engine, reconnectInterval: 5 },
    });
  }

  static async open(engine: EngineName, servers: number): Promise<RpcWorld> {
    const world = new RpcWorld(engine);
    for (let index = 0; index < servers; index++) {
      const server = world.#serve();
      const endpoint = await server.bind('tcp://127.0.0.1:*');
      world.places.push({ endpoint, server });
      world.client.connect(endpoint);
    }
    return world;
  }

  #serve(): RpcServer<typeof methods.methods> {
    const carryOut = ({ number, conduct }: z.output<typeof input>, { signal }: CallContext): Promise<number> =>
      this.#handling.carryOut(number, conduct, signal);
    return new RpcServer(
      methods,
      {
        once: carryOut,
        again: carryOut,
        count: function* count({ to }) {
          for (let number = 1; number <= to; number++) yield number;
        },
      },
      undefined,
      { maxConcurrentCalls: 6, socket: { engine: this.#engine } },
    );
  }

  begin(method: Call['method'], conduct: Conduct, more: { to?: number; takes?: number; timeout?: number } = {}): void {
    const { to = 0, takes = 0, timeout } = more;
    const call: Call = {
      number: this.calls.length + 1,
      method,
      conduct,
      controller: new AbortController(),
      to,
      takes,
      hurried: timeout !== undefined,
      cancelled: false,
      outcome: '',
      settled: 0,
      items: [],
    };
    this.calls.push(call);
    const options = { signal: call.controller.signal, ...(timeout === undefined ? {} : { timeout }) };
    const { number } = call;
    const settle = (outcome: string): void => {
      call.settled++;
      call.outcome = outcome;
    };
    const done =
      method === 'count' ? this.#take(call, options) : this.client.call[method]({ number, conduct }, options);
    void done.then(
      (result) => settle(`${result}`),
      (error: unknown) => settle(error instanceof RpcError ? error.code : `${error}`),
    );
  }

  async #take(call: Call, options: { signal: AbortSignal; timeout?: number }): Promise<string> {
    const { number, to, takes } = call;
    for await (const item of this.client.call.count({ number, to }, options)) {
      call.items.push(item);
      if (call.items.length === takes) return 'left';
    }
    return 'end';
  }

  cancel(call: Call): void {
    call.cancelled ||= call.settled === 0;
    call.controller.abort();
  }

  /** Lets all handlers go on that wait. */
  release(): void {
    this.#handling.release();
  }

  /** Cuts the connections of a server, and forgets it, as when its process is killed. */
  async kill(place: Place): Promise<void> {
    const { server } = place;
    place.server = undefined;
    this.losses++;
    await server?.socket.close({ linger: 0 });
  }

  async restart(place: Place): Promise<void> {
    const server = this.#serve();
    place.server = server;
    await server.bind(place.endpoint);
  }

  /** Removes an endpoint of the client, and adds it again. */
  reconnect({ endpoint }: Place): void {
    this.losses++;
    this.client.disconnect(endpoint);
    this.client.connect(endpoint);
  }

  async finish(): Promise<void> {
    for (const place of this.places) if (place.server === undefined) await this.restart(place);
    await this.#until('the calls settle', () => {
      this.release();
      return this.calls.every(({ settled }) => settled > 0);
    });
    // What the client no longer waits for ends at the servers as well.
    await this.#until('the servers have no calls', () => this.#running() === 0);
    this.begin('again', 'answer');
    await this.#until('one more call is answered', () => this.calls.at(-1)?.settled === 1);
  }

  #running(): number {
    this.release();
    return this.places.reduce((sum, { server }) => sum + (server?.stats().running ?? 0), 0);
  }

  #until(what: string, condition: () => boolean): Promise<void> {
    return until(what, condition, () => this.calls);
  }

  async close(): Promise<void> {
    this.release();
    await this.client.close();
    for (const { server } of this.places) await server?.close({ timeout: 0 });
  }

  faults(): readonly string[] {
    return this.calls.flatMap((call) => this.#fault(call) ?? []);
  }

  /** What is wrong with how a call has ended; `undefined` when nothing is. */
  #fault(call: Call): string | undefined {
    const { number, method, conduct, outcome, items, to, takes } = call;
    const begun = this.#handling.timesBegun(number);
    // Also those before the call: the client notices a lost connection some time later.
    const most = method === 'again' ? 1 + Math.min(RETRIES, this.losses) : 1;
    if (call.settled !== 1) return `settled ${call.settled} times`;
    if (begun > most) return `was carried out ${begun} times`;
    if (items.some((item, index) => item !== index + 1)) return `has the items ${items.join(', ')}`;
    switch (outcome) {
      case `${-number}`:
        return conduct !== 'fail' && begun > 0 ? undefined : 'has a result that no handler returned';
      case 'BY_DESIGN':
        return conduct === 'fail' && begun > 0 ? undefined : 'has an error that no handler threw';
      case 'left':
        return items.length === takes ? undefined : 'was left early';
      case 'end':
        // A stream that is cancelled ends without an error for who iterates over it.
        return items.length === to || call.cancelled ? undefined : `ended after ${items.length} items`;
      case 'CANCELLED':
        return call.cancelled ? undefined : 'was not cancelled';
      case 'DEADLINE_EXCEEDED':
        return call.hurried ? undefined : 'had time';
      case 'UNAVAILABLE':
        return this.losses > 0 || call.hurried ? undefined : 'had a server all the time';
      default:
        return `ended with ${outcome}`;
    }
  }
}

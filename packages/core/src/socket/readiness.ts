import { checkCallOptions } from '../options/call-options.js';
import { WAIT_OPTION_CHECKS, type WaitOptions } from '../options/timing.js';
import type { ZMQError } from '../errors/zmq-error.js';
import type { ConnectionState } from './connected-peers.js';
import { Conditions } from './condition-waiters.js';
import { answerInTurn } from './answer-in-turn.js';
import type { SendState } from './send-state.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

/** What a {@link Readiness} needs of its socket. */
export interface ReadinessHost {
  readonly receiver: { readonly ready: boolean; watch(watched: boolean): void };
  readonly sender: { readonly state: SendState };
  readonly engine: { awaitRoom?(): void };
  refusal(): ZMQError | undefined;
  connectionState(): ConnectionState;
}

/** Promises that resolve when a receive, or a send, would be carried out at once. They take and send nothing. */
export class Readiness {
  readonly #host: ReadinessHost;
  readonly #reads: Conditions;
  readonly #writes: Conditions;

  constructor(host: ReadinessHost) {
    this.#host = host;
    const failure = (): ConnectionState => host.connectionState();
    this.#reads = new Conditions((waiting) => host.receiver.watch(waiting), failure);
    this.#writes = new Conditions(() => {}, failure);
  }

  /** How many wait. */
  get waiting(): number {
    return this.#reads.waiting + this.#writes.waiting;
  }

  whenReadable(options: WaitOptions): Promise<void> {
    const holds = (): boolean => this.#host.receiver.ready;
    return this.#wait('whenReadable', this.#reads, holds, 'No message arrived', options);
  }

  whenWritable(options: WaitOptions): Promise<void> {
    const holds = (): boolean => this.#host.sender.state === 'ready';
    return this.#wait('whenWritable', this.#writes, holds, 'There was no room to send', options);
  }

  /** Something has changed that may make a receive or a send possible. */
  check(): void {
    this.#reads.check();
    this.#checkWrites();
  }

  /** Rejects all that wait. */
  fail(error: ZMQError): void {
    this.#reads.fail(error);
    this.#writes.fail(error);
  }

  #wait(
    member: string,
    conditions: Conditions,
    holds: () => boolean,
    what: string,
    options: WaitOptions,
  ): Promise<void> {
    const refusal = this.#host.refusal();
    if (refusal !== undefined) return rejectWithinBudget(refusal);
    try {
      checkCallOptions(member, options, WAIT_OPTION_CHECKS);
    } catch (error) {
      return rejectWithinBudget(error);
    }
    const begin = (): Promise<void> => {
      const waiting = conditions.wait(holds, what, options);
      // Those that waited before have asked the engine: many calls must not look at each other.
      if (conditions === this.#writes && conditions.waiting === 1) this.#checkWrites();
      return waiting;
    };
    return answerInTurn(holds, begin, () => this.#host.refusal());
  }

  #checkWrites(): void {
    const { sender, engine } = this.#host;
    while (this.#writes.waiting > 0) {
      this.#writes.check();
      if (this.#writes.waiting === 0) return;
      const { state } = sender;
      if (state === 'full') engine.awaitRoom?.();
      // An engine with a thread of its own, as libzmq, may have made room between the two looks, and does not report it.
      if (state !== 'ready') return;
    }
  }
}

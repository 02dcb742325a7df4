import { it } from 'vitest';
import { patternOf } from '../matrix/cell.js';
import type { Order } from './scope.js';
import { Scope } from './scope.js';
import type { Exception, Pair, Transport } from './subject.js';
import { exceptionsOf, transportsOf } from './subject.js';

type Run = (scope: Scope) => Promise<void>;

const ORDERS: readonly Order[] = ['bind first', 'connect first'];
const TEST_TIMEOUT = 8_000;

/** One behaviour group on one pair of engines: registers its tests, and runs the exceptions as expected failures. */
export class Suite {
  readonly pair: Pair;
  readonly transports: readonly Transport[];
  readonly #group: string;
  readonly #used: Set<Exception>;
  /** Whether the group has no test over these transports. */
  empty = true;

  constructor(pair: Pair, group: string, used: Set<Exception>) {
    this.pair = pair;
    this.transports = transportsOf(pair);
    this.#group = group;
    this.#used = used;
  }

  /** Both sides run on the same engine, which therefore has inproc. */
  get sameEngine(): boolean {
    return this.pair.binder === this.pair.connecter;
  }

  /** A test that no transport matters to: it runs over the one with the fewest moving parts. */
  it(title: string, run: Run): void {
    const transport = this.transports.includes('inproc') ? 'inproc' : (this.transports[0] ?? 'tcp');
    this.#register(title, transport, 'bind first', run);
  }

  /** One test over one transport, when the pair has it. */
  over(transport: Transport, title: string, run: Run): void {
    if (this.transports.includes(transport)) this.#register(`${title} [${transport}]`, transport, 'bind first', run);
  }

  /** One test for each transport, or for each of those named. */
  overTransports(title: string, run: Run, only: readonly Transport[] = this.transports): void {
    for (const transport of only) this.over(transport, title, run);
  }

  /** One test for each transport and each order of bind and connect. */
  overWirings(title: string, run: Run, only: readonly Transport[] = this.transports): void {
    for (const transport of this.transports) {
      if (!only.includes(transport)) continue;
      for (const order of ORDERS) this.#register(`${title} [${transport}, ${order}]`, transport, order, run);
    }
  }

  #register(title: string, transport: Transport, order: Order, run: Run): void {
    this.empty = false;
    const exception = this.#exceptionFor(title, transport);
    const body = async (): Promise<void> => {
      const scope = new Scope(this.pair, transport, order);
      try {
        await run(scope);
      } finally {
        await scope.close();
      }
    };
    const { binder, connecter } = this.pair;
    const pattern = patternOf(this.#group, title);
    const cell = { engine: binder.name, peer: connecter.name, transport, pattern };
    const meta =
      exception === undefined ? { cell } : { cell, knownFailure: { test: exception.test, reason: exception.reason } };
    const options = { timeout: TEST_TIMEOUT, meta };
    if (exception === undefined) it(title, options, body);
    else if (exception.unsteady === true) it.skip(`${title} — skipped: ${exception.reason}`, options, body);
    else it.fails(`${title} — expected to fail: ${exception.reason}`, options, body);
  }

  #exceptionFor(title: string, transport: Transport): Exception | undefined {
    const fullTitle = `${this.#group}: ${title}`;
    for (const exception of exceptionsOf(this.pair)) {
      if (!fullTitle.includes(exception.test)) continue;
      if (exception.transports !== undefined && !exception.transports.includes(transport)) continue;
      this.#used.add(exception);
      return exception;
    }
    return undefined;
  }
}

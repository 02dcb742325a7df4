import { it } from 'vitest';
import type { ConformanceCase } from './conformance-case.js';
import type { Order } from './scope.js';
import { Scope } from './scope.js';
import type { Pair } from './tested-engine.js';
import { transportsOf } from './tested-engine.js';
import type { Exception, TestedTransport } from './transports.js';
import { EVENT_TIMEOUT_MS, inTime } from './waiting.js';

type Run = (scope: Scope) => Promise<void>;

const ORDERS: readonly Order[] = ['bind first', 'connect first'];
/** Several waits, each as long as its patience. */
const TEST_TIMEOUT = 3 * EVENT_TIMEOUT_MS;
/** What is known to fail by waiting in vain is not waited for as long as what must come. */
const KNOWN_FAILURE_MS = 1_500;

/** One behaviour group on one pair of engines: registers its tests, and runs the exceptions as expected failures. */
export class Suite {
  readonly pair: Pair;
  readonly transports: readonly TestedTransport[];
  readonly #group: string;
  readonly #used: Set<Exception>;
  readonly #exceptions: readonly Exception[];
  /** Whether the group has no test over these transports. */
  empty = true;

  constructor(pair: Pair, group: string, used: Set<Exception>, exceptions: readonly Exception[]) {
    this.pair = pair;
    this.transports = transportsOf(pair);
    this.#group = group;
    this.#used = used;
    this.#exceptions = exceptions;
  }

  /** Both sides run on the same engine, which therefore has inproc. */
  get sameEngine(): boolean {
    return this.pair.binder === this.pair.connecter;
  }

  /** A test that no transport matters to: it runs over the one with the fewest moving parts. */
  it(title: string, run: Run): void {
    const transport = this.transports.find(({ protocol }) => protocol === 'inproc') ?? this.transports[0];
    if (transport !== undefined) this.#register(title, transport, 'bind first', run);
  }

  /** One test over one transport, when the pair has it. */
  over(protocol: string, title: string, run: Run): void {
    for (const transport of this.transports) if (transport.protocol === protocol) this.#overOne(transport, title, run);
  }

  /** One test for each transport. */
  overTransports(title: string, run: Run): void {
    for (const transport of this.transports) this.#overOne(transport, title, run);
  }

  /** One test for each transport whose connections can be lost. */
  overNetworks(title: string, run: Run): void {
    for (const transport of this.transports) if (transport.network !== false) this.#overOne(transport, title, run);
  }

  /** One test for each transport and each order of bind and connect. */
  overWirings(title: string, run: Run): void {
    for (const transport of this.transports) this.#overOrders(transport, title, run);
  }

  /** One test for each transport whose connections can be lost, and each order of bind and connect. */
  overNetworkWirings(title: string, run: Run): void {
    for (const transport of this.transports) if (transport.network !== false) this.#overOrders(transport, title, run);
  }

  #overOrders(transport: TestedTransport, title: string, run: Run): void {
    for (const order of ORDERS) this.#register(`${title} [${transport.protocol}, ${order}]`, transport, order, run);
  }

  #overOne(transport: TestedTransport, title: string, run: Run): void {
    this.#register(`${title} [${transport.protocol}]`, transport, 'bind first', run);
  }

  #register(title: string, transport: TestedTransport, order: Order, run: Run): void {
    this.empty = false;
    const { protocol } = transport;
    const exception = this.#exceptionFor(title, protocol);
    const { binder, connecter } = this.pair;
    const conformance: ConformanceCase = {
      binder: binder.name,
      connecter: connecter.name,
      transport: protocol,
      group: this.#group,
      title,
      knownFailure: exception && { test: exception.test, reason: exception.reason },
    };
    const body = (): Promise<void> =>
      Scope.run(this.pair, transport, order, exception === undefined ? run : (scope) => failSoon(run(scope)));
    const options = { timeout: TEST_TIMEOUT, meta: { conformance } };
    if (exception === undefined) it(title, options, body);
    else if (exception.unsteady === true) it.skip(`${title} — skipped: ${exception.reason}`, options, body);
    else it.fails(`${title} — expected to fail: ${exception.reason}`, { ...options, retry: 0 }, body);
  }

  #exceptionFor(title: string, protocol: string): Exception | undefined {
    const fullTitle = `${this.#group}: ${title}`;
    for (const exception of this.#exceptions) {
      if (!fullTitle.includes(exception.test)) continue;
      if (exception.transports !== undefined && !exception.transports.includes(protocol)) continue;
      this.#used.add(exception);
      return exception;
    }
    return undefined;
  }
}

/** The sockets are closed under what goes on waiting: how that ends is of no interest. */
async function failSoon(test: Promise<void>): Promise<void> {
  test.catch(() => {});
  await inTime('what is known to fail', test, KNOWN_FAILURE_MS);
}

import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import { type StatsWatch, type WatchedProcess, watchStats } from '@zeromq-ts/stats';
import { ProxyWatch } from './proxy-watch.js';
import { rowsOf, type TopRow } from './top-row.js';

/** How long a proxy has for its answer. */
const ANSWER_MS = 2000;

/** What is watched: processes that expose their figures, and proxies with a control socket. */
export class Sources {
  readonly #watch: StatsWatch;
  readonly #proxies: readonly ProxyWatch[];
  readonly #signal: AbortSignal;
  /** Whether endpoints were given. */
  readonly isGiven: boolean;
  /** Rejects when processes cannot be looked for; resolves at the end. */
  readonly failed: Promise<void>;

  /**
   * @param endpoints Of processes; without these and without proxies, all processes of the user.
   * @throws ZMQError for a malformed endpoint.
   */
  constructor(endpoints: readonly string[], proxies: readonly string[], signal: AbortSignal) {
    this.isGiven = endpoints.length + proxies.length > 0;
    this.#watch = watchStats(this.isGiven ? { endpoints } : {});
    this.#proxies = proxies.map((endpoint) => new ProxyWatch(endpoint));
    this.#signal = signal;
    this.failed = this.#follow();
    this.failed.catch(() => {});
  }

  /** Those that have said something, without this one. */
  get processes(): readonly WatchedProcess[] {
    return this.#watch.processes.filter(({ snapshot }) => snapshot !== undefined && snapshot.pid !== process.pid);
  }

  /** How many processes and proxies there are figures of. */
  get count(): number {
    return this.processes.length + this.#proxies.filter((proxy) => proxy.rows().length > 0).length;
  }

  rows(): readonly TopRow[] {
    return [...rowsOf(this.processes), ...this.proxyRows()];
  }

  /** Those of proxies that were asked. */
  proxyRows(): readonly TopRow[] {
    return this.#proxies.flatMap((proxy) => proxy.rows());
  }

  get hasProxies(): boolean {
    return this.#proxies.length > 0;
  }

  /** Asks the proxies; processes send by themselves. */
  async ask(): Promise<void> {
    await Promise.all(this.#proxies.map((proxy) => proxy.ask(ANSWER_MS, this.#signal)));
  }

  /** Resolves when each process has rates, or after this time; rejects when processes cannot be looked for. */
  async ready(timeout: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeout);
      this.#signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await Promise.race([this.#haveRates(), over]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #haveRates(): Promise<void> {
    await this.#watch.found;
    const isReady = (): boolean =>
      this.#watch.processes.every(({ snapshot, previous }) => previous !== undefined || snapshot?.pid === process.pid);
    if (isReady()) return;
    for await (const _ of this.#watch) if (isReady()) return;
  }

  async #follow(): Promise<void> {
    for await (const _ of this.#watch) continue;
  }

  async close(): Promise<void> {
    await Promise.all([this.#watch.close(), ...this.#proxies.map((proxy) => proxy.close())]);
  }
}

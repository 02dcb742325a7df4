import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import { type StatsWatch, type WatchedProcess, watchStats } from '@zeromq-ts/stats';
import { ProxyWatch } from './proxy-watch.js';
import { type RpcFigures, RpcWatch } from './rpc-watch.js';
import { rowsOf, type TopRow } from './top-row.js';

/** How long a proxy or a server has for its answer. */
const ANSWER_MS = 2000;

/** What is watched: processes that expose their figures, proxies with a control socket, and servers of @zeromq-ts/rpc. */
export class Sources {
  readonly #watch: StatsWatch;
  readonly #proxies: readonly ProxyWatch[];
  readonly #servers: readonly RpcWatch[];
  readonly #signal: AbortSignal;
  /** Whether endpoints were given. */
  readonly isGiven: boolean;
  /** Rejects when processes cannot be looked for; resolves at the end. */
  readonly failed: Promise<void>;

  /**
   * @param endpoints Of processes; without any of what is given, all processes of the user.
   * @param proxies Control sockets.
   * @param servers Of @zeromq-ts/rpc.
   * @throws ZMQError for a malformed endpoint.
   */
  constructor(
    endpoints: readonly string[],
    proxies: readonly string[],
    servers: readonly string[],
    signal: AbortSignal,
  ) {
    this.isGiven = endpoints.length + proxies.length + servers.length > 0;
    this.#watch = watchStats(this.isGiven ? { endpoints } : {});
    this.#proxies = proxies.map((endpoint) => new ProxyWatch(endpoint));
    this.#servers = servers.map((endpoint) => new RpcWatch(endpoint));
    this.#signal = signal;
    this.failed = this.#follow();
    this.failed.catch(() => {});
  }

  /** Those that have said something, without this one. */
  get processes(): readonly WatchedProcess[] {
    return this.#watch.processes.filter(({ snapshot }) => snapshot !== undefined && snapshot.pid !== process.pid);
  }

  /** How many processes, proxies and servers there are figures of. */
  get count(): number {
    return this.processes.length + this.#asked.filter((each) => each.rows().length > 0).length;
  }

  rows(): readonly TopRow[] {
    return [...rowsOf(this.processes), ...this.#asked.flatMap((each) => each.rows())];
  }

  /** Those of rpc servers that have answered. */
  get servers(): readonly RpcFigures[] {
    return this.#servers.flatMap(({ figures }) => (figures === undefined ? [] : [figures]));
  }

  /** Those of proxies that were asked. */
  proxyRows(): readonly TopRow[] {
    return this.#proxies.flatMap((proxy) => proxy.rows());
  }

  /** Whether there is something to ask. */
  get hasAsked(): boolean {
    return this.#asked.length > 0;
  }

  /** Asks proxies and servers; processes send by themselves. */
  async ask(): Promise<void> {
    await Promise.all(this.#asked.map((each) => each.ask(ANSWER_MS, this.#signal)));
  }

  get #asked(): readonly (ProxyWatch | RpcWatch)[] {
    return [...this.#proxies, ...this.#servers];
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
    await Promise.all([this.#watch.close(), ...this.#asked.map((each) => each.close())]);
  }
}

import { ZMQContext } from '@zeromq-ts/core';
import { checkCallOptions, showValue, ZMQError } from '@zeromq-ts/core/spi';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { bindPrivately } from './bind-privately.js';
import { encodeSnapshot } from './encode-snapshot.js';
import { publishSnapshots } from './publish-snapshots.js';
import { defaultStatsEndpoint } from './stats-folder.js';
import { removeStaleEndpoints } from './stale-endpoints.js';
import { thisProcess } from './this-process.js';
import { type SocketsToExpose, WatchedSockets } from './watched-sockets.js';

/** Options of {@link exposeStats}. */
export interface ExposeStatsOptions {
  /**
   * The sockets, or a function that returns them, which is called for each snapshot. A closed socket is left out. Default:
   * all open sockets of this thread, those included that are opened later, and those of packages that use ZeroMQ.
   */
  readonly sockets?: SocketsToExpose | undefined;
  /** Milliseconds from one snapshot to the next, from 10. Default 1000. */
  readonly interval?: number | undefined;
  /** What the process is called. Default: the name of its program. */
  readonly name?: string | undefined;
}

/** Figures that are exposed, until they are closed. */
export interface ExposedStats extends AsyncDisposable {
  /** The endpoint, with its actual port. */
  readonly endpoint: string;
  /** Ends it. The sockets stay open. */
  close(): Promise<void>;
}

const MAX_INTERVAL_MS = 2 ** 31 - 1;

const CHECKS = {
  sockets: (name: string, value: unknown) => {
    if (typeof value === 'function' || typeof (value as Iterable<unknown>)?.[Symbol.iterator] === 'function') return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts sockets in a list, or a function.`);
  },
  interval: (name: string, value: unknown) => {
    if (typeof value === 'number' && value >= 10 && value <= MAX_INTERVAL_MS) return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts milliseconds from 10.`);
  },
  name: (name: string, value: unknown) => {
    if (typeof value === 'string') return;
    throw new ZMQError('EINVAL', `${name} is ${showValue(value)}; it accepts text.`);
  },
};

/** @throws ZMQError `EINVAL` for a wrong option. */
export function checkExposeStatsOptions(call: string, options: ExposeStatsOptions): void {
  checkCallOptions(call, options, CHECKS);
}

/**
 * Exposes the figures of the sockets of this process: a PUB socket sends a {@link ProcessSnapshot} in JSON at each interval,
 * at most 64 KiB, to all that are subscribed. While no one is subscribed, none is made. It
 * keeps no process alive. `zmq top` and `zmq dashboard` show the figures; {@link watchStats} reads them.
 *
 * A process that can connect to the endpoint gets endpoints, addresses and user ids of peers, but no messages. The default endpoint
 * is a file that only this user can open.
 *
 * @param endpoint Where it is bound. Default: `ipc://`, in a folder of this user (see {@link defaultStatsEndpoint}), where
 * `zmq top` finds it; there is none on Windows.
 * @throws ZMQError `EINVAL` for a wrong option; `EACCES` when the folder is not of this user alone; and as `bind` rejects,
 * `EADDRINUSE` for the default endpoint if the figures of this thread are exposed already. All as rejections.
 *
 * @example
 * ```ts
 * import { ZMQPull } from '@zeromq-ts/pushpull';
 * import { exposeStats } from '@zeromq-ts/stats';
 *
 * await using tasks = new ZMQPull('tcp://127.0.0.1:*');
 * await using exposed = await exposeStats('tcp://127.0.0.1:*');
 * console.log(exposed.endpoint); // tcp://127.0.0.1:49152, or another free port
 * ```
 */
export async function exposeStats(endpoint: string, options?: ExposeStatsOptions): Promise<ExposedStats>;
export async function exposeStats(options?: ExposeStatsOptions): Promise<ExposedStats>;
export async function exposeStats(
  endpointOrOptions?: string | ExposeStatsOptions,
  optionsAfterEndpoint: ExposeStatsOptions = {},
): Promise<ExposedStats> {
  const endpoint = typeof endpointOrOptions === 'string' ? endpointOrOptions : undefined;
  const options = typeof endpointOrOptions === 'object' ? endpointOrOptions : optionsAfterEndpoint;
  checkExposeStatsOptions('exposeStats', options);
  const { interval = 1000, name, sockets } = options;
  // Of its own: the application may close its contexts, and count their sockets.
  const context = new ZMQContext();
  const publisher = new ZMQPublisher(undefined, { context, engine: 'zmtp', sendHighWaterMark: 2, linger: 0 });
  if (endpoint === undefined) await removeStaleEndpoints();
  const bound = await bindPrivately(publisher, endpoint ?? defaultStatsEndpoint());
  const facts = { ...thisProcess(name), started: Date.now(), interval };
  const watched = new WatchedSockets(sockets, publisher);
  const end = publishSnapshots(publisher, interval, () =>
    encodeSnapshot({ time: Date.now(), ...facts }, watched.list()),
  );
  const close = async (): Promise<void> => {
    end();
    watched.release();
    await context.close();
  };
  return { endpoint: bound, close, [Symbol.asyncDispose]: close };
}

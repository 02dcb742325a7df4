import { type ExposedStats, type ProcessSnapshot, type WatchedProcess, watchStats } from '@zeromq-ts/stats';
import type { Opened } from '../proxy/setup.js';

/** Watches what is exposed at one endpoint. */
export function watching(opened: Opened, { endpoint }: Pick<ExposedStats, 'endpoint'>): AsyncIterator<WatchedProcess> {
  return opened.add(watchStats({ endpoints: [endpoint] }))[Symbol.asyncIterator]();
}

/** The first snapshot that this is true of. */
export async function snapshotThat(
  processes: AsyncIterator<WatchedProcess>,
  fits: (snapshot: ProcessSnapshot) => boolean = () => true,
): Promise<ProcessSnapshot> {
  for (;;) {
    const { value, done } = await processes.next();
    if (done === true) throw new Error('It was closed.');
    if (value.snapshot !== undefined && fits(value.snapshot)) return value.snapshot;
  }
}

/** A snapshot with nothing in it. */
export const EMPTY: ProcessSnapshot = {
  zmqstats: 1,
  time: 1_000_000,
  pid: 7,
  thread: 0,
  name: 'worker',
  runtime: 'node 24.1.0',
  started: 900_000,
  interval: 1000,
  sockets: [],
  otherSockets: 0,
};

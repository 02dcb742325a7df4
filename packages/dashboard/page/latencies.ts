import type { SocketRow } from '../src/page-message.js';

/** What `request()` has counted, of one socket or the sum of several. */
export type Latencies = NonNullable<SocketRow['requests']>;

/** The sum of what these sockets have counted; those of other types have nothing. */
export function sumOfLatencies(sockets: Iterable<Pick<SocketRow, 'requests'>>, buckets: number): Latencies {
  const sum = { requests: 0, replies: 0, retries: 0, timeouts: 0, losses: 0, failures: 0, latencySum: 0 };
  let latencyCounts: readonly number[] = Array.from({ length: buckets }, () => 0);
  for (const { requests } of sockets) {
    if (requests === null) continue;
    for (const name of Object.keys(sum) as (keyof typeof sum)[]) sum[name] += requests[name];
    latencyCounts = latencyCounts.map((each, index) => each + (requests.latencyCounts[index] ?? 0));
  }
  return { ...sum, latencyCounts };
}

/**
 * The bucket that a percentile is in, by the nearest rank.
 *
 * @param share From 0 to 1: 0.5 is the median.
 * @returns `undefined` if nothing was counted.
 */
export function bucketOf(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return undefined;
  // 0.9 * 10 is 9, and 0.99 * 100 is 99: no rank is one too high because a share is not exact.
  const rank = Math.max(1, Math.ceil(total * share - 1e-9 * total));
  let below = 0;
  return counts.findIndex((each) => (below += each) >= rank);
}

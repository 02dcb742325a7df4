import { performance } from '@zeromq-ts/core/spi';

/** What a side of a measurement has cost. */
export interface Usage {
  /** Milliseconds. */
  readonly elapsed: number;
  /** Milliseconds of all processors. */
  readonly cpu: number;
  /** Bytes of memory, at the end. */
  readonly rss: number;
}

/** Measures time, processor time and memory from now on. */
export function startUsage(): () => Usage {
  const start = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { elapsed: performance.now() - start, cpu: (user + system) / 1000, rss: process.memoryUsage.rss() };
  };
}

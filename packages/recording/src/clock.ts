import { performance as nodePerformance } from 'node:perf_hooks';
import { performance } from '@zeromq-ts/core/spi';

/** Milliseconds by the monotonic clock. */
export const now = (): number => performance.now();

/** Microseconds since 1970. */
export function wallClock(): number {
  // Has microseconds, which `Date` has not, but misses changes of the system clock since the process was started.
  const fine = nodePerformance.timeOrigin + nodePerformance.now();
  const coarse = Date.now();
  return Math.round((Math.abs(fine - coarse) < 2 ? fine : coarse) * 1000);
}

/** ISO 8601 in UTC with microseconds, of microseconds since 1970. */
export function formatTime(microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000);
  const rest = Math.round(microseconds - milliseconds * 1000);
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(rest).padStart(3, '0')}Z`;
}

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(?:Z|[+-]\d\d:?\d\d)$/u;

/** @returns microseconds since 1970, or `undefined` for what is not a time with a zone. */
export function parseTime(text: string): number | undefined {
  const match = ISO_TIME.exec(text);
  if (match === null) return undefined;
  const fraction = match[1] ?? '';
  const whole = Date.parse(fraction === '' ? text : text.replace(`.${fraction}`, ''));
  if (Number.isNaN(whole)) return undefined;
  return whole * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

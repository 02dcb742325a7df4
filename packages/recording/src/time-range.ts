import { ZMQError } from '@zeromq-ts/core';
import { parseTime } from './clock.js';

/** A place in a recording: milliseconds since its start, a `Date`, or ISO 8601 with a zone. */
export type RecordingTime = number | Date | string;

/** Which times are in a range. */
export interface TimeRange {
  /** @param time Microseconds since `startedAt`, the start of this part, which is microseconds since 1970. */
  has(time: number, startedAt: number): boolean;
}

/** @throws ZMQError `EINVAL` for what is no time. */
export function timeRange(from: RecordingTime | undefined, to: RecordingTime | undefined): TimeRange {
  const [first, last] = [boundary('from', from, -Infinity), boundary('to', to, Infinity)];
  let origin: number | undefined;
  return {
    has: (time, startedAt) => {
      origin ??= startedAt;
      const at = startedAt + time;
      return at >= first(origin) && at < last(origin);
    },
  };
}

/** Microseconds since 1970, of a recording that was started at `origin`. */
function boundary(name: string, time: RecordingTime | undefined, otherwise: number): (origin: number) => number {
  if (time === undefined) return () => otherwise;
  if (typeof time === 'number' && time >= 0) return (origin) => origin + time * 1000;
  const absolute =
    time instanceof Date ? time.getTime() * 1000 : typeof time === 'string' ? parseTime(time) : undefined;
  if (absolute === undefined || Number.isNaN(absolute)) {
    throw new ZMQError(
      'EINVAL',
      `${name} is ${JSON.stringify(time)}; it accepts milliseconds since the start, a Date, or ISO 8601 with a zone.`,
    );
  }
  return () => absolute;
}

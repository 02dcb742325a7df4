import { performance } from '@zeromq-ts/core/spi';
import type { Message } from '@zeromq-ts/core';

/** A message that has arrived. */
export interface Received {
  readonly message: Message;
  /** Its number: 1 for the first. */
  readonly n: number;
  /** When it arrived, in microseconds since 1970. */
  readonly time: number;
  /** When the message before arrived; that of this one if it is the first. */
  readonly before: number;
}

/** When `performance.now()` was 0, in milliseconds since 1970. */
let timeOrigin: number | undefined;

/** The time, in microseconds since 1970. */
export function microseconds(): number {
  // To import `node:perf_hooks` is to load all of it, at every start.
  timeOrigin ??= process.getBuiltinModule('node:perf_hooks').performance.timeOrigin;
  return Math.round((timeOrigin + performance.now()) * 1000);
}

/** A time as ISO 8601 in UTC with microseconds. */
export function isoTime(time: number): string {
  const milliseconds = Math.floor(time / 1000);
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${String(time - milliseconds * 1000).padStart(3, '0')}Z`;
}

/** Seconds with microseconds. */
export function secondsText(duration: number): string {
  return (duration / 1e6).toFixed(6);
}

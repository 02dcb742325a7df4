/**
 * The timers, the clock and the queues of the runtime. No other file of the packages uses those of the global object.
 *
 * They are taken when this module is loaded: fake timers of a test framework, which replace the global ones, must not
 * stop connections, heartbeats and the turns of the event loop.
 */
import { immediatesByMessageChannel } from './message-channel-immediates.js';

/** The longest delay of a timer, in milliseconds: 24.8 days. Node fires a longer one at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** The part of `performance` that is used. */
interface Clock {
  /** Milliseconds since some moment, never going back. */
  now(): number;
}

/** What a timer is: an object on Node, a number in browsers. */
export type Timer = ReturnType<typeof globalThis.setTimeout>;

/** What `setImmediate` returns. */
export interface Immediate {
  unref?(): unknown;
}

/** Node's `setImmediate` and `clearImmediate`, as far as they are used. */
export interface Immediates {
  readonly setImmediate: (callback: (_: void) => void) => Immediate;
  readonly clearImmediate: (immediate: Immediate | undefined) => void;
}

interface Runtime extends Partial<Immediates> {
  setTimeout: typeof globalThis.setTimeout;
  clearTimeout: typeof globalThis.clearTimeout;
  setInterval: typeof globalThis.setInterval;
  clearInterval: typeof globalThis.clearInterval;
  queueMicrotask: typeof globalThis.queueMicrotask;
  performance: Clock;
  process?: { nextTick?: NextTick };
}

type NextTick = (callback: (...values: never[]) => void, ...values: unknown[]) => void;

/** What `@sinonjs/fake-timers`, on which Jest, vitest and sinon build, adds to a function that it puts in place of another. */
interface Faked {
  readonly clock?: Readonly<Record<string, unknown>>;
}

/** The real function behind a fake one: Jest can install fake timers before the first module is loaded. */
function original<T>(name: string, found: T): T {
  const { clock } = (found ?? {}) as Faked;
  return (clock?.[`_${name}`] as T | undefined) ?? found;
}

const real = globalThis as unknown as Runtime;

/** Runs a function once, after some milliseconds. */
export let setTimeout = original('setTimeout', real.setTimeout);
/** Stops a timer of {@link setTimeout}. */
export let clearTimeout = original('clearTimeout', real.clearTimeout);
/** Runs a function again and again. */
export let setInterval = original('setInterval', real.setInterval);
/** Stops a timer of {@link setInterval}. */
export let clearInterval = original('clearInterval', real.clearInterval);
/** Runs a function as soon as the present one is done. */
export let queueMicrotask = original('queueMicrotask', real.queueMicrotask);
/** The clock that never goes back. */
export let performance = original('performance', real.performance);

const fallback = real.setImmediate === undefined ? immediatesByMessageChannel() : undefined;
/** Runs a function in the next turn of the event loop: by a `MessageChannel` on runtimes that have no `setImmediate`. */
export let setImmediate: Immediates['setImmediate'] =
  fallback?.setImmediate ?? original('setImmediate', real.setImmediate as Immediates['setImmediate']);
/** Stops what {@link setImmediate} has planned. */
export let clearImmediate: Immediates['clearImmediate'] =
  fallback?.clearImmediate ?? original('clearImmediate', real.clearImmediate as Immediates['clearImmediate']);

/** `process.nextTick`, on runtimes that have it. It does not use `this`. */
export const nextTick = original('nextTick', real.process?.nextTick as NextTick);

/** Takes the timers and the clock that are there now, fake ones, too: for tests that drive the time of this library. */
export function takeGlobalTimers(): void {
  ({ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, performance } = real);
  ({ setImmediate = setImmediate, clearImmediate = clearImmediate } = real);
}

/** Lets the process end while a timer runs, where timers keep it alive. @returns the same timer. */
export function unref<T extends object | number>(timer: T): T {
  (timer as { unref?(): unknown }).unref?.();
  return timer;
}

/** Keeps the process alive while a timer runs, where timers can. */
export function ref(timer: object | number): void {
  (timer as { ref?(): unknown }).ref?.();
}

/** The time of day, in milliseconds since 1970. It may jump; intervals are measured by `performance.now()`. */
export const timeOfDay = (): number => Date.now();

/**
 * The timers, the clock and the queues of the runtime. No other file of the packages uses those of the global object.
 *
 * They are taken when this module is loaded: fake timers of a test framework, which replace the global ones, must not
 * stop connections, heartbeats and the turns of the event loop.
 */

/** The part of `performance` that is used. */
interface Clock {
  /** Milliseconds since some moment, never going back. */
  now(): number;
}

interface Runtime {
  setTimeout: typeof globalThis.setTimeout;
  clearTimeout: typeof globalThis.clearTimeout;
  setInterval: typeof globalThis.setInterval;
  clearInterval: typeof globalThis.clearInterval;
  setImmediate: typeof globalThis.setImmediate;
  clearImmediate: typeof globalThis.clearImmediate;
  queueMicrotask: typeof globalThis.queueMicrotask;
  performance: Clock;
}

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
/** Runs a function in the next turn of the event loop. */
export let setImmediate = original('setImmediate', real.setImmediate);
/** Stops what {@link setImmediate} has planned. */
export let clearImmediate = original('clearImmediate', real.clearImmediate);
/** Runs a function as soon as the present one is done. */
export let queueMicrotask = original('queueMicrotask', real.queueMicrotask);
/** The clock that never goes back. */
export let performance = original('performance', real.performance);

const { nextTick: foundTick } = (typeof process === 'undefined' ? {} : process) as {
  nextTick: (callback: (...values: never[]) => void, ...values: unknown[]) => void;
};
/** `process.nextTick`, on runtimes that have it. It does not use `this`. */
export const nextTick = original('nextTick', foundTick);

/** Takes the timers and the clock that are there now, fake ones, too: for tests that drive the time of this library. */
export function takeGlobalTimers(): void {
  ({ setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, queueMicrotask, performance } =
    real);
}

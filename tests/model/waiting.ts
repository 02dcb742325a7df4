import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';

/** Waits until a condition holds. @returns whether it did, within so many milliseconds. */
export async function holds(condition: () => boolean, patience: number): Promise<boolean> {
  const deadline = performance.now() + patience;
  for (let looks = 0; !condition(); looks++) {
    if (performance.now() > deadline) return false;
    await (looks < 20 ? turn() : pause(1));
  }
  return true;
}

/** How long a state must stay the same before it counts as quiet, and the longest that this is waited for. */
const QUIET_MS = 4;
const MAX_QUIET_MS = 400;

/**
 * Waits until a state has not changed for some turns of the event loop. It only brings the run into a state worth
 * judging: no verdict depends on it.
 */
export async function quiet(state: () => string): Promise<void> {
  const deadline = performance.now() + MAX_QUIET_MS;
  let last = state();
  let since = performance.now();
  while (performance.now() < deadline && performance.now() - since < QUIET_MS) {
    await turn();
    await pause(1);
    const now = state();
    if (now !== last) since = performance.now();
    last = now;
  }
}

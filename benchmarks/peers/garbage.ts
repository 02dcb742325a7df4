import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Frees what nothing holds any more, so that what is measured is held. Never while speed is measured. */
export async function collectGarbage(): Promise<void> {
  for (let time = 0; time < 3; time++) {
    collect();
    // Finalizers of native memory run between turns.
    await setImmediate();
  }
}

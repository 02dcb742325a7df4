import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

const MIB = 2 ** 20;

/** MiB held by the heap and by buffers, after a collection. */
export async function heldMemory(): Promise<number> {
  // What was let go of in this turn is still on the stack, and buffers are freed after their objects.
  for (let round = 0; round < 3; round++) {
    await nextTurn();
    collect();
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / MIB;
}

/** Waits until no more than so many MiB are held; the time limit of the test says when that is too late. */
export async function memoryFallsBelow(limit: number): Promise<void> {
  while ((await heldMemory()) > limit) for (let turn = 0; turn < 10; turn++) await nextTurn();
}

/** Milliseconds that this process has computed: on a busy machine, others compute in between. */
export function computed(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Connections and listeners that are open in this process, on either side, and timers that keep it alive. */
export function openHandles(): number {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|Pipe|Timeout/.test(kind)).length;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

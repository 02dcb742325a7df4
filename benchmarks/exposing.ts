// What exposing figures costs: node benchmarks/dist/exposing.js [ROUNDS] [SECONDS]
//
// One process sends 10 B from a PUSH to a PULL over tcp without a pause. Its time is cut into slices in which, in turn,
// figures are not exposed, are exposed, and are exposed and watched by another process. Printed is the CPU time of a
// message in each, the least and the median of all slices, and their ratios to those without. After that, the
// CPU time of a snapshot, of an idle process with so many sockets and peers of each.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { exposeStats, watchStats } from '@zeromq-ts/stats';

const KINDS = ['not exposed', 'exposed', 'watched'] as const;

if (process.send === undefined) {
  const watcher = fork(new URL(import.meta.url));
  await measure(watcher);
  for (const [sockets, peers] of [
    [2, 1],
    [1, 200],
    [200, 1],
  ] as const) {
    await measureSnapshots(watcher, sockets, peers);
  }
  watcher.disconnect();
} else watch();

async function measure(watcher: ChildProcess): Promise<void> {
  const [rounds = 60, seconds = 1.1] = process.argv.slice(2).map(Number);
  const pull = new ZMQPull();
  const push = new ZMQPush(`>${await pull.bind('tcp://127.0.0.1:*')}`);
  const over = new AbortController();
  let received = 0;
  const receiving = (async () => {
    for await (const _ of pull) received++;
  })();
  const sending = (async () => {
    const body = Buffer.alloc(10);
    while (!over.signal.aborted) await push.send(body);
  })();
  const costs: Record<(typeof KINDS)[number], number[]> = { 'not exposed': [], exposed: [], watched: [] };
  // The first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const kind of KINDS) {
      const exposed = kind === 'not exposed' ? undefined : await exposeStats('tcp://127.0.0.1:*');
      if (kind === 'watched') await told(watcher, exposed?.endpoint);
      const [count, cpu] = [received, process.cpuUsage()];
      await new Promise((resolve) => {
        setTimeout(resolve, seconds * 1000);
      });
      const { user, system } = process.cpuUsage(cpu);
      if (round > 0) costs[kind].push(((user + system) * 1000) / (received - count));
      if (kind === 'watched') await told(watcher, undefined);
      await exposed?.close();
    }
  }
  over.abort();
  await sending;
  await pull.close();
  await push.close({ linger: 0 });
  await receiving;
  for (const kind of KINDS) {
    const [least, median] = [0, 0.5].map((part) => ordered(costs[kind], part)) as [number, number];
    const ratios = [0, 0.5].map((part) => ordered(costs[kind], part) / ordered(costs['not exposed'], part));
    console.log(
      `${kind.padEnd(12)} least ${least.toFixed(1)}, median ${median.toFixed(1)} ns a message; ` +
        `ratios ${ratios.map((ratio) => ratio.toFixed(4)).join(' and ')}`,
    );
  }
}

async function measureSnapshots(watcher: ChildProcess, sockets: number, peers: number): Promise<void> {
  const open: (ZMQPull | ZMQPush)[] = [];
  for (let n = 0; n < sockets; n++) {
    const pull = new ZMQPull();
    const endpoint = await pull.bind(`inproc://snapshots-${sockets}-${n}`);
    open.push(pull, ...Array.from({ length: peers }, () => new ZMQPush(`>${endpoint}`)));
    await pull.connected({ peers });
  }
  let made = 0;
  const exposed = await exposeStats('tcp://127.0.0.1:*', {
    interval: 20,
    // It is called for each snapshot.
    sockets: () => {
      made++;
      return open.filter((socket) => socket instanceof ZMQPull);
    },
  });
  await told(watcher, exposed.endpoint);
  const costs: number[] = [];
  for (let round = 0; round < 10; round++) {
    const [before, cpu] = [made, process.cpuUsage()];
    await new Promise((resolve) => {
      setTimeout(resolve, 500);
    });
    const { user, system } = process.cpuUsage(cpu);
    costs.push((user + system) / (made - before));
  }
  console.log(`${sockets} sockets with ${peers} peers: ${Math.min(...costs).toFixed(0)} µs a snapshot`);
  await told(watcher, undefined);
  await exposed.close();
  for (const socket of open) await socket.close({ linger: 0 });
}

/** Has the other process watch an endpoint, or none. */
async function told(watcher: ChildProcess, endpoint: string | undefined): Promise<void> {
  watcher.send({ endpoint });
  await once(watcher, 'message');
}

function watch(): void {
  let current: ReturnType<typeof watchStats> | undefined;
  const change = async (endpoint: string | undefined): Promise<void> => {
    await current?.close();
    current = endpoint === undefined ? undefined : watchStats({ endpoints: [endpoint] });
    // It is counted from the first snapshot on.
    if (current !== undefined) for await (const { snapshot } of current) if (snapshot !== undefined) break;
    process.send?.('done');
  };
  process.on('message', ({ endpoint }: { readonly endpoint?: string }) => void change(endpoint));
  process.once('disconnect', () => void current?.close());
}

/** The value that this part of all is below: 0 for the least. */
function ordered(values: readonly number[], part: number): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length * part)] ?? Number.NaN;
}

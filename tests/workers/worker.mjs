// A worker in a process of its own: node worker.mjs ENDPOINT. It says when it begins a job, so that a test can kill it then.
import { job, PoolWorker } from '@zeromq-ts/workers';

const worker = new PoolWorker(
  job(),
  async (input) => {
    process.send?.(input);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    return `${input} ${process.pid}`;
  },
  process.argv[2] ?? '',
);
process.on('disconnect', () => void worker.close({ timeout: 0 }));

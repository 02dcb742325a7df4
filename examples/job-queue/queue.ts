// Job queue: shares files among any number of workers, and prints each result. A worker may be killed at any time: its jobs go
// to the others.
//
//   node examples/dist/job-queue/worker.js                      (as many as you like)
//   node examples/dist/job-queue/queue.js tcp://127.0.0.1:5570 README.md package.json
import { WorkerPool } from '@zeromq-ts/workers';
import { hashFile } from './hash-file.js';

const [endpoint = 'tcp://127.0.0.1:5570', ...paths] = process.argv.slice(2);
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

await using pool = new WorkerPool(hashFile);
console.log(`Workers connect to ${await pool.bind(endpoint)}`);
for await (const { input, result, error } of pool.map(paths, { signal: stop.signal })) {
  console.log(`${input}: ${error?.message ?? result}`);
}

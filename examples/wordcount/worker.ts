// A worker process: counts one file after the other.
import './end-with-parent.js';
import { PoolWorker } from '@zeromq-ts/workers';
import { countFile } from './count-file.js';
import { countJob } from './count-job.js';

const [name = '', pool = ''] = process.argv.slice(2);
const worker = new PoolWorker(countJob, async (path) => ({ worker: name, count: await countFile(path) }), pool, {
  prefetch: 4,
});
await worker.socket.ready;

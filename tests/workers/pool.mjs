// A pool in a process of its own: it sends its endpoint, and then the result of each input that it is sent.
import { job, WorkerPool } from '@zeromq-ts/workers';

const pool = new WorkerPool(job());
process.on('message', (input) => void pool.run(input).then((result) => process.send?.({ result })));
process.on('disconnect', () => void pool.close({ timeout: 0 }));
process.send?.({ endpoint: await pool.bind('tcp://127.0.0.1:*') });

// A worker of the job queue. Stopped, it finishes the job that it has.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PoolWorker } from '@zeromq-ts/workers';
import { hashFile } from './hash-file.js';

const worker = new PoolWorker(
  hashFile,
  async (path) =>
    createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
  process.argv[2] ?? 'tcp://127.0.0.1:5570',
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.close());

// Binds a PULL, says so, and waits until the standard input ends; with `thread`, in a worker thread.
import { Worker, isMainThread } from 'node:worker_threads';
import { ZMQPull } from '@zeromq-ts/pushpull';

if (process.argv[2] === 'thread' && isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.on('message', (text) => console.log(text));
  process.stdin.on('end', () => void worker.terminate()).resume();
} else {
  const pull = new ZMQPull();
  const endpoint = await pull.bind('tcp://127.0.0.1:*');
  if (isMainThread) console.log(`READY ${endpoint}`);
  else {
    const { parentPort } = await import('node:worker_threads');
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, and no window
    parentPort?.postMessage(`READY ${endpoint}`);
    // Until it is terminated.
    await pull.receive();
  }
  if (isMainThread) process.stdin.on('end', () => void pull.close()).resume();
}

// @ts-check
// Says what binding and connecting tcp and ipc come to in a worker thread.
import { once } from 'node:events';
import { isMainThread, Worker } from 'node:worker_threads';
import { ZMQPull, ZMQPush } from 'zeromq-ts';

if (isMainThread) await once(new Worker(new URL(import.meta.url)), 'exit');
else {
  /** @param {any} error */
  const tell = (error) => `${error.code} ${error.message}`;
  for (const endpoint of ['tcp://127.0.0.1:9999', 'ipc://not-in-a-worker']) {
    const push = new ZMQPush();
    try {
      push.connect(endpoint);
      console.log('CONNECT well');
    } catch (error) {
      console.log(`CONNECT ${tell(error)}`);
    }
    const pull = new ZMQPull();
    console.log(`BIND ${await pull.bind(endpoint).catch(tell)}`);
  }
}

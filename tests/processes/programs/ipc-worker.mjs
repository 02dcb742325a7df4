// @ts-check
// Binds in a worker thread, terminates that, and prints what it has left.  usage: node ipc-worker.mjs ENDPOINT
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker, isMainThread, MessageChannel, workerData } from 'node:worker_threads';
import { ZMQPull, ZMQPush } from 'zeromq-ts';

if (isMainThread) {
  const { port1, port2 } = new MessageChannel();
  const data = { endpoint: process.argv[2], port: port2 };
  const worker = new Worker(new URL(import.meta.url), { workerData: data, transferList: [port2] });
  const endpoint = await new Promise((resolve) => port1.once('message', resolve));
  const push = new ZMQPush(endpoint);
  await push.connected({ timeout: 5000 });
  await push.close({ linger: 0 });
  await worker.terminate();
  const path = endpoint.slice('ipc://'.length);
  const directory = dirname(path);
  const left = [path, directory].filter((each) => each.includes('zeromq-ts-') && existsSync(each));
  const again = new ZMQPull();
  await again.bind(endpoint);
  await again.close();
  console.log(`LEFT ${JSON.stringify(left)}`);
} else {
  const pull = new ZMQPull();
  const endpoint = await pull.bind(workerData.endpoint);
  workerData.port.postMessage(endpoint, []);
  setInterval(() => {}, 1000);
}

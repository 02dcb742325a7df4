// @ts-check
// A worker thread answers requests and delivers results over inproc, through queues of a few messages.
// usage: node between-threads.mjs COUNT   (engine libzmq: names of inproc reach other threads there)
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { ZMQPull, ZMQPush, ZMQReply, ZMQRequest } from 'zeromq-ts';

if (isMainThread) {
  const count = Number(process.argv[2]);
  const request = new ZMQRequest('@inproc://requests');
  const results = new ZMQPull('@inproc://results', { receiveHighWaterMark: 3 });
  await Promise.all([request.ready, results.ready]);
  const worker = new Worker(new URL(import.meta.url), { workerData: count });
  const closed = once(worker, 'message');
  let replies = 0;
  for (let each = 0; each < count; each++) {
    if (`${await request.request(`${each}`)}` === `reply to ${each}`) replies++;
  }
  console.log(`REPLIES ${replies}`);
  let next = 0;
  for await (const message of results) {
    if (`${message}` !== `result ${next}`) console.log(`WRONG ${message} instead of ${next}`);
    if (++next === count) break;
  }
  console.log(`RESULTS ${next} in order`);
  await closed;
  await worker.terminate();
  await Promise.all([request.close(), results.close()]);
} else {
  const reply = new ZMQReply('>inproc://requests');
  const results = new ZMQPush('>inproc://results', { sendHighWaterMark: 3 });
  let answered = 0;
  for await (const message of reply) {
    await reply.send(`reply to ${message}`);
    if (++answered === workerData) break;
  }
  for (let each = 0; each < workerData; each++) await results.send(`result ${each}`);
  await results.close();
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  parentPort?.postMessage('closed');
}

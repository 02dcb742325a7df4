// @ts-check
// A worker thread ends while its sockets are at work; what is in the main thread goes on.
// usage: node ending-worker.mjs HOW WORK TRANSPORT   (HOW: terminate, exit, throw)
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  ZMQDealer,
  ZMQPair,
  ZMQPublisher,
  ZMQPull,
  ZMQPush,
  ZMQReply,
  ZMQRequest,
  ZMQRouter,
  ZMQSubscriber,
  ZMQXPublisher,
  ZMQXSubscriber,
} from 'zeromq-ts';

/** @typedef {{ receive(options?: { timeout?: number }): Promise<unknown> }} Receives */

let names = 0;
/** @param {string} transport */
const fresh = (transport) => (transport === 'tcp' ? 'tcp://127.0.0.1:*' : `inproc://of-the-worker-${++names}`);
/** @param {Promise<unknown>} promise */
const leave = (promise) => void promise.catch(() => {});

/** What a worker leaves pending. @type {Record<string, (transport: string) => Promise<void>>} */
const WORKS = {
  async receives(transport) {
    for (const Type of [ZMQPull, ZMQDealer, ZMQRouter, ZMQPair, ZMQSubscriber, ZMQXSubscriber, ZMQReply]) {
      const socket = new Type();
      await socket.bind(fresh(transport));
      leave(socket.receive());
      if (Type !== ZMQReply) leave(socket.receive({ timeout: 60_000 }));
    }
  },
  async sends(transport) {
    for (const Type of [ZMQPush, ZMQDealer, ZMQPair]) {
      const socket = new Type(undefined, { sendHighWaterMark: 1 });
      await socket.bind(fresh(transport));
      leave(socket.send('to nobody'));
      leave(socket.send('and behind it'));
    }
    const push = new ZMQPush(`>${transport === 'tcp' ? 'tcp://127.0.0.1:9' : fresh(transport)}`, {
      sendHighWaterMark: 1,
    });
    for (let each = 0; each < 10; each++) leave(push.send('to nobody'));
  },
  async requests(transport) {
    const router = new ZMQRouter();
    const request = new ZMQRequest(await router.bind(fresh(transport)));
    leave(request.request('unanswered', { timeout: 60_000 }));
    leave(request.request('waits for its turn'));
    await router.receive();
    leave(router.receive());
  },
  async waits(transport) {
    for (const Type of [ZMQPublisher, ZMQXPublisher]) {
      const socket = new Type();
      for (const event of /** @type {const} */ (['accepted', 'connected', 'disconnected'])) socket.on(event, () => {});
      await socket.bind(fresh(transport));
      leave(socket.connected({ peers: 5 }));
      if (socket instanceof ZMQPublisher) leave(socket.subscribed('nobody wants it'));
    }
  },
  async forwards(transport) {
    const xsub = new ZMQXSubscriber();
    const xpub = new ZMQXPublisher();
    const publisher = new ZMQPublisher(`>${await xsub.bind(fresh(transport))}`);
    const subscriber = new ZMQSubscriber(await xpub.bind(fresh(transport)), 'news');
    const run = async (
      /** @type {AsyncIterable<any>} */ from,
      /** @type {{ send(m: any): Promise<unknown> }} */ to,
    ) => {
      for await (const message of from) await to.send(message);
    };
    leave(run(xsub, xpub));
    leave(run(xpub, xsub));
    await publisher.subscribed('news');
    leave(
      (async () => {
        for (;;) await publisher.send('news of today');
      })(),
    );
    for (let each = 0; each < 100; each++) await subscriber.receive();
    leave(
      (async () => {
        for await (const _ of subscriber);
      })(),
    );
  },
  async closes(transport) {
    const push = new ZMQPush(`@${fresh(transport)}`, { linger: 60_000 });
    await push.ready;
    leave(push.send('to nobody'));
    leave(push.close());
    const waiting = new ZMQPush(`>${transport === 'tcp' ? 'tcp://127.0.0.1:9' : fresh(transport)}`);
    leave(waiting.send('to nobody'));
    leave(waiting.close());
  },
};

if (isMainThread) {
  const [how = '', work = '', transport = ''] = process.argv.slice(2);
  /** One message to and fro in the main thread, and an orderly close. @param {string} endpoint */
  const useSockets = async (endpoint) => {
    const pull = new ZMQPull();
    const push = new ZMQPush(await pull.bind(endpoint));
    await Promise.all([push.connected({ timeout: 10_000 }), push.send('hello')]);
    await pull.receive({ timeout: 10_000 });
    await Promise.all([push.close(), pull.close()]);
  };
  await useSockets('tcp://127.0.0.1:*');
  for (let round = 0; round < 3; round++) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { how, work, transport } });
    worker.on('error', (error) => {
      if (error.message !== 'as told') console.log(`FAILED ${error.message}`);
    });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    await Promise.race([new Promise((resolve) => worker.once('message', resolve)), ended]);
    if (how === 'terminate') await worker.terminate();
    await ended;
    for (const endpoint of ['tcp://127.0.0.1:*', 'ipc://*', `inproc://of-the-main-thread-${round}`]) {
      await useSockets(endpoint);
    }
  }
  console.log('GOES-ON');
} else {
  const { how, work, transport } = workerData;
  await WORKS[work]?.(transport);
  // Longer than the first pauses of those that look again and again.
  setTimeout(() => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
    parentPort?.postMessage('at work');
    if (how === 'exit') process.exit(0);
    if (how === 'throw') throw new Error('as told');
  }, 30);
  setInterval(() => {}, 1000);
}

// @ts-check
// Passes messages, one at a time, and says how many bytes of each outlive the collections of young objects.
// usage: node short-lived.mjs CASE TRANSPORT
import { setFlagsFromString, getHeapSpaceStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
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
} from 'zeromq-ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const WARM_UP = 5000;
const COUNTED = 5000;
/** Operations between two collections of young objects. */
const STRIDE = 10;
/** Of several reads. */
const LARGE = Buffer.alloc(100_000);

const oldBytes = () =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? Number.NaN;

/** @param {() => Promise<unknown>} operation */
async function measure(operation) {
  for (let each = 0; each < WARM_UP; each++) await operation();
  collectGarbage();
  const before = oldBytes();
  for (let each = 0; each < COUNTED; each++) {
    await operation();
    if (each % STRIDE === 0) collectGarbage({ type: 'minor' });
  }
  console.log(`OUTLIVES ${Math.round((oldBytes() - before) / COUNTED)}`);
}

/** @param {string} transport */
const endpointOf = (transport) => (transport === 'tcp' ? 'tcp://127.0.0.1:*' : 'inproc://short-lived');

/**
 * @param {string} transport
 * @param {string | Buffer} question
 */
async function measureRequests(transport, question) {
  const reply = new ZMQReply();
  const request = new ZMQRequest(`>${await reply.bind(endpointOf(transport))}`);
  void (async () => {
    for (;;) await reply.send(await reply.receive());
  })();
  await measure(async () => {
    await request.send(question);
    await request.receive();
  });
}

/** @type {Record<string, (transport: string) => Promise<void>>} */
const CASES = {
  requests: (transport) => measureRequests(transport, 'question'),

  'large requests': (transport) => measureRequests(transport, LARGE),

  async 'requests with a limit'(transport) {
    const reply = new ZMQReply();
    const request = new ZMQRequest(`>${await reply.bind(endpointOf(transport))}`);
    const { signal } = new AbortController();
    void (async () => {
      for await (const message of reply) await reply.send(message);
    })();
    await measure(() => request.request('question', { timeout: 60_000, signal }));
  },

  async iteration(transport) {
    const [pull, back] = [new ZMQPull(), new ZMQPush()];
    const push = new ZMQPush(`>${await pull.bind(endpointOf(transport))}`);
    const done = new ZMQPull(`>${await back.bind(transport === 'tcp' ? 'tcp://127.0.0.1:*' : 'inproc://done')}`);
    void (async () => {
      for await (const message of pull) await back.send(message);
    })();
    await measure(async () => {
      await push.send('task');
      await done.receive();
    });
  },

  async publications(transport) {
    const publisher = new ZMQPublisher();
    const subscriber = new ZMQSubscriber(`>${await publisher.bind(endpointOf(transport))}`, 'topic');
    await publisher.subscribed('topic');
    await measure(async () => {
      await publisher.send(['topic', 'news']);
      await subscriber.receive();
    });
  },

  async 'routed messages'(transport) {
    const router = new ZMQRouter();
    const dealer = new ZMQDealer(`>${await router.bind(endpointOf(transport))}`);
    void (async () => {
      for await (const message of router) await router.send(message);
    })();
    await measure(async () => {
      await dealer.send('question');
      await dealer.receive({ timeout: 60_000 });
    });
  },

  async pairs(transport) {
    const [first, second] = [new ZMQPair(), new ZMQPair()];
    second.connect(await first.bind(endpointOf(transport)));
    await measure(async () => {
      await first.send('there');
      await second.receive();
      await second.send('and back');
      await first.receive();
    });
  },
};

const [name = '', transport = ''] = process.argv.slice(2);
await CASES[name]?.(transport);
process.exit();

// @ts-check
import assert from 'node:assert/strict';
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
import { EVENT_TIMEOUT_MS, TRANSPORTS, check } from './check.mjs';

const MANY = 10_000;
const ROUND_TRIPS = 2_000;

/** @param {{ send(message: string[]): Promise<boolean> }} socket */
async function sendNumbers(socket) {
  for (let number = 0; number < MANY; number++) await socket.send(['number', String(number)]);
}

/** @param {import('zeromq-ts').ZMQPull | import('zeromq-ts').ZMQSubscriber | import('zeromq-ts').ZMQDealer} socket */
async function receiveNumbers(socket) {
  for (let number = 0; number < MANY; number++) {
    const message = await socket.receive({ timeout: EVENT_TIMEOUT_MS });
    if (message.text(1) !== String(number)) assert.equal(message.text(1), String(number));
  }
  assert.equal(socket.tryReceive(), undefined);
}

check('PUSH/PULL', `${MANY} messages arrive, once and in order`, TRANSPORTS, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  push.connect(await pull.bind(bench.endpoint()));
  await Promise.all([sendNumbers(push), receiveNumbers(pull)]);
});

check('PUSH/PULL', `${MANY} tasks are shared out among three, each done once`, TRANSPORTS, async (bench) => {
  const push = bench.open(new ZMQPush());
  const endpoint = await push.bind(bench.endpoint());
  /** @type {Set<string>} */
  const done = new Set();
  const pulls = [1, 2, 3].map(() => bench.open(new ZMQPull(`>${endpoint}`)));
  await push.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
  const all = new Promise((resolve, reject) => {
    for (const pull of pulls) {
      void (async () => {
        for await (const task of pull) {
          if (done.has(task.text(1))) reject(new Error(`${task.text(1)} came twice`));
          if (done.add(task.text(1)).size === MANY) resolve(undefined);
        }
      })();
    }
  });
  await sendNumbers(push);
  await all;
});

check('PUB/SUB', `${MANY} messages arrive at each of two, once and in order`, TRANSPORTS, async (bench) => {
  const publisher = bench.open(new ZMQPublisher(undefined, { sendHighWaterMark: 0 }));
  const endpoint = await publisher.bind(bench.endpoint());
  const subscribers = ['a', 'b'].map((name) =>
    bench.open(new ZMQSubscriber(endpoint, ['number', name], { receiveHighWaterMark: 0 })),
  );
  for (const name of ['a', 'b']) await publisher.subscribed(name, { timeout: EVENT_TIMEOUT_MS });
  await Promise.all([sendNumbers(publisher), ...subscribers.map(receiveNumbers)]);
});

check('DEALER/ROUTER', `${MANY} messages come back, once and in order`, TRANSPORTS, async (bench) => {
  const [router, dealer] = [
    bench.open(new ZMQRouter(undefined, { sendHighWaterMark: 0 })),
    bench.open(new ZMQDealer()),
  ];
  dealer.connect(await router.bind(bench.endpoint()));
  void (async () => {
    for await (const message of router) await router.send(message);
  })();
  await Promise.all([sendNumbers(dealer), receiveNumbers(dealer)]);
});

check('PAIR', `${MANY} messages arrive in each direction at once, in order`, TRANSPORTS, async (bench) => {
  const [binder, connecter] = [bench.open(new ZMQPair()), bench.open(new ZMQPair())];
  connecter.connect(await binder.bind(bench.endpoint()));
  await Promise.all([binder, connecter].flatMap((pair) => [sendNumbers(pair), receiveNumbers(pair)]));
});

check('REQ/REP', `${ROUND_TRIPS} requests of four clients get their own answers`, TRANSPORTS, async (bench) => {
  const reply = bench.open(new ZMQReply());
  const endpoint = await reply.bind(bench.endpoint());
  void (async () => {
    for await (const question of reply) await reply.send(['answer', question.text()]);
  })();
  const clients = [1, 2, 3, 4].map(async (name) => {
    const request = bench.open(new ZMQRequest(endpoint));
    for (let number = 0; number < ROUND_TRIPS / 4; number++) {
      const answer = await request.request(`${name}.${number}`, { timeout: EVENT_TIMEOUT_MS });
      assert.equal(answer.text(1), `${name}.${number}`);
    }
  });
  await Promise.all(clients);
});

// @ts-check
// One process of the soak: sockets of every pattern, traffic that goes on until it is told to stop, and a report of it.
// usage: node peer.mjs server|client NAME ADDRESS-OF-THE-SERVER
// It prints one JSON object a line (see ../report-line.ts) and reads commands: `quiet` (send no more), `end`.
import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
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

const [role, name = '', host = ''] = process.argv.slice(2);
const boot = `${name}.${process.pid}`;
const REPORT_INTERVAL_MS = 100;
const GAUGE_INTERVAL_MS = 1000;
const OPTIONS = {
  heartbeatInterval: 1000,
  heartbeatTimeout: 6000,
  reconnectInterval: 50,
  reconnectMaxInterval: 500,
  linger: 20_000,
};

/** Ends of the ranges of numbers sent, by stream. @type {Map<string, number>} */
const sent = new Map();
/** Ranges of numbers received since the last report: stream, first, last. @type {[string, number, number][]} */
let received = [];
/** @type {string[]} */
const wrong = [];
let dropped = { full: 0, unroutable: 0, other: 0 };
const requests = { answered: 0, timedOut: 0 };
/** @type {import('zeromq-ts').ZMQSocket[]} */
const sockets = [];
const state = { quiet: false };

/**
 * Notes a number that has come in on a stream.
 *
 * @param {string} stream
 * @param {number} number
 */
function got(stream, number) {
  for (let index = received.length - 1; index >= 0 && index >= received.length - 12; index--) {
    const range = /** @type {[string, number, number]} */ (received[index]);
    if (range[0] !== stream) continue;
    if (range[2] + 1 !== number) break;
    range[2] = number;
    return;
  }
  received.push([stream, number, number]);
}

/**
 * Sends numbered messages, in bursts, until `quiet`.
 *
 * @param {string} kind
 * @param {(stream: string, number: string) => Promise<boolean>} send
 */
async function produce(kind, send) {
  const stream = `${kind}/${boot}`;
  const body = '.'.repeat(64);
  for (let number = 0; !state.quiet; number++) {
    if (!(await send(stream, `${number} ${number % 50 === 0 ? body.repeat(200) : body}`))) {
      wrong.push(`${stream}: send ${number} resolved false`);
    }
    sent.set(stream, number + 1);
    if (number % 20 === 19) await pause(40);
  }
}

/**
 * Takes numbered messages until the socket is closed.
 *
 * @param {AsyncIterable<import('zeromq-ts').Message>} socket
 * @param {number} first The index of the frame with the name of the stream.
 * @param {(message: import('zeromq-ts').Message) => Promise<unknown>} [answer]
 */
async function consume(socket, first, answer) {
  for await (const message of socket) {
    got(message.text(first), Number.parseInt(message.text(first + 1), 10));
    await answer?.(message);
  }
}

/**
 * @template {import('zeromq-ts').ZMQSocket} T
 * @param {T} socket
 */
function used(socket) {
  sockets.push(socket);
  socket.on('dropped', ({ reason, count }) => {
    dropped[reason === 'full' || reason === 'unroutable' ? reason : 'other'] += count;
  });
  return socket;
}

/** @type {Promise<void>[]} */
const producers = [];
/** @type {Promise<void>[]} */
const consumers = [];

async function serve() {
  const pull = used(new ZMQPull(`tcp://${host}:5001`, OPTIONS));
  const reply = used(new ZMQReply(`tcp://${host}:5002`, OPTIONS));
  const publisher = used(new ZMQPublisher(`tcp://${host}:5003`, OPTIONS));
  const router = used(new ZMQRouter(`tcp://${host}:5004`, { ...OPTIONS, handover: true }));
  const pair = used(new ZMQPair(`@tcp://${host}:5005`, OPTIONS));
  const xpublisher = used(new ZMQXPublisher(`tcp://${host}:5006`, OPTIONS));
  await Promise.all(sockets.map((socket) => socket.ready));
  consumers.push(
    consume(pull, 0),
    consume(router, 1, async (message) => {
      const stream = `router/${boot}/${message.text(1)}`;
      const number = sent.get(stream) ?? 0;
      sent.set(stream, number + 1);
      await router.send([message.frame(0), stream, String(number)]);
    }),
    consume(pair, 0),
    (async () => {
      for await (const request of reply) await reply.send(`re: ${request.text()}`);
    })(),
    (async () => {
      for await (const news of xpublisher) if (news.length !== 1) wrong.push('a subscription of several frames');
    })(),
  );
  producers.push(
    produce('pub', (stream, body) => publisher.send([stream, body])),
    produce('xpub', (stream, body) => xpublisher.send([stream, body])),
    produce('pair', (stream, body) => pair.send([stream, body])),
  );
}

async function ask() {
  const request = used(new ZMQRequest(`tcp://${host}:5002`, OPTIONS));
  for (let count = 0; !state.quiet; count++) {
    try {
      const answer = await request.request(`${boot} ${count}`, { timeout: 2000, retries: 3 });
      if (answer.text() === `re: ${boot} ${count}`) requests.answered++;
      else wrong.push(`${answer.text()} answers ${count}`);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      requests.timedOut++;
    }
    await pause(5);
  }
}

function visit() {
  const push = used(new ZMQPush(`tcp://${host}:5001`, OPTIONS));
  const subscriber = used(new ZMQSubscriber(`tcp://${host}:5003`, 'pub/', OPTIONS));
  const dealer = used(new ZMQDealer(`tcp://${host}:5004`, { ...OPTIONS, routingId: name }));
  const xsubscriber = used(new ZMQXSubscriber(`tcp://${host}:5006`, OPTIONS));
  void xsubscriber.send(Uint8Array.of(1));
  consumers.push(consume(subscriber, 0), consume(xsubscriber, 0), consume(dealer, 0));
  producers.push(
    produce('push', (stream, body) => push.send([stream, body])),
    produce('dealer', (stream, body) => dealer.send([stream, body])),
    ask(),
  );
  if (name === 'first') {
    const pair = used(new ZMQPair(`tcp://${host}:5005`, OPTIONS));
    consumers.push(consume(pair, 0));
    producers.push(produce('pair', (stream, body) => pair.send([stream, body])));
  }
}

/** @param {object} line */
function print(line) {
  process.stdout.write(`${JSON.stringify({ at: Date.now(), ...line })}\n`);
}

function report() {
  print({ sent: [...sent], received, dropped, wrong: wrong.splice(0), requests });
  received = [];
  dropped = { full: 0, unroutable: 0, other: 0 };
}

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();

function gauge() {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  const milliseconds = (/** @type {number} */ nanoseconds) => Math.round(nanoseconds / 1e5) / 10;
  print({
    gauge: {
      rss,
      heap: heapUsed + arrayBuffers,
      descriptors: readdirSync('/proc/self/fd').length,
      delayP99: milliseconds(delay.percentile(99)),
      delayMax: milliseconds(delay.max),
    },
  });
  delay.reset();
}

if (role === 'server') await serve();
else visit();
const reporting = setInterval(report, REPORT_INTERVAL_MS);
const gauging = setInterval(gauge, GAUGE_INTERVAL_MS);
print({ ready: boot });

for await (const command of createInterface({ input: process.stdin })) {
  if (command === 'quiet') {
    state.quiet = true;
    await Promise.all(producers);
    report();
    print({ quiet: true });
  } else if (command === 'end') {
    state.quiet = true;
    await Promise.all(producers);
    await Promise.all(sockets.map((socket) => socket.close()));
    await Promise.all(consumers);
    clearInterval(reporting);
    clearInterval(gauging);
    report();
    print({ ended: true });
    break;
  }
}

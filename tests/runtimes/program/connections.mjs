// @ts-check
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { ZMQPublisher, ZMQPull, ZMQPush, ZMQReply, ZMQRequest, ZMQSubscriber } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, WIRE, check, eventually, inTime, nextEvent, texts } from './check.mjs';

const QUICKLY = { reconnectInterval: 10 };

/** An endpoint that was bound, and is free again. @param {import('./check.mjs').Bench} bench */
async function freed(bench) {
  const socket = bench.open(new ZMQPull());
  const endpoint = await socket.bind(bench.endpoint());
  await socket.close();
  return endpoint;
}

check('PUSH/PULL', 'a PUSH may connect before anybody binds, and queues until then', TRANSPORTS, async (bench) => {
  const push = bench.open(new ZMQPush(undefined, QUICKLY));
  const endpoint = await freed(bench);
  push.connect(endpoint);
  for (let number = 0; number < 100; number++) assert.equal(push.trySend(String(number)), true);
  const pull = bench.open(new ZMQPull());
  await pull.bind(endpoint);
  for (let number = 0; number < 100; number++) assert.deepEqual(await texts(pull), [String(number)]);
});

check('PUSH/PULL', 'a PUSH finds its PULL again when that was closed and opened anew', WIRE, async (bench) => {
  const push = bench.open(new ZMQPush(undefined, QUICKLY));
  const first = bench.open(new ZMQPull());
  const endpoint = await first.bind(bench.endpoint());
  push.connect(endpoint);
  for (const name of ['first', 'second', 'third']) {
    const pull = name === 'first' ? first : bench.open(new ZMQPull());
    if (name !== 'first') await pull.bind(endpoint);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    await push.send(name);
    assert.deepEqual(await texts(pull), [name]);
    const lost = nextEvent(push, 'disconnected');
    await pull.close();
    await lost;
  }
});

check('PUB/SUB', 'subscriptions are restored when the connection is', WIRE, async (bench) => {
  const first = bench.open(new ZMQPublisher());
  const endpoint = await first.bind(bench.endpoint());
  const subscriber = bench.open(new ZMQSubscriber(endpoint, ['a', 'b'], QUICKLY));
  await first.subscribed('b', { timeout: EVENT_TIMEOUT_MS });
  await first.close();
  subscriber.unsubscribe('a');
  subscriber.subscribe('c');
  const second = bench.open(new ZMQPublisher());
  await second.bind(endpoint);
  for (const topic of ['b', 'c']) await second.subscribed(topic, { timeout: EVENT_TIMEOUT_MS });
  for (const topic of ['a', 'b', 'c']) await second.send([topic, 'news']);
  assert.deepEqual(await texts(subscriber), ['b', 'news']);
  assert.deepEqual(await texts(subscriber), ['c', 'news']);
});

check('REQ/REP', 'with retries, a request outlives the server', WIRE, async (bench) => {
  const first = bench.open(new ZMQReply());
  const endpoint = await first.bind(bench.endpoint());
  const request = bench.open(new ZMQRequest(endpoint, QUICKLY));
  const answer = request.request('question', { timeout: 200, retries: 20 });
  assert.deepEqual(await texts(first), ['question']);
  await first.close();
  const second = bench.open(new ZMQReply());
  await second.bind(endpoint);
  assert.deepEqual(await texts(second), ['question']);
  await second.send('answer');
  assert.equal((await answer).text(), 'answer');
});

check('all', 'both sides tell of connection, handshake and loss, in order', WIRE, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  /** @type {string[]} */
  const seen = [];
  for (const name of /** @type {const} */ (['listening', 'accepted', 'handshake-succeeded', 'disconnected'])) {
    pull.on(name, () => seen.push(name));
  }
  push.connect(await pull.bind(bench.endpoint()));
  await push.send('x');
  await texts(pull);
  const left = nextEvent(pull, 'disconnected');
  await push.close();
  await left;
  assert.deepEqual(seen, ['listening', 'accepted', 'handshake-succeeded', 'disconnected']);
});

check('all', 'who does not speak ZMTP is told so, and tried again', ['tcp'], async (bench) => {
  const server = createServer((socket) => void socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  bench.defer(() => server.close());
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const push = bench.open(new ZMQPush(undefined, QUICKLY));
  let failures = 0;
  push.on('handshake-failed', ({ error }) => {
    assert.ok(error instanceof Error);
    failures++;
  });
  push.connect(`tcp://127.0.0.1:${address.port}`);
  await eventually(() => failures >= 2);
});

check('all', 'with heartbeats, a peer that has fallen silent is given up', ['tcp'], async (bench) => {
  const greeting = Buffer.alloc(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]);
  greeting.write('NULL', 12, 'latin1');
  const property = Buffer.from('\u000bSocket-Type\u0000\u0000\u0000\u0004PULL', 'latin1');
  const body = Buffer.concat([Buffer.from('\u0005READY', 'latin1'), property]);
  const ready = Buffer.concat([Buffer.from([4, body.length]), body]);
  /** @type {import('node:net').Socket[]} */
  const sockets = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => {}).resume());
    socket.write(Buffer.concat([greeting, ready]));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  bench.defer(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  const push = bench.open(new ZMQPush(undefined, { heartbeatInterval: 30, heartbeatTimeout: 60 }));
  const [there, gone] = [nextEvent(push, 'handshake-succeeded'), nextEvent(push, 'disconnected')];
  push.connect(`tcp://127.0.0.1:${address.port}`);
  await there;
  await gone;
});

check('all', 'with heartbeats, an idle connection stays', WIRE, async (bench) => {
  const often = { heartbeatInterval: 10, heartbeatTimeout: 500 };
  const [pull, push] = [bench.open(new ZMQPull(undefined, often)), bench.open(new ZMQPush(undefined, often))];
  let losses = 0;
  push.on('disconnected', () => losses++);
  push.connect(await pull.bind(bench.endpoint()));
  await push.connected({ timeout: EVENT_TIMEOUT_MS });
  await inTime(new Promise((resolve) => setTimeout(resolve, 700)));
  await push.send('still here');
  assert.deepEqual(await texts(pull), ['still here']);
  assert.equal(losses, 0);
});

// @ts-check
// Uses the drop-in as programs for npm `zeromq` do, of versions 6 and 5, and prints what it has received. Runs on every
// runtime; started by runtimes.test.ts.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import net from 'node:net';
import * as zmq from '@zeromq-ts/zeromq';

const require = createRequire(import.meta.url);

for (const address of ['tcp://127.0.0.1:*', 'ipc://*', 'inproc://on-runtimes']) await pushed(address);
await requested();
await published();
await encrypted();
await streamed();
await version5();
assert.equal(require('@zeromq-ts/zeromq').Push, zmq.Push);
console.log('all');

/** @param {string} address */
async function pushed(address) {
  const [pull, push] = [new zmq.Pull({ receiveTimeout: 5000 }), new zmq.Push()];
  await pull.bind(address);
  push.connect(/** @type {string} */ (pull.lastEndpoint));
  for (const size of [0, 10, 100_000]) {
    await push.send(['a', Buffer.alloc(size, 'x')]);
    const [first, second] = await pull.receive();
    assert.deepEqual([String(first), second?.length], ['a', size]);
  }
  pull.close();
  push.close();
}

async function requested() {
  const reply = new zmq.Reply();
  await reply.bind('tcp://127.0.0.1:*');
  const request = new zmq.Request({ receiveTimeout: 5000 });
  request.connect(/** @type {string} */ (reply.lastEndpoint));
  await request.send('question');
  await reply.send([...(await reply.receive()), 'answer']);
  assert.equal(String(await request.receive()), 'question,answer');
  assert.throws(() => request.connect('nothing'), { code: 'EINVAL' });
  request.close();
  reply.close();
}

async function published() {
  const publisher = new zmq.XPublisher();
  await publisher.bind('tcp://127.0.0.1:*');
  const subscriber = new zmq.Subscriber({ receiveTimeout: 5000 });
  subscriber.connect(/** @type {string} */ (publisher.lastEndpoint));
  subscriber.subscribe('topic');
  await publisher.receive();
  await publisher.send('nothing');
  await publisher.send('topic 1');
  assert.equal(String(await subscriber.receive()), 'topic 1');
  subscriber.close();
  publisher.close();
}

async function encrypted() {
  const keys = zmq.curveKeyPair();
  const server = new zmq.Reply({
    curveServer: true,
    curvePublicKey: keys.publicKey,
    curveSecretKey: keys.secretKey,
    receiveTimeout: 5000,
  });
  await server.bind('tcp://127.0.0.1:*');
  const own = zmq.curveKeyPair();
  const client = new zmq.Request({
    curveServerKey: keys.publicKey,
    curvePublicKey: own.publicKey,
    curveSecretKey: own.secretKey,
  });
  client.connect(/** @type {string} */ (server.lastEndpoint));
  await client.send('secret');
  assert.equal(String(await server.receive()), 'secret');
  client.close();
  server.close();
}

async function streamed() {
  const stream = new zmq.Stream({ notify: false, receiveTimeout: 5000 });
  await stream.bind('tcp://127.0.0.1:*');
  const client = net.connect(Number(stream.lastEndpoint?.split(':').at(-1)), '127.0.0.1');
  client.write('raw');
  assert.equal(String((await stream.receive())[1]), 'raw');
  client.destroy();
  stream.close();
}

async function version5() {
  const all = require('@zeromq-ts/zeromq/v5-compat');
  const [pull, push] = [all.socket('pull'), all.socket('push')];
  const received = new Promise((resolve) =>
    pull.on('message', (/** @type {Buffer} */ frame) => resolve(String(frame))),
  );
  await new Promise((resolve) => pull.bind('tcp://127.0.0.1:*', resolve));
  push.connect(pull.last_endpoint);
  push.send('version 5');
  assert.equal(await received, 'version 5');
  pull.close();
  push.close();
}

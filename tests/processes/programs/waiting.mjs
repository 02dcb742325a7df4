// @ts-check
// Waits in one of several ways, closes nothing, and tells when it is over.
// usage: node waiting.mjs receive|receive-briefly|iterate|leave|destroy-a-stream|send|connected|subscribed ENDPOINT
import { Readable } from 'node:stream';
import { ZMQPublisher, ZMQPull, ZMQPush } from 'zeromq-ts';

const [way, endpoint = ''] = process.argv.slice(2);

/** @type {Record<string, () => Promise<unknown>>} */
const ways = {
  async receive() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    return pull.receive();
  },
  async 'receive-briefly'() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    return pull.receive({ timeout: 300 }).catch((/** @type {{ code: string }} */ { code }) => code);
  },
  async iterate() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    for await (const message of pull) return message;
    return 'nothing';
  },
  async leave() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    const iteration = pull[Symbol.asyncIterator]();
    const waiting = iteration.next();
    await iteration.return?.();
    return (await waiting).done;
  },
  async 'destroy-a-stream'() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    const stream = Readable.from(pull);
    stream.resume();
    // Reading, and so waiting for a message, begins later.
    await new Promise((resolve) => setTimeout(resolve, 50));
    stream.destroy();
    return stream.destroyed;
  },
  async send() {
    const push = new ZMQPush(`@${endpoint}`);
    await told(push);
    return push.send('late');
  },
  async connected() {
    const pull = new ZMQPull(endpoint);
    await told(pull);
    return pull.connected();
  },
  async subscribed() {
    const publisher = new ZMQPublisher(endpoint);
    await told(publisher);
    return publisher.subscribed('taker');
  },
};

/** @param {import('zeromq-ts').ZMQSocket} socket */
async function told(socket) {
  await socket.ready;
  console.log(`READY ${socket.endpoint}`);
}

console.log(`OVER ${String(await ways[way ?? '']?.())}`);

// @ts-check
// Sends every message back to its sender, and checks their order.  usage: node echo-router.mjs ENDPOINT
import { ZMQRouter } from 'zeromq-ts';

const [endpoint = ''] = process.argv.slice(2);

// A ROUTER drops what is beyond the high-water mark of a slow peer.
const router = new ZMQRouter(undefined, { sendHighWaterMark: 0 });
console.log(`READY ${await router.bind(endpoint)}`);
/** @type {Map<string, number>} */
const expected = new Map();
for await (const message of router) {
  const name = message.text(0);
  const number = expected.get(name) ?? 0;
  if (message.text(1) !== String(number))
    throw new Error(`Expected ${number} from ${name}, received ${message.toString()}`);
  expected.set(name, number + 1);
  await router.send(message);
}

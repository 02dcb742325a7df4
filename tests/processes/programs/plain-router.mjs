// @ts-check
// Sends every message back to its sender.  usage: node plain-router.mjs ENDPOINT
import { ZMQRouter } from 'zeromq-ts';

const [endpoint = ''] = process.argv.slice(2);

const router = new ZMQRouter();
console.log(`READY ${await router.bind(endpoint)}`);
for await (const message of router) await router.send(message);

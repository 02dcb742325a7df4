// @ts-check
// Sends to nobody and closes.  usage: node close.mjs ENDPOINT LINGER
import { ZMQPush } from 'zeromq-ts';

const [endpoint = '', linger] = process.argv.slice(2);

const push = new ZMQPush(endpoint);
await push.send('to nobody');
await push.close({ linger: Number(linger) });
console.log('CLOSED');

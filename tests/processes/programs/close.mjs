// @ts-check
// Sends to nobody and closes.  usage: node close.mjs ENDPOINT LINGER [COUNT]: so many more, that it does not wait for.
import { ZMQPush } from 'zeromq-ts';

const [endpoint = '', linger, count] = process.argv.slice(2);

const push = new ZMQPush(endpoint);
await push.send('to nobody');
for (let number = 0; number < Number(count ?? 0); number++) void push.send(String(number));
await push.close({ linger: Number(linger) });
console.log('CLOSED');

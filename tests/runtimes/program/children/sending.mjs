// @ts-check
// Sends numbers, waits for nothing and closes nothing.  usage: sending.mjs ENDPOINT COUNT
import { ZMQPush } from 'zeromq-ts';

const push = new ZMQPush(process.argv[2], { reconnectInterval: 20 });
for (let number = 0; number < Number(process.argv[3]); number++) void push.send(String(number));
console.log('sent');

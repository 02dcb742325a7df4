// @ts-check
// Hands out numbers once all workers are there.  usage: node ventilator.mjs ENDPOINT COUNT WORKERS
import { ZMQPush } from 'zeromq-ts';

const [endpoint = '', count, workers] = process.argv.slice(2);

const push = new ZMQPush();
console.log(`READY ${await push.bind(endpoint)}`);
await push.connected({ peers: Number(workers) });
for (let number = 0; number < Number(count); number++) await push.send(String(number));
console.log(`SENT ${count}`);

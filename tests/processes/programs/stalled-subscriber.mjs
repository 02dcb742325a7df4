// @ts-check
// Subscribes, and receives nothing.  usage: node stalled-subscriber.mjs ENDPOINT
import { ZMQSubscriber } from 'zeromq-ts';

const subscriber = new ZMQSubscriber(process.argv[2], ['number', 'here.stalls'], { receiveHighWaterMark: 2 });
await subscriber.connected();
console.log('CONNECTED');
setInterval(() => {}, 60_000);

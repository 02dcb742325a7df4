// Market feed: publishes prices that wander, ten times a second.
//
//   node examples/dist/market-feed/publisher.js
//   node examples/dist/market-feed/subscriber.js tcp://127.0.0.1:5571 ACME
import { setTimeout } from 'node:timers/promises';
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { typed } from '@zeromq-ts/typed';
import { Prices } from './prices.js';
import { tick } from './tick.js';

const prices = new Prices();
const publisher = new ZMQPublisher(process.argv[2] ?? 'tcp://127.0.0.1:5571');
const ticks = typed(publisher, { send: tick });
await publisher.ready;
console.log(`Publishing at ${publisher.endpoint}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void publisher.close());

while (!publisher.closed) {
  for (const each of prices.next()) if (publisher.hasSubscribers(each.symbol)) void ticks.send(each);
  await setTimeout(100);
}

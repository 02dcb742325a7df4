// Weather update server: publishes updates for random postcodes, whether anybody listens or not.
import { setInterval } from 'node:timers/promises';
import { ZMQPublisher } from '@zeromq-ts/pubsub';

const publisher = new ZMQPublisher(process.argv[2] ?? 'tcp://127.0.0.1:5556');
await publisher.ready;
console.log(`Publishing at ${publisher.endpoint}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void publisher.drain({ timeout: 5000 }));
}

const between = (lowest: number, highest: number) => lowest + Math.floor(Math.random() * (highest - lowest + 1));

for await (const _ of setInterval(1)) {
  if (publisher.closed) break;
  // Each send is awaited, and meanwhile the publisher may be closed.
  for (let updates = 0; updates < 20 && !publisher.closed; updates++) {
    // Subscribers filter by the beginning of the first frame.
    const postcode = between(10_001, 10_100);
    await publisher.send([`${postcode} `, JSON.stringify({ celsius: between(-20, 40), humidity: between(10, 60) })]);
  }
}

// Weather update client: subscribes to one postcode, collects a number of updates and prints the average.
import { ZMQSubscriber } from '@zeromq-ts/pubsub';

const [endpoint = 'tcp://127.0.0.1:5556', postcode = '10001', updates = '20'] = process.argv.slice(2);
const wanted = Number(updates);

// The space belongs to the topic: a subscription to "1000" would match "10001", too.
await using subscriber = new ZMQSubscriber(endpoint, `${postcode} `);
console.log(`Collecting ${wanted} updates for ${postcode}`);

let total = 0;
for (let count = 0; count < wanted; count++) {
  const update = await subscriber.receive({ timeout: 10_000 });
  total += update.json<{ celsius: number }>(1).celsius;
}
console.log(`Average temperature for ${postcode}: ${(total / wanted).toFixed(1)} °C`);

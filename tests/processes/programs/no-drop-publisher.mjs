// @ts-check
// A PUB with noDrop publishes to two subscribers until one of them is full, and then a given number of messages.
// usage: node no-drop-publisher.mjs ENDPOINT COUNT
import { ZMQPublisher } from 'zeromq-ts';

const [endpoint = '', count] = process.argv.slice(2);
const BODY = Buffer.alloc(60_000);
/** What waits longer than this waits for a subscriber, not for the system. */
const FULL_MS = 300;

const publisher = new ZMQPublisher(undefined, { noDrop: true, sendHighWaterMark: 2 });
console.log(`READY ${await publisher.bind(endpoint)}`);
await publisher.subscribed('here.reads');
await publisher.subscribed('here.stalls');
for (;;) {
  const sending = publisher.send(['number', BODY]);
  const full = new Promise((resolve) => setTimeout(resolve, FULL_MS, false));
  if (await Promise.race([sending, full])) continue;
  console.log('FULL');
  await sending;
  break;
}
for (let number = 0; number < Number(count); number++) await publisher.send(['number', BODY]);
await publisher.send(['number', 'end']);
console.log('DONE');

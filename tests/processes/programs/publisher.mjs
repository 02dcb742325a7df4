// @ts-check
// Publishes numbers once all subscribers are there.  usage: node publisher.mjs ENDPOINT COUNT SUBSCRIBERS
import { ZMQPublisher } from 'zeromq-ts';

const [endpoint = '', count, subscribers] = process.argv.slice(2);

const publisher = new ZMQPublisher(undefined, { sendHighWaterMark: 0 });
console.log(`READY ${await publisher.bind(endpoint)}`);
// Each subscriber's last topic is one of its own: when it is here, its others are, too.
for (let name = 0; name < Number(subscribers); name++) await publisher.subscribed(`here.${name}`);
for (let number = 0; number < Number(count); number++) {
  await publisher.send(['number', String(number)]);
  if (number % 10 === 0) await publisher.send(['noise', 'nobody subscribed to this']);
}
console.log(`DROPPED ${JSON.stringify(publisher.stats().dropped)}`);

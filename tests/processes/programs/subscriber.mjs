// @ts-check
// Receives numbers, all of them and in order, and tells when it has reached one of them.
// usage: node subscriber.mjs ENDPOINT COUNT NAME [NUMBER]
import { ZMQSubscriber } from 'zeromq-ts';

const [endpoint = '', count, name, milestone] = process.argv.slice(2);

const subscriber = new ZMQSubscriber(endpoint, ['number', `here.${name}`], { receiveHighWaterMark: 0 });
for (let expected = 0; expected < Number(count); expected++) {
  const message = await subscriber.receive();
  if (message.text(0) !== 'number' || message.text(1) !== String(expected)) {
    throw new Error(`Expected ${expected}, received ${message.toString()}`);
  }
  if (String(expected) === milestone) console.log(`REACHED ${expected}`);
}
console.log(`RECEIVED ${count}`);

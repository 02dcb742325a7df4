// @ts-check
// Sends numbers while it receives them back, in order.  usage: node dealer.mjs ENDPOINT COUNT NAME
import { ZMQDealer } from 'zeromq-ts';

const [endpoint = '', count, name = ''] = process.argv.slice(2);

const dealer = new ZMQDealer(endpoint, { routingId: name });

async function send() {
  for (let number = 0; number < Number(count); number++) await dealer.send(String(number));
}

async function receive() {
  for (let expected = 0; expected < Number(count); expected++) {
    const message = await dealer.receive();
    if (message.text() !== String(expected)) throw new Error(`Expected ${expected}, received ${message.toString()}`);
  }
}

await Promise.all([send(), receive()]);
console.log(`RETURNED ${count}`);

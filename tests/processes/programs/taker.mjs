// @ts-check
// Receives so many numbers, in order.  usage: node taker.mjs TYPE bind|connect ENDPOINT COUNT [OPTIONS]
import { ZMQDealer, ZMQSubscriber, createSocket } from 'zeromq-ts';

const [type, action, endpoint = '', count, options = '{}'] = process.argv.slice(2);

/** @returns {import('zeromq-ts').ZMQPull | import('zeromq-ts').ZMQDealer | import('zeromq-ts').ZMQSubscriber} */
function open() {
  if (type === 'SUB') return new ZMQSubscriber(undefined, 'taker', { receiveHighWaterMark: 0 });
  if (type === 'DEALER') return new ZMQDealer(undefined, { routingId: 'taker' });
  return createSocket(/** @type {'PULL'} */ (type), undefined, JSON.parse(options));
}

const socket = open();
if (action === 'bind') console.log(`READY ${await socket.bind(endpoint)}`);
else socket.connect(endpoint);
for (let expected = 0; expected < Number(count); expected++) {
  const message = await socket.receive();
  if (message.text(message.length - 1) !== String(expected))
    throw new Error(`Expected ${expected}, received ${message.toString()}`);
}
console.log(`TAKEN ${count}`);

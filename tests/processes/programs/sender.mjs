// @ts-check
// Sends numbers and is done: it waits for no send, and closes nothing, unless it is told to.
// usage: node sender.mjs TYPE bind|connect ENDPOINT COUNT [OPTIONS [close]]
import { ZMQPublisher, ZMQRouter, ZMQXPublisher, createSocket } from 'zeromq-ts';

const [type, action, endpoint = '', count, options = '{}', end] = process.argv.slice(2);

const socket = createSocket(
  /** @type {'PUSH' | 'DEALER' | 'PAIR' | 'REQ' | 'ROUTER' | 'PUB' | 'XPUB'} */ (type),
  undefined,
  JSON.parse(options),
);
if (action === 'bind') console.log(`READY ${await socket.bind(endpoint)}`);
else socket.connect(endpoint);

// These two patterns drop what nobody is there for.
if (socket instanceof ZMQRouter) await socket.connected();
if (socket instanceof ZMQPublisher) await socket.subscribed('taker');
if (socket instanceof ZMQXPublisher) await socket.receive();

const address = ['ROUTER', 'PUB', 'XPUB'].includes(socket.type) ? ['taker'] : [];
for (let number = 0; number < Number(count); number++) void socket.send([...address, String(number)]);
console.log('DONE');
if (end === 'close') {
  await socket.close();
  console.log('CLOSED');
}

// @ts-check
// A process to be frozen: a DEALER returns what it receives, a SUB and a PULL print it. All say when a connection is lost.
// usage: node freezable.mjs TYPE bind|connect ENDPOINT OPTIONS
import { ZMQDealer, ZMQPull, ZMQSubscriber } from 'zeromq-ts';

const [type, action, endpoint = '', options = '{}'] = process.argv.slice(2);

const given = JSON.parse(options);
const socket = {
  DEALER: () => new ZMQDealer(undefined, given),
  PULL: () => new ZMQPull(undefined, given),
  SUB: () => new ZMQSubscriber(undefined, '', given),
}[/** @type {'DEALER' | 'PULL' | 'SUB'} */ (type)]();
socket.on('disconnected', () => console.log('LOST connection'));
if (action === 'bind') console.log(`READY ${await socket.bind(endpoint)}`);
else socket.connect(endpoint);
for await (const message of socket) {
  if (socket instanceof ZMQDealer) await socket.send(message);
  else console.log(`RECEIVED ${message.toString()}`);
}

// @ts-check
// Opens a socket, and has nothing to do.  usage: node idle.mjs TYPE bind|connect ENDPOINT
import { createSocket } from 'zeromq-ts';

const [type, action, endpoint = ''] = process.argv.slice(2);

const socket = createSocket(/** @type {import('zeromq-ts').SocketTypeName} */ (type));
// Listening to events is not work, either.
for (const event of /** @type {const} */ (['accepted', 'disconnected', 'connect-retried'])) {
  socket.on(event, () => console.log(`EVENT ${event}`));
}
if (action === 'bind') await socket.bind(endpoint);
else socket.connect(endpoint);
console.log('IDLE');

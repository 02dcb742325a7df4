// @ts-check
// Asks a server that may die, and says how far it is.  usage: node patient-client.mjs ENDPOINT REQUESTS EVERY
import { ZMQRequest } from 'zeromq-ts';

const [endpoint = '', requests, every] = process.argv.slice(2);

const socket = new ZMQRequest(endpoint, { reconnectInterval: 20 });
for (let number = 1; number <= Number(requests); number++) {
  const answer = await socket.request(String(number), { timeout: 250, retries: 60 });
  if (answer.text() !== String(number)) throw new Error(`Asked ${number}, and the answer was ${answer.text()}`);
  if (number % Number(every) === 0) console.log(`ANSWERED ${number}`);
}

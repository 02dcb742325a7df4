// @ts-check
// Asks from several sockets at once, and checks every answer.  usage: node request-clients.mjs ENDPOINT SOCKETS REQUESTS
import { ZMQRequest } from 'zeromq-ts';

const [endpoint = '', sockets, requests] = process.argv.slice(2);

/** @param {number} name */
async function ask(name) {
  const socket = new ZMQRequest(endpoint);
  for (let number = 0; number < Number(requests); number++) {
    const question = `${process.pid} ${name} ${number}`;
    const answer = await socket.request(question);
    if (answer.text() !== question) throw new Error(`Asked ${question}, and the answer was ${answer.text()}`);
  }
  return Number(requests);
}

const answered = await Promise.all(Array.from({ length: Number(sockets) }, (_, name) => ask(name)));
console.log(`ANSWERED ${answered.reduce((sum, each) => sum + each)}`);

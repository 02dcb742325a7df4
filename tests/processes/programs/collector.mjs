// @ts-check
// Collects numbers from workers: each once, and those of one worker in order.  usage: node collector.mjs ENDPOINT COUNT
import { ZMQPull } from 'zeromq-ts';

const [endpoint = '', count] = process.argv.slice(2);

const pull = new ZMQPull();
console.log(`READY ${await pull.bind(endpoint)}`);
const seen = new Uint8Array(Number(count));
/** @type {Map<string, { last: number, count: number }>} */
const workers = new Map();
for (let received = 0; received < Number(count); received++) {
  const message = await pull.receive();
  const name = message.text(0);
  const number = Number(message.text(1));
  const worker = workers.get(name) ?? { last: -1, count: 0 };
  workers.set(name, worker);
  if (seen[number] !== 0) throw new Error(`Received ${number} twice, or never asked for it`);
  if (number <= worker.last) throw new Error(`Received ${number} from ${name} after ${worker.last}`);
  seen[number] = 1;
  worker.last = number;
  worker.count++;
}
console.log(
  `COLLECTED ${JSON.stringify(Object.fromEntries(Array.from(workers, ([name, each]) => [name, each.count])))}`,
);

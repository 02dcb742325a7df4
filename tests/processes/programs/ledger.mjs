// @ts-check
// Books numbers, none of them twice, and those of one sender in order. Tells of each new sender, and of every 10 000th
// entry. Told "FROM TO" on its input, it waits for every number of that range, and tells how many it has of each sender.
// usage: node ledger.mjs ENDPOINT
import { createInterface } from 'node:readline';
import { ZMQPull } from 'zeromq-ts';

const [endpoint = ''] = process.argv.slice(2);

/** @type {Set<number>} */
const booked = new Set();
/** @type {Map<string, { last: number, count: number }>} */
const senders = new Map();
/** @type {{ next: number, end: number } | undefined} */
let wanted;

function report() {
  if (wanted === undefined) return;
  while (wanted.next < wanted.end && booked.has(wanted.next)) wanted.next++;
  if (wanted.next < wanted.end) return;
  console.log(
    `COMPLETE ${JSON.stringify(Object.fromEntries(Array.from(senders, ([name, each]) => [name, each.count])))}`,
  );
  wanted = undefined;
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [next = 0, end = 0] = line.split(' ').map(Number);
  wanted = { next, end };
  report();
});

const pull = new ZMQPull();
console.log(`READY ${await pull.bind(endpoint)}`);
for await (const message of pull) {
  const name = message.length > 1 ? message.text(0) : 'push';
  const number = Number(message.text(message.length - 1));
  let sender = senders.get(name);
  if (sender === undefined) {
    senders.set(name, (sender = { last: -1, count: 0 }));
    console.log(`NEW ${name}`);
  }
  if (booked.has(number)) throw new Error(`Received ${number} twice`);
  if (number <= sender.last) throw new Error(`Received ${number} from ${name} after ${sender.last}`);
  booked.add(number);
  sender.last = number;
  sender.count++;
  if (booked.size % 10_000 === 0) console.log(`BOOKED ${booked.size}`);
  report();
}

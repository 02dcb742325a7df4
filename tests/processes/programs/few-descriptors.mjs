// @ts-check
// A PULL in a process that may open few files. Prints what comes, and when asked, how busy it was for a second, and how
// many connections it has had.
// usage: sh -c 'ulimit -n 256; exec node few-descriptors.mjs'
import { createInterface } from 'node:readline';
import { ZMQPull } from 'zeromq-ts';

let accepted = 0;
const pull = new ZMQPull(undefined, { backlog: 1000 });
pull.on('accepted', () => accepted++);
console.log(`READY ${await pull.bind('tcp://127.0.0.1:*')}`);

createInterface({ input: process.stdin }).on('line', () => {
  const before = process.cpuUsage();
  setTimeout(() => {
    const { user, system } = process.cpuUsage(before);
    console.log(`BUSY ${Math.round((user + system) / 10_000)}`);
    console.log(`ACCEPTED ${accepted}`);
  }, 1000);
});

for await (const message of pull) console.log(`HEARD ${message}`);

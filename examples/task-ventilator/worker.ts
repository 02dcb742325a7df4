// Task worker: takes tasks from the ventilator, works on each, and reports to the sink.
import { setTimeout } from 'node:timers/promises';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';

const [tasks = 'tcp://127.0.0.1:5557', results = 'tcp://127.0.0.1:5558'] = process.argv.slice(2);

// A PULL socket binds unless told otherwise. Workers connect: ">".
const ventilator = new ZMQPull(`>${tasks}`);
const sink = new ZMQPush(results);
console.log('Working');

// The tasks that have arrived are done first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void ventilator.drain({ timeout: 5000 }));
}

for await (const task of ventilator) {
  await setTimeout(Number(task));
  await sink.send('done');
}
await sink.close();

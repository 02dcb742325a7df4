// Task sink: collects the results of all workers and measures how long they took together.
import { ZMQPull } from '@zeromq-ts/pushpull';

await using sink = new ZMQPull(process.argv[2] ?? 'tcp://127.0.0.1:5558');
await sink.ready;
console.log(`Collecting at ${sink.endpoint}`);

// The first message comes from the ventilator and says how many results there will be.
const tasks = Number(await sink.receive());
const start = performance.now();
for (let done = 1; done <= tasks; done++) {
  await sink.receive();
  if (done % 10 === 0) console.log(`${done} of ${tasks} done`);
}
console.log(`Total elapsed time: ${Math.round(performance.now() - start)} ms`);

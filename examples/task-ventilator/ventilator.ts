// Task ventilator: shares 100 tasks among the workers, and tells the sink when it begins.
import { ZMQPush } from '@zeromq-ts/pushpull';

const [tasks = 'tcp://127.0.0.1:5557', results = 'tcp://127.0.0.1:5558', workers = '1'] = process.argv.slice(2);
const TASKS = 100;

// A PUSH socket connects unless told otherwise. Here the workers come and go, so this side binds: "@".
const ventilator = new ZMQPush(`@${tasks}`);
const sink = new ZMQPush(results);
await ventilator.ready;
console.log(`Handing out tasks at ${ventilator.endpoint}`);

// Tasks go round robin to the workers that are there; the first one must not get them all.
await ventilator.connected({ peers: Number(workers) });
await sink.send(String(TASKS));

let expected = 0;
for (let task = 0; task < TASKS; task++) {
  const milliseconds = 1 + Math.floor(Math.random() * 20);
  expected += milliseconds;
  await ventilator.send(String(milliseconds));
}
console.log(`Handed out ${TASKS} tasks, ${expected} ms of work`);

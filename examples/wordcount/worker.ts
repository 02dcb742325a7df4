// A worker process: takes one path after the other, counts the words of that file, and reports to the sink.
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { countFile } from './count-file.js';

const [name = '', forTasks = '', forResults = ''] = process.argv.slice(2);

// A low high-water mark keeps tasks where any worker can still get them.
const tasks = new ZMQPull(`>${forTasks}`, { receiveHighWaterMark: 4, linger: 0 });
const results = new ZMQPush(forResults, { linger: 0 });

// Ctrl-C reaches every process of a terminal; when to stop is for the main process alone to say. It says so by
// letting go of its end of the channel to its children, and the system does that for it should it be killed.
process.on('SIGINT', () => {});
process.once('disconnect', () => {
  void tasks.close();
  void results.close();
});

for await (const task of tasks) {
  const count = await countFile(task.text(1));
  if (!results.closed) await results.send([task.frame(0), name, JSON.stringify(count)]);
}

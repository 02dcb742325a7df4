// The sink process: collects the results of all workers, publishes live figures, and answers on a control channel.
import { ZMQPublisher } from '@zeromq-ts/pubsub';
import { ZMQPull } from '@zeromq-ts/pushpull';
import { ZMQReply } from '@zeromq-ts/reqrep';
import type { FileCount } from './count-file.js';
import type { Missing, Progress, SinkEndpoints, Status } from './protocol.js';
import { Tally } from './tally.js';

const tasks = Number(process.argv[2]);
const tally = new Tally(tasks);
const results = new ZMQPull('tcp://127.0.0.1:*');
const figures = new ZMQPublisher('tcp://127.0.0.1:*');
const control = new ZMQReply('tcp://127.0.0.1:*');
const sockets = [results, figures, control];

await Promise.all(sockets.map((socket) => socket.ready));
process.send?.({
  results: results.endpoint ?? '',
  figures: figures.endpoint ?? '',
  control: control.endpoint ?? '',
} satisfies SinkEndpoints);

function progress(): Progress {
  return { done: tally.done, tasks, words: tally.words };
}

function publish(): void {
  void figures.send(['progress', JSON.stringify(progress())]);
}

/** The reply to a request on the control channel. */
async function answer(request: string): Promise<Status | Missing | { error: string } | Record<string, never>> {
  switch (request) {
    case 'start':
      // What is published before somebody listens is lost.
      await figures.subscribed('progress', { timeout: 10_000 });
      return {};
    case 'status':
      return { ...progress(), workers: tally.workers, unreadable: tally.unreadable };
    case 'missing':
      return { missing: tally.missing };
    case 'stop':
      await figures.send(['stopped', JSON.stringify(progress())]);
      return {};
    default:
      return { error: `There is no request ${JSON.stringify(request)}: ask start, status, missing or stop.` };
  }
}

async function collect(): Promise<void> {
  for await (const result of results) {
    tally.add(Number(result.text(0)), result.text(1), result.json<FileCount>(2));
    if (tally.complete) publish();
  }
}

async function serve(): Promise<void> {
  for await (const request of control) await control.send(JSON.stringify(await answer(request.text())));
}

const timer = setInterval(publish, 50);
process.on('SIGINT', () => {});
process.once('disconnect', () => {
  clearInterval(timer);
  for (const socket of sockets) void socket.close({ linger: 100 });
});
await Promise.all([collect(), serve()]);

// Shows the live figures of a word count that is running:
//
//   node examples/dist/wordcount/watch.js tcp://127.0.0.1:40123
import { ZMQSubscriber } from '@zeromq-ts/pubsub';
import type { Progress } from './protocol.js';

const endpoint = process.argv[2];
if (endpoint === undefined) throw new Error('Give the endpoint for live figures that the word count has printed.');

await using figures = new ZMQSubscriber(endpoint, ['progress', 'stopped']);
for await (const message of figures) {
  const { done, tasks, words } = message.json<Progress>(1);
  console.log(`${message.text(0)}: ${done} of ${tasks} files, ${words} words`);
  if (done === tasks || message.text(0) === 'stopped') break;
}

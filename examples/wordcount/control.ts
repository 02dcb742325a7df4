// Asks a word count that is running for its status, or to stop:
//
//   node examples/dist/wordcount/control.js tcp://127.0.0.1:40123 status
import { ZMQRequest } from '@zeromq-ts/reqrep';

const [endpoint, request = 'status'] = process.argv.slice(2);
if (endpoint === undefined) throw new Error('Give the control endpoint that the word count has printed.');

await using control = new ZMQRequest(endpoint, { linger: 0 });
const reply = await control.request(request, { timeout: 2000, retries: 2 });
console.log(reply.json());

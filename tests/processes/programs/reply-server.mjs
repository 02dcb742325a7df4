// @ts-check
// Answers every request with itself.  usage: node reply-server.mjs ENDPOINT
import { ZMQReply } from 'zeromq-ts';

const [endpoint = ''] = process.argv.slice(2);

const reply = new ZMQReply();
console.log(`READY ${await reply.bind(endpoint)}`);
for await (const request of reply) await reply.send(request);

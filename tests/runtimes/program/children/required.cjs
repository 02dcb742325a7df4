// @ts-check
// Loads the packages with require(), in an old module.
const { ZMQReply, ZMQRequest } = require('zeromq-ts');
const { ZMQPush } = require('@zeromq-ts/pushpull');
const { createSocket } = require('@zeromq-ts/core');

async function main() {
  const reply = new ZMQReply();
  const request = new ZMQRequest(await reply.bind('tcp://127.0.0.1:*'));
  void reply.receive().then((question) => reply.send(`answer to ${question.text()}`));
  console.log((await request.request('question', { timeout: 5000 })).text());
  console.log(createSocket('PUSH') instanceof ZMQPush);
}

void main();

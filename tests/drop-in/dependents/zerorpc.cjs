// A server and a client of zerorpc (version 4 of zeromq): a call, and a stream of answers.
const assert = require('node:assert');
const zerorpc = require('zerorpc');

const endpoint = 'tcp://127.0.0.1:47101';
const server = new zerorpc.Server({
  // It reads the names of the parameters of functions.
  hello: function (name, reply) {
    reply(null, `Hello, ${name}!`, false);
  },
  count: function (to, reply) {
    for (let number = 1; number <= to; number++) reply(null, number, number < to);
  },
});
server.bind(endpoint);
const client = new zerorpc.Client();
client.connect(endpoint);
client.invoke('hello', 'World', (error, text) => {
  assert.ifError(error);
  assert.strictEqual(text, 'Hello, World!');
  const counted = [];
  client.invoke('count', 3, (failure, number, more) => {
    assert.ifError(failure);
    if (number !== undefined) counted.push(number);
    if (more) return;
    assert.deepStrictEqual(counted, [1, 2, 3]);
    client.close();
    server.close();
    console.log('ok');
    // It has timers of its own.
    process.exit(0);
  });
});

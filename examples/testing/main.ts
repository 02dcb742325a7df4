// How to test a program that uses ZeroMQ: real sockets over inproc, in a context of its own for each test, and no sleeps.
//
//   node --test examples/dist/testing/main.js
import { deepEqual, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { ZMQContext, ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { greet } from './greeter.js';

void test('the greeter answers each client', async () => {
  await using context = new ZMQContext();
  const server = new ZMQReply('inproc://greeter', { context });
  const greeting = greet(server);
  const clients = [1, 2].map(() => new ZMQRequest('inproc://greeter', { context }));
  const answers = await Promise.all(
    clients.map((client, index) => client.request(index === 0 ? 'Ada' : '', { timeout: 1000 })),
  );
  deepEqual(answers.map(String), ['Hello Ada', 'Who are you?']);
  await server.close();
  await greeting; // the loop has ended
});

void test('a client gives up when no server answers', async () => {
  await using context = new ZMQContext();
  const client = new ZMQRequest('inproc://nobody', { context, linger: 0 });
  await rejects(client.request('Ada', { timeout: 10, retries: 1 }), { code: 'EAGAIN' });
});

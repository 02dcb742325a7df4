// @ts-check
import assert from 'node:assert/strict';
import { ZMQPublisher, ZMQPull, ZMQPush } from 'zeromq-ts';
import * as everything from 'zeromq-ts';
import * as pushpull from '@zeromq-ts/pushpull';
import { childProgram } from './child-program.mjs';
import { WIRE, check, inTime, texts } from './check.mjs';

const MANY = 10_000;
const PROMPT = 8_000;

check('all', 'a process that closes nothing delivers what it has sent, and exits', WIRE, async (bench) => {
  const pull = bench.open(new ZMQPull());
  const child = childProgram('sending.mjs', await pull.bind(bench.endpoint()), String(MANY));
  bench.defer(() => child.kill());
  for (let number = 0; number < MANY; number++) assert.deepEqual(await texts(pull), [String(number)]);
  assert.equal(await inTime(child.ended, PROMPT), 0);
});

check('all', 'a process that has nothing pending exits, though its sockets are open', WIRE, async (bench) => {
  const publisher = bench.open(new ZMQPublisher());
  const child = childProgram('idle.mjs', await publisher.bind(bench.endpoint()));
  bench.defer(() => child.kill());
  assert.equal(await child.line(), 'idle');
  assert.equal(await inTime(child.ended, PROMPT), 0);
});

check('all', 'a receive that waits keeps its process alive until it is served', WIRE, async (bench) => {
  // Only to know an endpoint that is free.
  const first = bench.open(new ZMQPull());
  const endpoint = await first.bind(bench.endpoint());
  await first.close();
  const child = childProgram('waiting.mjs', endpoint);
  bench.defer(() => child.kill());
  assert.equal(await child.line(), 'bound');
  await new Promise((resolve) => setTimeout(resolve, 300));
  const push = bench.open(new ZMQPush(endpoint));
  await push.send('at last');
  assert.equal(await child.line(), 'received at last');
  assert.equal(await inTime(child.ended, PROMPT), 0);
});

check('all', 'require() loads the packages', ['tcp'], async (bench) => {
  const child = childProgram('required.cjs');
  bench.defer(() => child.kill());
  assert.equal(await child.line(), 'answer to question');
  assert.equal(await child.line(), 'true');
  assert.equal(await inTime(child.ended, PROMPT), 0);
});

check('all', 'import loads the packages, one by one and all in one, as the same classes', ['inproc'], async () => {
  assert.equal(everything.ZMQPush, pushpull.ZMQPush);
});

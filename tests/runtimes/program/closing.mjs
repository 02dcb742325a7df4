// @ts-check
import assert from 'node:assert/strict';
import { ZMQContext, ZMQPull, ZMQPush } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, WIRE, check, inTime, refusal, texts } from './check.mjs';

const MANY = 5_000;
const NO_MARK = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };

check('all', 'close delivers what was sent', TRANSPORTS, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull(undefined, NO_MARK)), bench.open(new ZMQPush(undefined, NO_MARK))];
  push.connect(await pull.bind(bench.endpoint()));
  for (let number = 0; number < MANY; number++) void push.send(String(number));
  await inTime(push.close());
  assert.equal(push.closed, true);
  for (let number = 0; number < MANY; number++) assert.deepEqual(await texts(pull), [String(number)]);
});

check('all', 'close waits for its linger time, and no longer', WIRE, async (bench) => {
  const pull = bench.open(new ZMQPull());
  const endpoint = await pull.bind(bench.endpoint());
  await pull.close();
  for (const linger of [0, 200]) {
    const push = bench.open(new ZMQPush(endpoint, { reconnectInterval: 20 }));
    push.trySend('nobody is there for it');
    const begun = performance.now();
    await inTime(push.close({ linger }));
    const taken = performance.now() - begun;
    assert.ok(taken > linger - 20 && taken < linger + 2000, `${taken} ms`);
  }
});

check('all', 'a closed socket refuses to work, and closes again without complaint', TRANSPORTS, async (bench) => {
  const push = bench.open(new ZMQPush());
  await push.bind(bench.endpoint());
  await Promise.all([push.close(), push.close()]);
  assert.equal(await refusal(push.send('late')), 'ENOTSOCK');
  assert.throws(() => push.connect('inproc://late'), { code: 'ENOTSOCK' });
});

check('all', 'a context closes its sockets', TRANSPORTS, async (bench) => {
  const context = new ZMQContext();
  const pull = bench.open(new ZMQPull(undefined, { context }));
  const endpoint = await pull.bind(bench.endpoint());
  const receiving = refusal(pull.receive());
  await inTime(context.close());
  assert.equal(await receiving, 'ENOTSOCK');
  assert.equal(pull.closed, true);
  await bench.open(new ZMQPull()).bind(endpoint);
});

check('all', 'a hundred sockets opened and closed leave the endpoint free', TRANSPORTS, async (bench) => {
  let endpoint = bench.endpoint();
  for (let round = 0; round < 100; round++) {
    const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
    endpoint = await pull.bind(endpoint);
    push.connect(endpoint);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    await Promise.all([push.close(), pull.close()]);
  }
});

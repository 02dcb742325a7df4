// @ts-check
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { ZMQPull, ZMQPush, ZMQReply, ZMQRequest } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, check, inTime, refusal, texts } from './check.mjs';

check('all', 'a receive that is given up takes no message with it', TRANSPORTS, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  push.connect(await pull.bind(bench.endpoint()));
  assert.equal(await refusal(pull.receive({ timeout: 20 })), 'EAGAIN');
  const reason = new Error('enough');
  const giveUp = new AbortController();
  const aborted = pull.receive({ signal: giveUp.signal });
  giveUp.abort(reason);
  await assert.rejects(aborted, reason);
  for (let number = 0; number < 100; number++) {
    const given = pull.receive({ timeout: 0 }).catch(() => undefined);
    await push.send(String(number));
    const early = await given;
    assert.equal(early?.text() ?? (await texts(pull))[0], String(number));
  }
});

check('all', 'receives that wait are served first come, first served', TRANSPORTS, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  push.connect(await pull.bind(bench.endpoint()));
  const received = Promise.all(Array.from({ length: 50 }, () => pull.receive({ timeout: EVENT_TIMEOUT_MS })));
  for (let number = 0; number < 50; number++) void push.send(String(number));
  assert.deepEqual(
    (await received).map(Number),
    Array.from({ length: 50 }, (_, index) => index),
  );
});

check('all', 'a pending receive rejects with ENOTSOCK on close, and an iteration ends', TRANSPORTS, async (bench) => {
  const [first, second] = [bench.open(new ZMQPull()), bench.open(new ZMQPull())];
  await first.bind(bench.endpoint());
  await second.bind(bench.endpoint());
  const receiving = refusal(first.receive());
  const iterating = (async () => {
    for await (const message of second) assert.fail(message.toString());
  })();
  await pause(5);
  await first.close();
  await second.close();
  assert.equal(await receiving, 'ENOTSOCK');
  await inTime(iterating);
});

check('all', 'reading a busy socket lets timers run', TRANSPORTS, async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  push.connect(await pull.bind(bench.endpoint()));
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  bench.defer(() => clearInterval(timer));
  const until = performance.now() + 200;
  const sending = (async () => {
    while (performance.now() < until) await push.send('busy');
    await push.send('over');
  })();
  for await (const message of pull) if (message.text() === 'over') break;
  await sending;
  assert.ok(ticks >= 5, `${ticks} ticks`);
});

check('REQ/REP', 'calls out of order are refused or ignored, and nothing hangs', TRANSPORTS, async (bench) => {
  const [reply, request] = [bench.open(new ZMQReply()), bench.open(new ZMQRequest())];
  request.connect(await reply.bind(bench.endpoint()));
  assert.equal(await refusal(request.receive()), 'EFSM');
  assert.equal(await reply.send('nobody asked'), false);
  assert.equal(await request.send('question'), true);
  assert.equal(await request.send('again'), false);
  assert.deepEqual(await texts(reply), ['question']);
  assert.equal(await refusal(reply.receive()), 'EFSM');
  await reply.send('answer');
  assert.deepEqual(await texts(request), ['answer']);
});

check(
  'REQ/REP',
  'a request that nobody answers times out, and its late reply is never the next answer',
  TRANSPORTS,
  async (bench) => {
    const [reply, request] = [bench.open(new ZMQReply()), bench.open(new ZMQRequest())];
    request.connect(await reply.bind(bench.endpoint()));
    assert.equal(await refusal(request.request('first', { timeout: 50 })), 'EAGAIN');
    const second = request.request('second', { timeout: EVENT_TIMEOUT_MS });
    for (let count = 0; count < 2; count++) {
      const question = await reply.receive({ timeout: EVENT_TIMEOUT_MS });
      await reply.send(`answer to ${question.text()}`);
      if (question.text() === 'second') break;
    }
    assert.equal((await second).text(), 'answer to second');
  },
);

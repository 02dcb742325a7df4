// @ts-check
import assert from 'node:assert/strict';
import { ZMQPublisher, ZMQPull, ZMQPush, ZMQRouter, ZMQDealer, ZMQSubscriber } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, check, eventually, inTime, refusal } from './check.mjs';

// The buffers of the system take some megabytes before a queue fills.
const BODY = 'x'.repeat(100_000);
const MARKS = { sendHighWaterMark: 5, receiveHighWaterMark: 5 };
const MORE_THAN_FITS = 2_000;

/** Sends until the socket takes no more, and lets what is on its way go. @param {ZMQPush | ZMQDealer} socket */
async function fill(socket) {
  let sent = 0;
  for (;;) {
    if (socket.trySend([String(sent), BODY])) sent++;
    else if ((await refusal(socket.send([String(sent), BODY]))) === 'EAGAIN') return sent;
    else sent++;
    assert.ok(sent < MORE_THAN_FITS, `${sent} messages were taken`);
  }
}

check(
  'PUSH/PULL',
  'send waits at the high-water mark, goes on when there is room, and loses nothing',
  TRANSPORTS,
  async (bench) => {
    const pull = bench.open(new ZMQPull(undefined, MARKS));
    const push = bench.open(new ZMQPush(undefined, { ...MARKS, sendTimeout: 300 }));
    push.connect(await pull.bind(bench.endpoint()));
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    const sent = await fill(push);
    const numbers = Array.from({ length: sent + 200 }, (_, index) => index);
    const sending = (async () => {
      for (const number of numbers.slice(sent)) await push.send([String(number), BODY]);
    })();
    for (const number of numbers) {
      const message = await pull.receive({ timeout: EVENT_TIMEOUT_MS });
      assert.equal(message.text(0), String(number));
    }
    await inTime(sending);
  },
);

check(
  'DEALER/ROUTER',
  'a ROUTER drops for a peer that is full, counts it, and serves the others',
  TRANSPORTS,
  async (bench) => {
    const router = bench.open(new ZMQRouter(undefined, MARKS));
    const endpoint = await router.bind(bench.endpoint());
    const slow = bench.open(new ZMQDealer(endpoint, { ...MARKS, routingId: 'slow' }));
    const quick = bench.open(new ZMQDealer(endpoint, { ...MARKS, routingId: 'quick' }));
    await Promise.all([slow.send('here'), quick.send('here')]);
    for (let count = 0; count < 2; count++) await router.receive({ timeout: EVENT_TIMEOUT_MS });
    for (let number = 0; number < MORE_THAN_FITS; number++) {
      await router.send(['slow', BODY]);
      if (Object.values(router.stats().dropped).some((count) => count > 0)) break;
      if (number % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(Object.values(router.stats().dropped).some((count) => count > 0));
    await router.send(['quick', 'still served']);
    assert.equal((await quick.receive({ timeout: EVENT_TIMEOUT_MS })).text(), 'still served');
  },
);

check(
  'PUB/SUB',
  'a PUB drops for a subscriber that does not read, and not for the others',
  TRANSPORTS,
  async (bench) => {
    const publisher = bench.open(new ZMQPublisher(undefined, { sendHighWaterMark: 50 }));
    const endpoint = await publisher.bind(bench.endpoint());
    bench.open(new ZMQSubscriber(endpoint, ['big', 'slow'], { receiveHighWaterMark: 5 }));
    const quick = bench.open(new ZMQSubscriber(endpoint, ['big', 'quick'], { receiveHighWaterMark: 0 }));
    for (const name of ['slow', 'quick']) await publisher.subscribed(name, { timeout: EVENT_TIMEOUT_MS });
    let sent = 0;
    while (sent < MORE_THAN_FITS && Object.values(publisher.stats().dropped).every((count) => count === 0)) {
      for (let round = 0; round < 20; round++) await publisher.send(['big', String(sent++), BODY]);
      for (let number = sent - 20; number < sent; number++) {
        assert.equal((await quick.receive({ timeout: EVENT_TIMEOUT_MS })).text(1), String(number));
      }
    }
    await eventually(() => Object.values(publisher.stats().dropped).some((count) => count > 0));
  },
);

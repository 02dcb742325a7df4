import { setTimeout as sleep } from 'node:timers/promises';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { collectGarbage } from '../garbage.js';
import { number, payload, perform, tell, text } from '../participant.js';

/** A sender that has not come on for so long has met a queue that is full. */
const STANDSTILL = 500;

async function bound(): Promise<ZMQPull> {
  const pull = new ZMQPull();
  tell({ bound: await pull.bind(text('endpoint')) });
  return pull;
}

function connected(): ZMQPush {
  return new ZMQPush(text('endpoint'));
}

function heap(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

await perform({
  /** Sends so many messages, and stays. */
  async push() {
    const push = connected();
    const body = payload();
    for (let count = number('count'); count > 0; count--) await push.send(body);
    await sleep(number('limit'));
  },

  /** Receives so many messages; says when the early ones have come and when all have. */
  async pull() {
    const pull = await bound();
    const count = number('count');
    const early = number('early');
    for (let received = 1; received <= count; received++) {
      await pull.receive();
      if (received === early) tell({ early: true });
    }
    tell({ all: true });
    await collectGarbage();
    tell({ collected: true });
    await sleep(number('limit'));
  },

  /** Keeps one message in a thousand, and says what each holds. */
  async keep() {
    const pull = await bound();
    const kept: unknown[] = [];
    for (let count = number('count'); count > 0; count--) {
      const message = await pull.receive();
      if (count % 1000 === 0) kept.push(message);
    }
    await collectGarbage();
    const held = heap();
    const { length } = kept;
    kept.length = 0;
    await collectGarbage();
    tell({ result: { 'bytes held': (held - heap()) / length } });
  },

  /** Receives one message and no more. */
  async stop() {
    const pull = await bound();
    await pull.receive();
    await sleep(number('limit'));
  },

  /** Sends until nothing is taken any more; says how many messages were. */
  async flood() {
    const push = connected();
    const body = payload();
    await push.send(body);
    tell({ connected: true });
    await sleep(STANDSTILL);
    let sent = 1;
    const flood = async (): Promise<never> => {
      for (; ; sent++) await push.send(body);
    };
    void flood();
    for (let before = 0; before !== sent;) {
      before = sent;
      await sleep(STANDSTILL);
    }
    tell({ accepted: sent });
    await sleep(number('limit'));
  },
});

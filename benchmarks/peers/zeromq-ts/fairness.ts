import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { Delays } from '../delays.js';
import { clock, isStamp, Lateness, stamp, stampedAt } from '../fairness.js';
import { number, payload, perform, tell, text } from '../participant.js';

/** How often a quiet peer sends, in milliseconds. */
const INTERVAL = 5;

await perform({
  async receiver() {
    const pull = new ZMQPull();
    tell({ bound: await pull.bind(text('endpoint')) });
    while (!isStamp((await pull.receive()).frame(0)));
    const delays = new Delays();
    const lateness = new Lateness();
    for (;;) {
      const message = (await pull.receive()).frame(0);
      if (!isStamp(message)) continue;
      const now = clock();
      if (delays.add(now - stampedAt(message), performance.now())) break;
    }
    const timer = lateness.result();
    tell({ result: { ...delays.result(), 'timer, p99': timer.p99, 'timer, maximum': timer.maximum } });
    process.exit();
  },

  async flood() {
    const push = new ZMQPush(text('endpoint'));
    const body = payload();
    for (;;) await push.send(body);
  },

  async quiet() {
    for (let peers = number('quiet'); peers > 0; peers--) {
      const push = new ZMQPush(text('endpoint'));
      setInterval(() => void push.send(stamp()), INTERVAL);
    }
  },
});

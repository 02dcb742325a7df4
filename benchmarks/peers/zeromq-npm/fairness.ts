import { Pull, Push } from 'zeromq';
import { Delays } from '../delays.js';
import { clock, isStamp, Lateness, stamp, stampedAt } from '../fairness.js';
import { number, payload, perform, tell, text } from '../participant.js';

/** How often a quiet peer sends, in milliseconds. */
const INTERVAL = 5;

function connected(): Push {
  const push = new Push();
  push.connect(text('endpoint'));
  return push;
}

await perform({
  async receiver() {
    const pull = new Pull();
    await pull.bind(text('endpoint'));
    tell({ bound: pull.lastEndpoint });
    for (let there = false; !there;) there = (await pull.receive()).every(isStamp);
    const delays = new Delays();
    const lateness = new Lateness();
    for (;;) {
      const [message] = await pull.receive();
      if (message === undefined || !isStamp(message)) continue;
      const now = clock();
      if (delays.add(now - stampedAt(message), performance.now())) break;
    }
    const timer = lateness.result();
    tell({ result: { ...delays.result(), 'timer, p99': timer.p99, 'timer, maximum': timer.maximum } });
    process.exit();
  },

  async flood() {
    const push = connected();
    const body = payload();
    for (;;) await push.send(body);
  },

  async quiet() {
    for (let peers = number('quiet'); peers > 0; peers--) {
      const push = connected();
      setInterval(() => void push.send(stamp()), INTERVAL);
    }
  },
});

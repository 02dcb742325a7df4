import { Pull, Push, Reply, Request } from 'zeromq';
import { Delays } from '../delays.js';
import { Meter } from '../meter.js';
import { payload, perform, tell, text } from '../participant.js';

const server = () => ({
  curveServer: true,
  curvePublicKey: text('publicKey'),
  curveSecretKey: text('secretKey'),
});

const client = () => ({
  curveServerKey: text('serverKey'),
  curvePublicKey: text('publicKey'),
  curveSecretKey: text('secretKey'),
});

await perform({
  async pull() {
    const pull = new Pull(server());
    await pull.bind(text('endpoint'));
    tell({ bound: pull.lastEndpoint });
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async push() {
    const push = new Push(client());
    push.connect(text('endpoint'));
    const each = payload();
    for (;;) await push.send(each);
  },

  async reply() {
    const reply = new Reply(server());
    await reply.bind(text('endpoint'));
    tell({ bound: reply.lastEndpoint });
    for (;;) await reply.send(await reply.receive());
  },

  async request() {
    const request = new Request(client());
    request.connect(text('endpoint'));
    const body = payload();
    const delays = new Delays();
    for (;;) {
      const start = performance.now();
      await request.send(body);
      await request.receive();
      const now = performance.now();
      if (delays.add(now - start, now)) break;
    }
    tell({ result: delays.result() });
    process.exit();
  },
});

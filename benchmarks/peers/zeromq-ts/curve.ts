import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import '@zeromq-ts/security';
import { Delays } from '../delays.js';
import { Meter } from '../meter.js';
import { payload, perform, tell, text } from '../participant.js';

const server = () => ({ curveServer: true, curveSecretKey: text('secretKey') });

const client = () => ({
  curveServerKey: text('serverKey'),
  curvePublicKey: text('publicKey'),
  curveSecretKey: text('secretKey'),
});

await perform({
  async pull() {
    const pull = new ZMQPull(undefined, server());
    tell({ bound: await pull.bind(text('endpoint')) });
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
  },

  async push() {
    const push = new ZMQPush(text('endpoint'), client());
    const each = payload();
    for (;;) await push.send(each);
  },

  async reply() {
    const reply = new ZMQReply(undefined, server());
    tell({ bound: await reply.bind(text('endpoint')) });
    for (;;) await reply.send(await reply.receive());
  },

  async request() {
    const request = new ZMQRequest(text('endpoint'), client());
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
  },
});

import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { Delays } from '../delays.js';
import { Meter } from '../meter.js';
import { payload, perform, tell } from '../participant.js';

async function sendForEver(push: ZMQPush): Promise<never> {
  const body = payload();
  for (;;) await push.send(body);
}

async function replyForEver(reply: ZMQReply): Promise<never> {
  for (;;) await reply.send(await reply.receive());
}

await perform({
  async pushPull() {
    const pull = new ZMQPull('inproc://benchmark');
    void sendForEver(new ZMQPush('inproc://benchmark'));
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async reqRep() {
    void replyForEver(new ZMQReply('inproc://benchmark'));
    const request = new ZMQRequest('inproc://benchmark');
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

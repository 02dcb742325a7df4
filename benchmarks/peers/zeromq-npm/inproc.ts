import { Pull, Push, Reply, Request } from 'zeromq';
import { Delays } from '../delays.js';
import { Meter } from '../meter.js';
import { payload, perform, tell } from '../participant.js';

async function sendForEver(push: Push): Promise<never> {
  const body = payload();
  for (;;) await push.send(body);
}

async function replyForEver(reply: Reply): Promise<never> {
  for (;;) await reply.send(await reply.receive());
}

await perform({
  async pushPull() {
    const pull = new Pull();
    await pull.bind('inproc://benchmark');
    const push = new Push();
    push.connect('inproc://benchmark');
    void sendForEver(push);
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async reqRep() {
    const reply = new Reply();
    await reply.bind('inproc://benchmark');
    void replyForEver(reply);
    const request = new Request();
    request.connect('inproc://benchmark');
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

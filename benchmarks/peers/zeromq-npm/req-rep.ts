import { Reply, Request } from 'zeromq';
import { Delays } from '../delays.js';
import { payload, perform, tell, text } from '../participant.js';

await perform({
  async reply() {
    const reply = new Reply();
    await reply.bind(text('endpoint'));
    tell({ bound: reply.lastEndpoint });
    for (;;) await reply.send(await reply.receive());
  },

  async request() {
    const request = new Request();
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

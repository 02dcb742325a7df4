import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { Delays } from '../delays.js';
import { payload, perform, tell, text } from '../participant.js';

// Over tcp, the package is not loaded.
if (text('endpoint').startsWith('ws:')) await import('@zeromq-ts/websocket');

await perform({
  async reply() {
    const reply = new ZMQReply();
    tell({ bound: await reply.bind(text('endpoint')) });
    for (;;) await reply.send(await reply.receive());
  },

  async request() {
    const request = new ZMQRequest(text('endpoint'));
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

import { once } from 'node:events';
import { Delays } from '../delays.js';
import { payload, perform, tell, text } from '../participant.js';
import { bind, jszmq } from './jszmq.js';

await perform({
  async reply() {
    const reply = jszmq.socket('rep');
    reply.on('message', (frame: Buffer) => reply.send(frame));
    await bind(reply);
  },

  async request() {
    const request = jszmq.socket('req');
    request.connect(text('endpoint'));
    const body = payload();
    const delays = new Delays();
    for (;;) {
      const start = performance.now();
      const answered = once(request, 'message');
      request.send(body);
      await answered;
      const now = performance.now();
      if (delays.add(now - start, now)) break;
    }
    tell({ result: delays.result() });
    process.exit();
  },
});

import { setImmediate as turn } from 'node:timers/promises';
import { Meter } from '../meter.js';
import { payload, perform, tell, text } from '../participant.js';
import { bind, jszmq } from './jszmq.js';

/** What waits in the client before it waits, too: without a bound it would send nothing but fill its memory. */
const MAX_BUFFERED_BYTES = 1_048_576;
/** The most messages of a turn: those before the connection is made wait in a queue without a bound. */
const MAX_MESSAGES_PER_TURN = 256;

await perform({
  async pull() {
    const pull = jszmq.socket('pull');
    const meter = new Meter();
    const over = new Promise<void>((resolve) => {
      pull.on('message', () => {
        if (meter.count()) resolve();
      });
    });
    await bind(pull);
    await over;
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async push() {
    const push = jszmq.socket('push');
    push.connect(text('endpoint'));
    const each = payload();
    for (;;) {
      const [endpoint] = push.endpoints;
      for (let sent = 0; sent < MAX_MESSAGES_PER_TURN; sent++) {
        if ((endpoint?.socket.bufferedAmount ?? 0) >= MAX_BUFFERED_BYTES) break;
        push.send(each);
      }
      await turn();
    }
  },
});

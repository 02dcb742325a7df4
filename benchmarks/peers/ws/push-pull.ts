import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Meter } from '../meter.js';
import { payload, perform, tell, text } from '../participant.js';
import { listen } from './listen.js';

/** How much waits in the client before it waits, too. */
const MAX_BUFFERED_BYTES = 1_048_576;

/** Messages of WebSocket alone, without frames of ZeroMQ, patterns or queues. */
await perform({
  async pull() {
    const server = await listen();
    const [socket] = (await once(server, 'connection')) as [WebSocket];
    const meter = new Meter();
    await new Promise<void>((resolve) => {
      socket.on('message', () => {
        if (meter.count()) resolve();
      });
    });
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async push() {
    const socket = new WebSocket(text('endpoint'), { perMessageDeflate: false });
    await once(socket, 'open');
    const body = payload();
    for (;;) {
      if (socket.bufferedAmount < MAX_BUFFERED_BYTES) socket.send(body);
      else await new Promise((resolve) => socket.send(body, resolve));
    }
  },
});

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Delays } from '../delays.js';
import { payload, perform, tell, text } from '../participant.js';
import { listen } from './listen.js';

/** An echo. */
await perform({
  async reply() {
    const server = await listen();
    server.on('connection', (socket) => {
      socket.on('message', (data) => socket.send(data));
    });
  },

  async request() {
    const socket = new WebSocket(text('endpoint'), { perMessageDeflate: false });
    await once(socket, 'open');
    const body = payload();
    const delays = new Delays();
    await new Promise<void>((resolve) => {
      let start = performance.now();
      socket.on('message', () => {
        const now = performance.now();
        if (delays.add(now - start, now)) resolve();
        start = performance.now();
        socket.send(body);
      });
      socket.send(body);
    });
    tell({ result: delays.result() });
    process.exit();
  },
});

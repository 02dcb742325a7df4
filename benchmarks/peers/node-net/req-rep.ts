import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Delays } from '../delays.js';
import { number, payload, perform, tell } from '../participant.js';
import { listen, target } from './endpoint.js';

/** An echo of so many bytes: the floor of a round trip in JavaScript. */
await perform({
  async reply() {
    await listen(createServer({ noDelay: true }, (socket) => void socket.pipe(socket)));
  },

  async request() {
    const socket = connect(target());
    await once(socket, 'connect');
    const body = payload();
    const size = number('size');
    const delays = new Delays();
    await new Promise<void>((resolve) => {
      let start = performance.now();
      let bytes = 0;
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes < size) return;
        bytes = 0;
        const now = performance.now();
        if (delays.add(now - start, now)) resolve();
        start = performance.now();
        socket.write(body);
      });
      socket.write(body);
    });
    tell({ result: delays.result() });
    process.exit();
  },
});

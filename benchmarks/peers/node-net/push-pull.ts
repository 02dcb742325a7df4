import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { Meter } from '../meter.js';
import { number, payload, perform, tell } from '../participant.js';
import { listen, target } from './endpoint.js';

/** Bytes alone, neither framed nor queued: what any protocol in JavaScript can reach at most. */
await perform({
  async pull() {
    const size = number('size');
    const server = createServer();
    await listen(server);
    const [socket] = (await once(server, 'connection')) as [Socket];
    const meter = new Meter();
    let bytes = 0;
    await new Promise<void>((resolve) => {
      socket.on('data', (chunk) => {
        bytes += chunk.length;
        for (; bytes >= size; bytes -= size) if (meter.count()) resolve();
      });
    });
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async push() {
    const socket = connect(target());
    await once(socket, 'connect');
    const body = payload();
    for (;;) if (!socket.write(body)) await once(socket, 'drain');
  },
});

import { Pull, Push, Reply, Request } from 'zeromq';
import type { Library } from './library.js';

/** The npm package `zeromq`, as its own documentation shows it. */
export const zeromqNpm: Library = {
  async pull(count, bound) {
    const pull = new Pull();
    await pull.bind('tcp://127.0.0.1:*');
    bound(pull.lastEndpoint ?? '');
    await pull.receive();
    const start = performance.now();
    for (let index = 1; index < count; index++) await pull.receive();
    const seconds = (performance.now() - start) / 1000;
    pull.close();
    return seconds;
  },

  async push(endpoint, count, size) {
    const push = new Push();
    push.connect(endpoint);
    const body = Buffer.alloc(size, 'x');
    for (let index = 0; index < count; index++) await push.send(body);
    push.close();
  },

  async reply(count, bound) {
    const reply = new Reply();
    await reply.bind('tcp://127.0.0.1:*');
    bound(reply.lastEndpoint ?? '');
    for (let index = 0; index < count; index++) await reply.send(await reply.receive());
    reply.close();
  },

  async request(endpoint, count, size) {
    const request = new Request();
    request.connect(endpoint);
    const body = Buffer.alloc(size, 'x');
    const times = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      await request.send(body);
      await request.receive();
      times[index] = (performance.now() - start) * 1000;
    }
    request.close();
    return times;
  },
};

import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import type { Library } from './library.js';

/** This project, on the engine that `ZMQ_ENGINE` names. */
export const zeromqTs: Library = {
  async pull(count, bound) {
    await using pull = new ZMQPull();
    bound(await pull.bind('tcp://127.0.0.1:*'));
    await pull.receive();
    const start = performance.now();
    for (let index = 1; index < count; index++) await pull.receive();
    return (performance.now() - start) / 1000;
  },

  async push(endpoint, count, size) {
    await using push = new ZMQPush(endpoint);
    const body = Buffer.alloc(size, 'x');
    for (let index = 0; index < count; index++) await push.send(body);
  },

  async reply(count, bound) {
    await using reply = new ZMQReply();
    bound(await reply.bind('tcp://127.0.0.1:*'));
    for (let index = 0; index < count; index++) await reply.send(await reply.receive());
  },

  async request(endpoint, count, size) {
    await using request = new ZMQRequest(endpoint);
    const body = Buffer.alloc(size, 'x');
    const times = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      await request.send(body);
      await request.receive();
      times[index] = (performance.now() - start) * 1000;
    }
    return times;
  },
};

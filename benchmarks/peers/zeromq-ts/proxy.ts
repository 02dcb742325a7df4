import type { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQDealer as Dealer, ZMQRouter as Router } from '@zeromq-ts/dealerrouter';
import { queue, streamer } from '@zeromq-ts/proxy';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { perform, tell, text } from '../participant.js';

/** Keeps the process alive until it is stopped. */
const forever = (): Promise<never> => new Promise(() => setInterval(() => {}, 1000));

async function forward(from: ZMQRouter | ZMQDealer, to: ZMQRouter | ZMQDealer): Promise<void> {
  for await (const message of from) await to.send(message);
}

await perform({
  async streamer() {
    const { frontend } = await streamer(text('endpoint'), `>${text('backend')}`);
    tell({ bound: frontend.endpoint });
    await forever();
  },

  async streamerByHand() {
    const pull = new ZMQPull();
    const push = new ZMQPush(text('backend'));
    tell({ bound: await pull.bind(text('endpoint')) });
    for await (const message of pull) await push.send(message);
  },

  async queue() {
    const { frontend } = await queue(text('endpoint'), `>${text('backend')}`);
    tell({ bound: frontend.endpoint });
    await forever();
  },

  async queueByHand() {
    const frontend = new Router();
    const backend = new Dealer(text('backend'));
    tell({ bound: await frontend.bind(text('endpoint')) });
    await Promise.all([forward(frontend, backend), forward(backend, frontend)]);
  },
});

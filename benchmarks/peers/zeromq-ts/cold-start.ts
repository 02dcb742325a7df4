import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { perform, tell, text } from '../participant.js';

await perform({
  async start() {
    const pull = new ZMQPull();
    const push = new ZMQPush(await pull.bind(text('endpoint')));
    await push.send('first');
    tell({ received: (await pull.receive()).text() });
  },
});

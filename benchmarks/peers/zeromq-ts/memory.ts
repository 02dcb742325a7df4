import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { memoryParts } from '../memory-parts.js';
import { perform, tell, text } from '../participant.js';

await perform(
  memoryParts({
    async bound() {
      const pull = new ZMQPull();
      tell({ bound: await pull.bind(text('endpoint')) });
      return pull;
    },
    connected: () => new ZMQPush(text('endpoint')),
  }),
);

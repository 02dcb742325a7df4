import { Pull, Push } from 'zeromq';
import { memoryParts } from '../memory-parts.js';
import { perform, tell, text } from '../participant.js';

await perform(
  memoryParts({
    async bound() {
      const pull = new Pull();
      await pull.bind(text('endpoint'));
      tell({ bound: pull.lastEndpoint });
      return pull;
    },
    connected() {
      const push = new Push();
      push.connect(text('endpoint'));
      return push;
    },
  }),
);

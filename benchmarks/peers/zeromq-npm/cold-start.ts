import { Pull, Push } from 'zeromq';
import { perform, tell, text } from '../participant.js';

await perform({
  async start() {
    const pull = new Pull();
    await pull.bind(text('endpoint'));
    const push = new Push();
    push.connect(pull.lastEndpoint ?? '');
    await push.send('first');
    tell({ received: String((await pull.receive())[0]) });
  },
});

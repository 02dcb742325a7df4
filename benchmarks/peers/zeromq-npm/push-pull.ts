import { Pull, Push } from 'zeromq';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';

await perform({
  async pull() {
    const pull = new Pull();
    await pull.bind(text('endpoint'));
    tell({ bound: pull.lastEndpoint });
    const meter = new Meter();
    do await pull.receive();
    while (!meter.count());
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async push() {
    const push = new Push();
    push.connect(text('endpoint'));
    const frames = number('frames');
    const each = frames === 1 ? payload() : Array.from({ length: frames }, payload);
    for (;;) await push.send(each);
  },
});

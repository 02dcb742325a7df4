import { Dealer, Router } from 'zeromq';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';

await perform({
  async router() {
    const router = new Router();
    await router.bind(text('endpoint'));
    tell({ bound: router.lastEndpoint });
    for (;;) await router.send(await router.receive());
  },

  async dealer() {
    const dealer = new Dealer();
    dealer.connect(text('endpoint'));
    const body = payload();
    const meter = new Meter();
    for (let underWay = number('under-way'); underWay > 0; underWay--) await dealer.send(body);
    for (;;) {
      await dealer.receive();
      if (meter.count()) break;
      await dealer.send(body);
    }
    tell({ result: { rate: meter.rate } });
    process.exit();
  },
});

import { setTimeout as sleep } from 'node:timers/promises';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { collectGarbage } from '../garbage.js';
import { Meter } from '../meter.js';
import { number, payload, perform, tell, text } from '../participant.js';

const body = payload();

async function connectMore(dealers: ZMQDealer[], until: number): Promise<number> {
  const start = performance.now();
  const fresh = Array.from({ length: until - dealers.length }, () => new ZMQDealer(text('endpoint')));
  dealers.push(...fresh);
  await Promise.all(fresh.map((dealer) => dealer.send(body)));
  await Promise.all(fresh.map((dealer) => dealer.receive()));
  return performance.now() - start;
}

async function ask(dealer: ZMQDealer, meter: Meter): Promise<void> {
  do {
    await dealer.send(body);
    await dealer.receive();
  } while (!meter.count());
}

await perform({
  async router() {
    const router = new ZMQRouter();
    tell({ bound: await router.bind(text('endpoint')) });
    for (let greeted = 1; ; greeted++) {
      await router.send(await router.receive());
      if (greeted !== number('few') && greeted !== number('connections')) continue;
      await collectGarbage();
      tell({ [greeted === number('few') ? 'few' : 'all']: true });
    }
  },

  async dealers() {
    const dealers: ZMQDealer[] = [];
    let connect = await connectMore(dealers, number('few'));
    await collectGarbage();
    tell({ few: true });
    await sleep(number('pause'));
    connect += await connectMore(dealers, number('connections'));
    await collectGarbage();
    tell({ all: connect });
    await sleep(number('pause'));
    const meter = new Meter();
    await Promise.race(dealers.map((dealer) => ask(dealer, meter)));
    tell({ result: meter.rate });
    process.exit();
  },
});

import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { job, PoolWorker, WorkerPool } from '@zeromq-ts/workers';
import { Meter } from '../meter.js';
import { number, perform, tell, text } from '../participant.js';

const double = job<number, number>();
/** Jobs that a worker has at hand besides the one that it does. */
const PREFETCH = 15;

function* numbers(): Generator<number> {
  for (let next = 0; ; next++) yield next;
}

await perform({
  async pool() {
    const pool = new WorkerPool(double);
    tell({ bound: await pool.bind(text('endpoint')) });
    const meter = new Meter();
    const concurrency = 2 * (PREFETCH + 1) * number('workers');
    for await (const { error } of pool.map(numbers(), { concurrency })) {
      if (error !== undefined) throw error;
      if (meter.count()) break;
    }
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async worker() {
    const worker = new PoolWorker(double, (input) => 2 * input, text('endpoint'), { prefetch: PREFETCH });
    await worker.socket.ready;
  },

  /** Neither dead workers nor lost jobs are noticed. */
  async router() {
    const router = new ZMQRouter();
    tell({ bound: await router.bind(text('endpoint')) });
    const meter = new Meter();
    let next = 0;
    for await (const message of router) {
      if (message.body.text() !== 'ready') {
        message.body.json(0);
        if (meter.count()) break;
      }
      await router.send(message, JSON.stringify(next++));
    }
    tell({ result: { rate: meter.rate } });
    process.exit();
  },

  async dealer() {
    const dealer = new ZMQDealer(text('endpoint'));
    for (let credit = 0; credit <= PREFETCH; credit++) await dealer.send('ready');
    for await (const task of dealer) await dealer.send(JSON.stringify(2 * task.json<number>()));
  },
});

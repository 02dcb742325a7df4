import { Stage } from '../run/stage.js';
import type { Case, Figures, Metric, Scenario } from './scenario.js';

const JOBS: Metric = { name: 'rate', unit: 'jobs/s', better: 'more' };
const WORKERS = 2;

function one(name: string, pool: string, worker: string): Case {
  return {
    name,
    metrics: [JOBS],
    quick: true,
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const { binder, endpoint } = await stage.bind('workers', pool, {
        endpoint: stage.endpoint('tcp'),
        workers: WORKERS,
        stride: 16,
      });
      for (let index = 0; index < WORKERS; index++) stage.start('workers', worker, { endpoint });
      return await stage.report<Figures>(binder, 'result');
    },
  };
}

export const WORKERS_SCENARIO: Scenario = {
  name: 'workers',
  title: 'Jobs that take no time, from a pool to two worker processes and back: what the queue costs.',
  program: 'workers',
  cases: [
    one('a pool of 2 workers', 'pool', 'worker'),
    one('2 workers that ask for work, ROUTER and DEALER by hand', 'router', 'dealer'),
  ],
};

import { setTimeout as sleep } from 'node:timers/promises';
import { memoryOf, processorTimeOf } from '../run/process-figures.js';
import { Stage } from '../run/stage.js';
import type { Case, Scenario } from './scenario.js';

const SIZE = 64;
/** So many are there before memory is first looked at: what only the first connections cost is no cost of each. */
const FEW = 200;
const KIB = 1024;

function one(connections: number): Case {
  return {
    name: `${connections.toLocaleString('en')} DEALERs`,
    metrics: [
      { name: 'connect time', unit: 'ms', better: 'less' },
      { name: 'memory of a connection at the ROUTER', unit: 'KiB', better: 'less' },
      { name: 'memory of a DEALER', unit: 'KiB', better: 'less' },
      { name: 'processor when idle', unit: '%', better: 'less' },
      { name: 'rate', unit: 'round trips/s', better: 'more' },
    ],
    quick: connections === 1000,
    // The engine `libzmq` looks after each socket in turn: so many do not get connected within the time.
    ...(connections > 1000 ? { peers: ['zmtp', 'npm zeromq', 'libzmq in C'] } : {}),
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const pause = timing.quick ? 500 : 2000;
      const values = { size: SIZE, connections, few: FEW, pause, stride: 64 };
      const { binder, endpoint } = await stage.bind('scale', 'router', { ...values, endpoint: stage.endpoint('tcp') });
      const dealers = stage.start('scale', 'dealers', { ...values, endpoint });
      const held = (): number[] => [binder, dealers].map(({ pid }) => memoryOf(pid).now);
      const worked = (): number => processorTimeOf(binder.pid) + processorTimeOf(dealers.pid);

      await Promise.all([stage.report(binder, 'few'), stage.report(dealers, 'few')]);
      const before = held();
      const [, connect] = await Promise.all([stage.report(binder, 'all'), stage.report<number>(dealers, 'all')]);
      const after = held();
      const [atRouter = 0, ofDealer = 0] = after.map((bytes, index) => bytes - (before[index] ?? 0));
      const work = worked();
      const idle = pause * 0.8;
      await sleep(idle);
      const busy = (worked() - work) / idle;
      return {
        'connect time': connect,
        'memory of a connection at the ROUTER': atRouter / (connections - FEW) / KIB,
        'memory of a DEALER': ofDealer / (connections - FEW) / KIB,
        'processor when idle': busy * 100,
        rate: await stage.report<number>(dealers, 'result'),
      };
    },
  };
}

export const SCALE: Scenario = {
  name: 'scale',
  title: `One ROUTER and DEALERs in another process over tcp; each of them sends ${SIZE} B and waits for the answer.`,
  program: 'scale',
  cases: [1000, 5000].map(one),
};

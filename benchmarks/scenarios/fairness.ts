import { Stage } from '../run/stage.js';
import type { Case, Figures, Metric, Scenario } from './scenario.js';

const QUIET = 10;
const SIZE = 10;

const METRICS: readonly Metric[] = ['median', 'p99', 'maximum', 'timer, p99', 'timer, maximum'].map((name) => ({
  name,
  unit: 'µs',
  better: 'less',
}));

function one(flooded: boolean): Case {
  return {
    name: flooded ? `${QUIET} quiet peers and one that floods` : `${QUIET} quiet peers alone`,
    metrics: METRICS,
    quick: flooded,
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const values = { size: SIZE, quiet: QUIET };
      const { binder, endpoint } = await stage.bind('fairness', 'receiver', {
        ...values,
        endpoint: stage.endpoint('tcp'),
      });
      if (flooded) stage.start('fairness', 'flood', { ...values, endpoint });
      stage.start('fairness', 'quiet', { ...values, endpoint });
      return await stage.report<Figures>(binder, 'result');
    },
  };
}

export const FAIRNESS: Scenario = {
  name: 'fairness',
  title: `A PULL that one PUSH floods with messages of ${SIZE} B: how long those of quiet ones take, and how late its timers are.`,
  program: 'fairness',
  cases: [true, false].map(one),
};

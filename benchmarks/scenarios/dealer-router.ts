import { Stage } from '../run/stage.js';
import type { Figures, Scenario } from './scenario.js';

const SIZE = 64;

export const DEALER_ROUTER: Scenario = {
  name: 'dealer-router',
  title: `From a DEALER to a ROUTER in another process over tcp and back, ${SIZE} B, several requests under way.`,
  program: 'dealer-router',
  cases: [1, 16, 256].map((underWay) => ({
    name: `${underWay} under way`,
    metrics: [{ name: 'rate', unit: 'round trips/s', better: 'more' }],
    quick: underWay !== 16,
    async measure(peer, timing) {
      await using stage = new Stage(peer, timing);
      const values = { size: SIZE, 'under-way': underWay, stride: 8 };
      const { endpoint } = await stage.bind('dealer-router', 'router', { ...values, endpoint: stage.endpoint('tcp') });
      const dealer = stage.start('dealer-router', 'dealer', { ...values, endpoint });
      return await stage.report<Figures>(dealer, 'result');
    },
  })),
};

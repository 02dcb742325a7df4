import { Stage } from '../run/stage.js';
import { measureBundle, measureInstall } from '../run/sizes.js';
import type { Scenario } from './scenario.js';

/** A start takes tens of milliseconds: several in a round. */
const STARTS = 5;

export const COLD_START: Scenario = {
  name: 'cold-start',
  title:
    'From the start of a process to the first message from its PUSH to its PULL over tcp; and what has to be installed.',
  program: 'cold-start',
  cases: [
    {
      name: 'first message',
      metrics: [{ name: 'time', unit: 'ms', better: 'less' }],
      quick: true,
      async measure(peer, timing) {
        let sum = 0;
        for (let start = 0; start < STARTS; start++) {
          await using stage = new Stage(peer, timing);
          const began = performance.now();
          await stage.report(stage.start('cold-start', 'start', { endpoint: stage.endpoint('tcp') }), 'received');
          sum += performance.now() - began;
        }
        return { time: sum / STARTS };
      },
    },
    {
      name: 'package',
      metrics: [
        { name: 'unpacked install', unit: 'kB', better: 'less' },
        { name: 'bundle, minified and gzipped', unit: 'kB', better: 'less' },
      ],
      quick: true,
      once: true,
      peers: ['zmtp', 'npm zeromq'],
      async measure({ name }) {
        if (name === 'npm zeromq') return { 'unpacked install': await measureInstall(['zeromq']) };
        return {
          'unpacked install': await measureInstall(['@zeromq-ts/pushpull']),
          'bundle, minified and gzipped': await measureBundle('@zeromq-ts/pushpull'),
        };
      },
    },
  ],
};

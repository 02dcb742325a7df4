import { measureOneWay } from './one-way.js';
import type { Scenario } from './scenario.js';
import { MESSAGES } from './scenario.js';

const SIZE = 10;

export const MULTIPART: Scenario = {
  name: 'multipart',
  title: `From a PUSH to a PULL in another process over tcp, messages of several frames of ${SIZE} B.`,
  program: 'push-pull',
  cases: [2, 10].map((frames) => ({
    name: `${frames} frames`,
    metrics: [MESSAGES],
    quick: true,
    peers: ['zmtp', 'libzmq', 'npm zeromq', 'libzmq in C', 'pyzmq'],
    measure: (peer, timing) => measureOneWay({ transport: 'tcp', size: SIZE, frames, bulk: false }, peer, timing),
  })),
};

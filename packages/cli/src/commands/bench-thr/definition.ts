import { BENCH_FLAGS } from '../../bench/flags.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const BENCH_THR: CommandDefinition = {
  name: 'bench thr',
  summary: 'measure the throughput of messages in one direction',
  description: [
    'Starts a sender and a receiver as processes of their own, and counts at the receiver. With --role and --count, the other side may be local_thr or remote_thr of libzmq.',
    'Figures of different runs say little: variants that are to be compared belong into one run, which measures them in turns and shows ratios with their spread.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'with --role alone' }],
  endpoints: { least: 0, most: 1 },
  flags: BENCH_FLAGS,
  examples: [
    { text: 'Three sizes', line: 'zmq bench thr --size 10,1KiB,64KiB' },
    {
      text: 'Receive from another program',
      line: 'zmq bench thr --role receive tcp://127.0.0.1:5555 --size 10 --count 1000000',
    },
  ],
  exits: ['checked'],
};

import { BENCH_FLAGS } from '../../bench/flags.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const BENCH_FANIN: CommandDefinition = {
  name: 'bench fanin',
  summary: 'measure several senders with one receiver',
  description: [
    'Every message is counted at the receiver.',
    'Figures of different runs say little: variants that are to be compared belong into one run, which measures them in turns and shows ratios with their spread.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'with --role alone' }],
  endpoints: { least: 0, most: 1 },
  flags: BENCH_FLAGS,
  examples: [
    { text: 'Four senders', line: 'zmq bench fanin --clients 4' },
    { text: 'Over ipc and tcp', line: 'zmq bench fanin --transport tcp,ipc' },
  ],
  exits: ['checked'],
};

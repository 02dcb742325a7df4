import { BENCH_FLAGS } from '../../bench/flags.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const BENCH_FANOUT: CommandDefinition = {
  name: 'bench fanout',
  summary: 'measure one publisher with several subscribers',
  description: [
    'Drops of the publisher are a result: they are counted.',
    'Figures of different runs say little: variants that are to be compared belong into one run, which measures them in turns and shows ratios with their spread.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'with --role alone' }],
  endpoints: { least: 0, most: 1 },
  flags: BENCH_FLAGS,
  examples: [
    { text: 'Ten subscribers', line: 'zmq bench fanout --clients 10' },
    { text: 'Both engines', line: 'zmq bench fanout --engine both' },
  ],
  exits: ['checked'],
};

import { BENCH_FLAGS } from '../../bench/flags.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const BENCH_CONNECT: CommandDefinition = {
  name: 'bench connect',
  summary: 'measure how fast connections are made',
  description: [
    'Opens a socket, waits for the end of the handshake, closes it, and so on.',
    'Figures of different runs say little: variants that are to be compared belong into one run, which measures them in turns and shows ratios with their spread.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'with --role alone' }],
  endpoints: { least: 0, most: 1 },
  flags: BENCH_FLAGS,
  examples: [
    { text: 'What a handshake costs', line: 'zmq bench connect' },
    { text: 'What CURVE costs', line: 'zmq bench connect --mechanism null,curve' },
  ],
  exits: ['checked'],
};

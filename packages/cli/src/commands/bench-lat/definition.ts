import { BENCH_FLAGS } from '../../bench/flags.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const BENCH_LAT: CommandDefinition = {
  name: 'bench lat',
  summary: 'measure the latency of round trips',
  description: [
    'Without --rate, the next message is sent when the reply has come. With --rate, messages are sent by the clock, and a latency counts from when the message was due. With --role and --count, the other side may be local_lat or remote_lat of libzmq.',
    'Figures of different runs say little: variants that are to be compared belong into one run, which measures them in turns and shows ratios with their spread.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'with --role alone' }],
  endpoints: { least: 0, most: 1 },
  flags: BENCH_FLAGS,
  examples: [
    { text: 'A closed loop', line: 'zmq bench lat --size 8' },
    {
      text: 'A thousand in a second, as nats does',
      line: 'zmq bench lat --pattern dealer-router --rate 1000/s --duration 5s',
    },
  ],
  exits: ['checked'],
};

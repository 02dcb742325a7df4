import { COMMON_FLAGS } from '../flags/common.js';
import type { FlagDefinition } from '../grammar/definition.js';

const WHAT = 'What is measured';
const HOW = 'How long, how often';
const RESULTS = 'Results';
const ROLES = 'Two programs or machines';

/** The flags of all measurements. Lists have commas. */
export const BENCH_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'pattern',
    type: 'text',
    value: 'LIST',
    summary: 'push-pull, pub-sub, req-rep, dealer-router, pair',
    group: WHAT,
  },
  { name: 'size', type: 'text', value: 'LIST', summary: 'bytes of a frame: 10,1KiB,64KiB', group: WHAT },
  { name: 'frames', type: 'integer', least: 1, most: 1000, default: '1', summary: 'frames of a message', group: WHAT },
  { name: 'clients', type: 'integer', least: 1, most: 256, summary: 'peers of fan-out and fan-in', group: WHAT },
  { name: 'transport', type: 'text', value: 'LIST', default: 'tcp', summary: 'tcp, ipc, inproc, ws', group: WHAT },
  { name: 'mechanism', type: 'text', value: 'LIST', default: 'null', summary: 'null, plain, curve', group: WHAT },
  {
    name: 'engine',
    type: 'choice',
    values: ['zmtp', 'libzmq', 'both'],
    default: 'zmtp',
    summary: 'what carries the sockets; libzmq needs npm install zeromq',
    group: WHAT,
  },
  {
    name: 'rate',
    type: 'rate',
    summary: 'of lat: send this number in a second by the clock, and count from when a message was due',
    group: WHAT,
  },
  {
    name: 'count',
    short: 'n',
    type: 'integer',
    least: 1,
    summary: 'messages of each sender, instead of a duration',
    group: HOW,
  },
  { name: 'duration', type: 'duration', default: '2s', summary: 'how long each measurement takes', group: HOW },
  {
    name: 'warmup',
    type: 'duration',
    summary: 'how long it runs before; default: 500ms, and 0 with --role',
    group: HOW,
  },
  {
    name: 'repeat',
    type: 'integer',
    least: 1,
    most: 1000,
    default: '3',
    summary: 'measurements of each variant, in turns with the others',
    group: HOW,
  },
  {
    name: 'output',
    short: 'o',
    type: 'choice',
    values: ['text', 'json', 'csv'],
    default: 'text',
    summary: 'text: a table at the end; json and csv: a line for each measurement',
    group: RESULTS,
  },
  {
    name: 'histogram',
    type: 'path',
    summary: 'write the latencies of each measurement to this file, by percentile',
    group: RESULTS,
  },
  {
    name: 'compare',
    type: 'path',
    summary: 'show ratios to the results in this file, as --json has written them',
    group: RESULTS,
  },
  { name: 'fail-below', type: 'number', summary: 'with --compare: end with 8 when a ratio is lower', group: RESULTS },
  { name: 'no-progress', type: 'boolean', summary: 'no progress on a terminal', group: RESULTS },
  {
    name: 'role',
    type: 'choice',
    values: ['send', 'receive'],
    summary: 'be one side; the endpoint is bound with @, or by receive',
    group: ROLES,
  },
  {
    name: 'server-key',
    type: 'text',
    value: 'KEY',
    summary: 'with --role and --mechanism curve: the key that the side that binds has shown',
    group: ROLES,
  },
  {
    name: 'sender',
    type: 'integer',
    most: 65_535,
    default: '0',
    summary: 'with --role send: the number of this sender',
    onlyFlag: true,
    group: ROLES,
  },
  {
    name: 'while-stdin',
    type: 'boolean',
    summary: 'end when stdin is closed, as the processes of a measurement do',
    onlyFlag: true,
    group: ROLES,
  },
  ...COMMON_FLAGS,
];

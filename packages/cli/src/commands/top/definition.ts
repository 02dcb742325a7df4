import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { SORTS } from '../../top/sorts.js';

export const TOP: CommandDefinition = {
  name: 'top',
  summary: 'watch the sockets of processes: peers, rates, queues, drops',
  description: [
    'Shows the figures of processes that expose them: those of this user that were started with ZMQ_STATS=1 and import @zeromq-ts/stats, or with node --import @zeromq-ts/stats/register, or call exposeStats. With endpoints, those of the processes there.',
    'On a terminal the table is drawn again until q: o sorts, s shows peers, d shows names of hosts, p pauses, ? helps. Otherwise it is printed once, with the rates of about one second; -n says how often.',
    'Columns: IN/s and OUT/s are messages in a second, B/s is bytes, Q-IN and Q-OUT are messages that wait in queues, DROPPED has the reasons. ERRORS, where there is a REQ or a server of @zeromq-ts/rpc, are calls without a result, by what became of them. - is not known: engines report different figures.',
  ],
  arguments: [{ name: 'ENDPOINT…', summary: 'where processes expose figures; without, all of this user' }],
  endpoints: { least: 0, most: Infinity },
  flags: [
    {
      name: 'delay',
      short: 'd',
      type: 'duration',
      default: '1s',
      summary: 'time from one refresh to the next, from 100ms',
    },
    {
      name: 'count',
      short: 'n',
      type: 'integer',
      least: 1,
      summary: 'end after this number of refreshes; 1 unless on a terminal',
    },
    {
      name: 'wait-time',
      type: 'duration',
      default: '3s',
      summary: 'how long to wait for the first figures, unless on a terminal',
    },
    { name: 'sort', type: 'choice', values: SORTS, default: 'process', summary: 'sort the sockets by this' },
    { name: 'peers', type: 'boolean', summary: 'show the peers of each socket' },
    {
      name: 'proxy',
      type: 'text',
      value: 'ENDPOINT',
      repeatable: true,
      summary: 'ask the control socket of a proxy for STATISTICS, too, which are in frames',
      onlyFlag: true,
    },
    {
      name: 'rpc',
      type: 'text',
      value: 'ENDPOINT',
      repeatable: true,
      summary:
        'ask a server of @zeromq-ts/rpc for its counters, too: IN/s are calls, OUT/s answers, Q-IN calls that run',
      onlyFlag: true,
    },
    {
      name: 'out',
      short: 'o',
      type: 'path',
      value: 'FILE',
      summary:
        'write each refresh to this file as CSV, and show nothing: a line for each socket, and with --peers one for each peer',
      onlyFlag: true,
    },
    { name: 'force', type: 'boolean', summary: 'overwrite a file that is there', onlyFlag: true },
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'What are the sockets of this machine doing?', line: 'zmq top' },
    { text: 'The busiest first, every two seconds', line: 'zmq top --sort in -d 2s' },
    { text: 'A minute of figures for a spreadsheet', line: 'zmq top -n 60 -o figures.csv' },
    { text: 'A server of @zeromq-ts/rpc', line: 'zmq top --rpc tcp://127.0.0.1:5555' },
    {
      text: 'A process that exposes figures at an endpoint, and a proxy',
      line: 'zmq top tcp://127.0.0.1:9000 --proxy tcp://127.0.0.1:5559',
    },
  ],
  exits: ['unreachable'],
};

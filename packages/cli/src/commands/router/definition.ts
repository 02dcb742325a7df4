import { twoWayFlags } from '../../flags/two-way.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  {
    name: 'target',
    type: 'text',
    value: 'ID',
    summary: 'routing id that every message is sent to: text, or 0x and hexadecimal digits',
  },
];

export const ROUTER_COMMAND: CommandDefinition = {
  name: 'router',
  summary: 'send to and receive from peers by their routing ids',
  description: [
    'The first frame of what it prints is the routing id of the sender, as text, or 0x and hexadecimal digits; with --json it is routingId. What it sends begins with the routing id of a peer, written in the same way, or goes to that of --target. With --exec, what the program prints is the reply.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to bind, or with > or -c to connect', required: true },
    { name: 'FRAME…', summary: 'the frames of one message; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: twoWayFlags('ROUTER', OWN),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [
    { text: 'Print what comes, and from whom', line: 'zmq router tcp://127.0.0.1:5558 --json' },
    { text: 'To one peer', line: 'zmq router tcp://127.0.0.1:5558 --target worker-1 stop' },
    { text: 'Answer with a program', line: 'zmq router tcp://127.0.0.1:5558 --exec tr a-z A-Z' },
  ],
};

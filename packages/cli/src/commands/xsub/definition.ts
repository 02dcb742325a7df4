import { twoWayFlags } from '../../flags/two-way.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  { name: 'subscribe', short: 's', type: 'text', value: 'TOPIC', repeatable: true, summary: 'subscribe to a topic' },
];

export const XSUB_COMMAND: CommandDefinition = {
  name: 'xsub',
  summary: 'print what publishers publish, and send to them',
  description: ['Subscribes to the topics of -s, and to nothing without it.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of one message to the publishers; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: twoWayFlags('XSUB', OWN),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [{ text: 'Everything', line: 'zmq xsub tcp://127.0.0.1:5556 -s ""' }],
};

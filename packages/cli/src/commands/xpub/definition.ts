import { twoWayFlags } from '../../flags/two-way.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const XPUB_COMMAND: CommandDefinition = {
  name: 'xpub',
  summary: 'publish, and print subscriptions',
  description: ['A subscription is printed as a message that begins with \\x01, the end of one with \\x00.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to bind, or with > or -c to connect', required: true },
    { name: 'FRAME…', summary: 'the frames of one message; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: twoWayFlags('XPUB'),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [{ text: 'What do subscribers want?', line: 'zmq xpub tcp://127.0.0.1:5556 --no-input' }],
};

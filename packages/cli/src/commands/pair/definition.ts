import { twoWayFlags } from '../../flags/two-way.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PAIR_COMMAND: CommandDefinition = {
  name: 'pair',
  summary: 'send to and receive from one peer',
  description: ['Prints what arrives until --count, --timeout, --idle or Ctrl-C ends it; the end of stdin does not.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of one message; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: twoWayFlags('PAIR'),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [
    { text: 'One side of a chat', line: 'zmq pair @tcp://127.0.0.1:5560' },
    { text: 'The other', line: 'zmq pair tcp://127.0.0.1:5560' },
  ],
};

import { twoWayFlags } from '../../flags/two-way.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const DEALER_COMMAND: CommandDefinition = {
  name: 'dealer',
  summary: 'send to and receive from peers in turn',
  description: ['Prints what arrives until --count, --timeout, --idle or Ctrl-C ends it; the end of stdin does not.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of one message; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: twoWayFlags('DEALER'),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [
    { text: 'Ask a REP: an empty frame comes first', line: 'zmq dealer tcp://127.0.0.1:5555 "" hello -n 1' },
    { text: 'Lines in, lines out', line: 'zmq dealer tcp://127.0.0.1:5558' },
  ],
};

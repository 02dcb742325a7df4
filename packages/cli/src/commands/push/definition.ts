import { REPEAT_FLAGS, INPUT_FLAGS } from '../../flags/input.js';
import { STATS } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PUSH_COMMAND: CommandDefinition = {
  name: 'push',
  summary: 'send a message, or each line of stdin, to one of the peers',
  description: ['While no peer has room, it waits: stdin is read only as fast as messages are taken.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of the message' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('PUSH', [...REPEAT_FLAGS, ...INPUT_FLAGS, ...WAIT_FLAGS, TIMEOUT, STATS]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible'],
  examples: [
    { text: 'Send one message of two frames', line: 'zmq push tcp://127.0.0.1:5557 resize photo.jpg' },
    { text: 'Each line of stdin', line: 'seq 1000 | zmq push tcp://127.0.0.1:5557' },
    { text: 'A file as one frame', line: 'zmq push tcp://127.0.0.1:5557 --file photo.jpg' },
  ],
};

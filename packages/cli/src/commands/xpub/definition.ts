import { INPUT_FLAGS, INTERVAL } from '../../flags/input.js';
import { EXEC_FLAGS, OUTPUT_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
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
  flags: socketFlags('XPUB', [
    RECEIVE_COUNT,
    TIMEOUT,
    IDLE,
    FAIL_FAST,
    ...WAIT_FLAGS,
    INTERVAL,
    ...INPUT_FLAGS,
    ...OUTPUT_FLAGS,
    ...EXEC_FLAGS,
  ]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [{ text: 'What do subscribers want?', line: 'zmq xpub tcp://127.0.0.1:5556 --no-input' }],
};

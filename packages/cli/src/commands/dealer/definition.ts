import { INPUT_FLAGS, INTERVAL } from '../../flags/input.js';
import { EXEC_FLAGS, OUTPUT_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
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
  flags: socketFlags('DEALER', [
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
  examples: [
    { text: 'Ask a REP: an empty frame comes first', line: 'zmq dealer tcp://127.0.0.1:5555 "" hello -n 1' },
    { text: 'Lines in, lines out', line: 'zmq dealer tcp://127.0.0.1:5558' },
  ],
};

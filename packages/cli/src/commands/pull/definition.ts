import { EXEC_FLAGS, OUTPUT_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PULL_COMMAND: CommandDefinition = {
  name: 'pull',
  summary: 'print what is pushed here',
  description: ['What it takes is taken away from other PULL sockets.'],
  arguments: [{ name: 'ENDPOINT…', summary: 'where to bind, or with > or -c to connect', required: true }],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: 0 },
  flags: socketFlags('PULL', [RECEIVE_COUNT, TIMEOUT, IDLE, FAIL_FAST, ...OUTPUT_FLAGS, ...EXEC_FLAGS]),
  exits: ['timeout', 'refused', 'incompatible', 'handler'],
  examples: [
    { text: 'Everything', line: 'zmq pull tcp://127.0.0.1:5557' },
    { text: 'The raw bytes of all messages', line: 'zmq pull tcp://127.0.0.1:5557 -o raw --terminator "" > all.bin' },
    { text: 'Four programs at once', line: 'zmq pull tcp://127.0.0.1:5557 --parallel 4 --exec ./work' },
  ],
};

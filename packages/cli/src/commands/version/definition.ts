import { PLAIN_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const VERSION_COMMAND: CommandDefinition = {
  name: 'version',
  summary: 'print the version of this program and of its runtime',
  flags: PLAIN_FLAGS,
  examples: [
    { text: 'The version', line: 'zmq version' },
    { text: 'For a program', line: 'zmq version --json' },
  ],
};

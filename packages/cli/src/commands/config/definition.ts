import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const CONFIG: CommandDefinition = {
  name: 'config',
  summary: 'show the values of flags, and where each is from',
  description: [
    'A value is taken from the first of these that has it: the command line, the environment (ZMQ_ and the name of the flag: ZMQ_TIMEOUT), the context, the file of the user, the default.',
    'The file of the user is $XDG_CONFIG_HOME/zmq/config.json or ~/.config/zmq/config.json: an object with the names of flags, such as { "timeout": "2s", "color": "never" }. No file of the current folder is read, unless --config names it.',
    'Secrets have no place in any of them: there are flags for the paths of their files alone.',
  ],
  arguments: [
    {
      name: 'COMMAND',
      summary: 'the command whose flags are shown; without it, all that have a value that is no default',
      completes: 'commands',
    },
  ],
  words: { least: 0, most: 2 },
  flags: [
    {
      name: 'explain',
      type: 'boolean',
      summary: 'show the place of each value, and which files are read',
      onlyFlag: true,
    },
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'Where does this value come from?', line: 'zmq config probe --explain' },
    { text: 'What is set?', line: 'zmq config' },
  ],
};

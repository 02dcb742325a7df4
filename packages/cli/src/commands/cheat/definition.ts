import { PLAIN_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const CHEAT: CommandDefinition = {
  name: 'cheat',
  summary: 'show commands that belong together, to be typed as they are',
  description: ['The numbers are terminals: what has 1 goes on while the lines with 2 run.'],
  arguments: [{ name: 'COMMAND', summary: 'show the pages that use this command alone', completes: 'commands' }],
  words: { least: 0, most: 2 },
  flags: PLAIN_FLAGS,
  examples: [
    { text: 'All pages', line: 'zmq cheat' },
    { text: 'Those with sub', line: 'zmq cheat sub' },
  ],
};

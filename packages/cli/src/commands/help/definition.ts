import { PLAIN_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const HELP: CommandDefinition = {
  name: 'help',
  summary: 'explain a command, or the exit codes',
  arguments: [
    { name: 'COMMAND', summary: 'the command; `exit-codes` for the table of exit codes', completes: 'commands' },
  ],
  words: { least: 0, most: 2 },
  flags: [
    { name: 'man', type: 'boolean', summary: 'print the manual page of all commands, for `man -l -`', onlyFlag: true },
    { name: 'markdown', type: 'boolean', summary: 'print the reference of all commands as Markdown', onlyFlag: true },
    { name: 'no-pager', type: 'boolean', summary: 'do not show a long text through $PAGER on a terminal' },
    ...PLAIN_FLAGS,
  ],
  examples: [
    { text: 'All about one command', line: 'zmq help sub' },
    { text: 'What the exit codes mean', line: 'zmq help exit-codes' },
    { text: 'The manual page', line: 'zmq help --man | man -l -' },
  ],
};

import type { FlagDefinition } from '../grammar/definition.js';

/** Which files with values of flags are read. */
const FILE_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'context',
    type: 'text',
    value: 'NAME',
    summary: 'use endpoints and flags of zmq context save; none: not those of the selected one',
    group: 'Common flags',
  },
  {
    name: 'config',
    type: 'path',
    summary: 'read values of flags from this file instead of the one of the user (zmq help config)',
    group: 'Common flags',
  },
];

/** The flags of every command that files do not change. */
export const PLAIN_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'json',
    type: 'boolean',
    summary: 'write results, events and errors as one JSON object a line',
    group: 'Common flags',
  },
  {
    name: 'verbose',
    short: 'v',
    type: 'count',
    summary: 'say more on stderr: connections (-v), subscriptions and retries (-vv), commands as hex (-vvv)',
    group: 'Common flags',
  },
  { name: 'quiet', short: 'q', type: 'boolean', summary: 'say nothing on stderr but errors', group: 'Common flags' },
  {
    name: 'color',
    type: 'choice',
    values: ['auto', 'always', 'never'],
    default: 'auto',
    summary: 'when to write in colour; auto: on a terminal, unless NO_COLOR is set or TERM is dumb',
    group: 'Common flags',
  },
  { name: 'no-color', type: 'boolean', summary: 'as --color=never', group: 'Common flags' },
  { name: 'debug', type: 'boolean', summary: 'show the stack of an error', group: 'Common flags' },
  {
    name: 'help',
    short: 'h',
    type: 'boolean',
    summary: 'show the help of this command',
    onlyFlag: true,
    group: 'Common flags',
  },
];

/** The flags of every other command. */
export const COMMON_FLAGS: readonly FlagDefinition[] = [...FILE_FLAGS, ...PLAIN_FLAGS];

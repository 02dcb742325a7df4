import type { FlagDefinition } from '../grammar/definition.js';

/** The flags of every command. */
export const COMMON_FLAGS: readonly FlagDefinition[] = [
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
    summary: 'say more on stderr: connections (-v), subscriptions and retries (-vv)',
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

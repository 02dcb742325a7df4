import { PLAIN_FLAGS } from '../../flags/common.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const NAME = { name: 'NAME', summary: 'the name of the context', required: true } as const;
const KNOWN = { ...NAME, completes: 'contexts' } as const;
const ONE_NAME = { arguments: [KNOWN], words: { least: 1, most: 1 } };

const STRICT: FlagDefinition = {
  name: 'strict-permissions',
  type: 'boolean',
  summary: 'a file that others can write is an error',
};
const FLAGS = [STRICT, ...PLAIN_FLAGS];

export const CONTEXT_SAVE: CommandDefinition = {
  name: 'context save',
  summary: 'keep endpoints and flags under a name',
  description: [
    'A context has endpoints and values of flags, in a file of the user (mode 0600) that only its owner reads. It holds the paths of certificates and password files, never a secret.',
    'Commands take from it what the command line and the environment do not say: with --context NAME, or after zmq context select NAME from then on.',
  ],
  arguments: [NAME, { name: 'ENDPOINT…', summary: 'with @ to bind or > to connect, where the direction is fixed' }],
  endpoints: { least: 0, most: 16 },
  words: { least: 1, most: 17 },
  flags: [
    {
      name: 'set',
      short: 's',
      type: 'text',
      value: 'FLAG=VALUE',
      summary: 'keep the value of a flag, for example timeout=2s',
      repeatable: true,
      onlyFlag: true,
    },
    { name: 'force', short: 'f', type: 'boolean', summary: 'replace a context that is there', onlyFlag: true },
    ...FLAGS,
  ],
  examples: [
    { text: 'A service and how to reach it', line: 'zmq context save staging tcp://127.0.0.1:5555 --set timeout=2s' },
  ],
};

export const CONTEXT_LS: CommandDefinition = {
  name: 'context ls',
  summary: 'list the contexts; the selected one has a mark',
  flags: FLAGS,
  examples: [{ text: 'Which are there?', line: 'zmq context ls' }],
};

export const CONTEXT_SHOW: CommandDefinition = {
  name: 'context show',
  summary: 'print a context',
  arguments: [{ ...KNOWN, required: false, summary: 'the name of the context; without it, the selected one' }],
  words: { least: 0, most: 1 },
  flags: FLAGS,
  examples: [{ text: 'What is in it?', line: 'zmq context show staging' }],
};

export const CONTEXT_SELECT: CommandDefinition = {
  name: 'context select',
  summary: 'use a context where a command line names none',
  ...ONE_NAME,
  flags: FLAGS,
  examples: [{ text: 'From now on', line: 'zmq context select staging' }],
};

export const CONTEXT_UNSELECT: CommandDefinition = {
  name: 'context unselect',
  summary: 'use no context where a command line names none',
  flags: FLAGS,
  examples: [{ text: 'No context', line: 'zmq context unselect' }],
};

export const CONTEXT_PREVIOUS: CommandDefinition = {
  name: 'context previous',
  summary: 'select the context that was selected before',
  flags: FLAGS,
  examples: [{ text: 'Back to the one before', line: 'zmq context previous' }],
};

export const CONTEXT_RM: CommandDefinition = {
  name: 'context rm',
  summary: 'remove a context',
  ...ONE_NAME,
  flags: FLAGS,
  examples: [{ text: 'It is no longer needed', line: 'zmq context rm staging' }],
};

export const CONTEXT_EDIT: CommandDefinition = {
  name: 'context edit',
  summary: 'change a context in an editor ($VISUAL, $EDITOR)',
  description: ['The context is replaced only if what the editor has written is one.'],
  ...ONE_NAME,
  flags: FLAGS,
  examples: [{ text: 'In another editor', line: 'EDITOR=nano zmq context edit staging' }],
  exits: ['handler'],
};

export const CONTEXT_VALIDATE: CommandDefinition = {
  name: 'context validate',
  summary: 'read contexts and probe their endpoints',
  description: ['Endpoints to be bound are not probed: there is no peer before the command runs.'],
  arguments: [{ name: 'NAME…', summary: 'the contexts; without a name, all', completes: 'contexts' }],
  words: { least: 0, most: 64 },
  flags: [
    { name: 'timeout', short: 't', type: 'duration', default: '3s', summary: 'how long to wait for each peer' },
    ...FLAGS,
  ],
  examples: [{ text: 'Are they all there?', line: 'zmq context validate' }],
  exits: ['checked'],
};

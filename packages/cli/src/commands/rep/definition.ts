import { EXCHANGE_FLAGS } from '../../flags/exchange.js';
import { EXEC_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  {
    name: 'reply',
    type: 'text',
    value: 'FRAME',
    repeatable: true,
    onlyFlag: true,
    summary: 'a frame of each reply, as FRAME is',
  },
  { name: 'echo', type: 'boolean', summary: 'reply with the request' },
  {
    name: 'fail-every',
    type: 'integer',
    least: 1,
    value: 'N',
    summary: 'give each N-th request no reply, to see what clients do then',
  },
  { name: 'delay', short: 'd', type: 'duration', summary: 'wait before each reply' },
];

export const REP_COMMAND: CommandDefinition = {
  name: 'rep',
  summary: 'answer requests',
  description: [
    'The reply is: the frames that are given, as arguments or with --reply; with --echo, the request; with --exec, what a program prints; otherwise a line of stdin for each request. Requests are printed, except with --exec.',
    'With --fail-every it is a ROUTER that replies as a REP does: a REP takes no further request before it has replied.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to bind, or with > or -c to connect', required: true },
    { name: 'FRAME…', summary: 'the frames of each reply' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('REP', [...OWN, RECEIVE_COUNT, TIMEOUT, IDLE, FAIL_FAST, ...EXCHANGE_FLAGS, ...EXEC_FLAGS]),
  exits: ['timeout', 'handler', 'refused', 'incompatible'],
  examples: [
    { text: 'The same reply to all', line: 'zmq rep tcp://127.0.0.1:5555 hello' },
    { text: 'What was asked', line: 'zmq rep tcp://127.0.0.1:5555 --echo' },
    {
      text: 'Every third request gets no reply: do the clients ask again?',
      line: 'zmq rep tcp://127.0.0.1:5555 --echo --fail-every 3',
    },
    { text: 'What a program makes of it', line: 'zmq rep tcp://127.0.0.1:5555 --exec tr a-z A-Z' },
  ],
};

import { EXEC_FLAGS, OUTPUT_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  {
    name: 'subscribe',
    short: 's',
    type: 'text',
    value: 'TOPIC',
    repeatable: true,
    summary: 'subscribe to a topic, beside those that are given as arguments',
  },
  {
    name: 'report',
    type: 'boolean',
    onlyFlag: true,
    summary:
      'instead of messages, show how many come of each topic: on a terminal a table that is painted over, elsewhere one at the end',
    group: 'Output',
  },
  {
    name: 'graph',
    type: 'boolean',
    onlyFlag: true,
    summary:
      'instead of messages, show a graph of how many come in a second: on a terminal one that is painted over, elsewhere one at the end',
    group: 'Output',
  },
  {
    name: 'interval',
    short: 'i',
    type: 'duration',
    onlyFlag: true,
    summary:
      'time from one report to the next, and of one bar of a graph; default: 1s on a terminal, otherwise none before the end',
    group: 'Output',
  },
];

export const SUB_COMMAND: CommandDefinition = {
  name: 'sub',
  summary: 'print what publishers publish',
  description: [
    'Without a topic, it subscribes to everything. A topic matches all that begins with it.',
    'With --report, the ten topics with the highest rates are shown, with messages, rate, bytes and the time since the last message. 10 000 topics are counted each on its own, by their first 255 bytes; all others are summed as other.',
    'With --graph, each bar is one second, or one --interval, and the last minute of them is shown.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'TOPIC…', summary: 'what to subscribe to' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('SUB', [...OWN, RECEIVE_COUNT, TIMEOUT, IDLE, FAIL_FAST, ...OUTPUT_FLAGS, ...EXEC_FLAGS]),
  exits: ['timeout', 'refused', 'incompatible', 'handler'],
  examples: [
    { text: 'Everything', line: 'zmq sub tcp://127.0.0.1:5556' },
    { text: 'Two topics, as JSON', line: 'zmq sub tcp://127.0.0.1:5556 weather. news. --json' },
    { text: 'The first ten messages, at most a minute', line: 'zmq sub tcp://127.0.0.1:5556 -n 10 -t 1m' },
    { text: 'How many messages of each topic come', line: 'zmq sub tcp://127.0.0.1:5556 --report' },
    { text: 'How many messages come, as a graph', line: 'zmq sub tcp://127.0.0.1:5556 --graph' },
    { text: 'A program for each message', line: 'zmq sub tcp://127.0.0.1:5556 --exec jq .temperature' },
  ],
};

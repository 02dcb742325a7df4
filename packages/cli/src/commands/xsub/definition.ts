import { INPUT_FLAGS, INTERVAL } from '../../flags/input.js';
import { EXEC_FLAGS, OUTPUT_FLAGS, RECEIVE_COUNT } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { FAIL_FAST, IDLE, TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  { name: 'subscribe', short: 's', type: 'text', value: 'TOPIC', repeatable: true, summary: 'subscribe to a topic' },
];

export const XSUB_COMMAND: CommandDefinition = {
  name: 'xsub',
  summary: 'print what publishers publish, and send to them',
  description: ['Subscribes to the topics of -s, and to nothing without it.'],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of one message to the publishers; otherwise stdin is read' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('XSUB', [
    ...OWN,
    RECEIVE_COUNT,
    TIMEOUT,
    IDLE,
    FAIL_FAST,
    ...WAIT_FLAGS,
    INTERVAL,
    ...INPUT_FLAGS,
    ...OUTPUT_FLAGS,
    ...EXEC_FLAGS,
  ]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
  examples: [{ text: 'Everything', line: 'zmq xsub tcp://127.0.0.1:5556 -s ""' }],
};

import { REPEAT_FLAGS, INPUT_FLAGS } from '../../flags/input.js';
import { STATS } from '../../flags/output.js';
import { socketFlags } from '../../flags/socket-command.js';
import { TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const WAIT_TOPIC: FlagDefinition = {
  name: 'wait-topic',
  type: 'text',
  value: 'TOPIC',
  summary: 'send when there are subscribers for this topic; default: that of the arguments, and any for stdin',
  group: 'Waiting',
};

export const PUB_COMMAND: CommandDefinition = {
  name: 'pub',
  summary: 'publish a message, or each line of stdin',
  description: [
    'Waits until a subscriber for the topic is there, so that the first message is not lost. Without arguments, stdin is read.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to bind, or with > or -c to connect', required: true },
    { name: 'TOPIC', summary: 'first frame, by which subscribers choose' },
    { name: 'FRAME…', summary: 'the other frames' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('PUB', [...REPEAT_FLAGS, ...INPUT_FLAGS, ...WAIT_FLAGS, WAIT_TOPIC, TIMEOUT, STATS]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible'],
  examples: [
    { text: 'Publish one message', line: 'zmq pub tcp://127.0.0.1:5556 weather.oslo sunny' },
    { text: 'Publish each line of a file', line: 'zmq pub tcp://127.0.0.1:5556 < lines.txt' },
    {
      text: 'The same, when a subscriber for the weather is there',
      line: 'zmq pub tcp://127.0.0.1:5556 --wait-topic weather. < lines.txt',
    },
    { text: 'To a broker, which has bound', line: "zmq pub '>tcp://127.0.0.1:5559' weather.oslo sunny" },
    { text: 'A message with a number, each second', line: 'zmq pub tcp://127.0.0.1:5556 --template -i 1s tick {{n}}' },
  ],
};

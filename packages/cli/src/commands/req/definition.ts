import { EXCHANGE_FLAGS } from '../../flags/exchange.js';
import { REPEAT_FLAGS } from '../../flags/input.js';
import { socketFlags } from '../../flags/socket-command.js';
import type { CommandDefinition, FlagDefinition } from '../../grammar/definition.js';

const OWN: readonly FlagDefinition[] = [
  {
    name: 'timeout',
    short: 't',
    type: 'duration',
    default: '5s',
    summary: 'how long to wait for each reply; a number alone is milliseconds',
  },
  { name: 'retries', type: 'integer', summary: 'send a request again so often when there is no reply in time' },
  { name: 'parallel', type: 'integer', least: 1, default: '1', summary: 'how many requests at once' },
  { name: 'unordered', type: 'boolean', summary: 'print replies as they come, and not in the order of the requests' },
  { name: 'replies', type: 'integer', least: 1, default: '1', summary: 'how many replies to wait for to each request' },
  {
    name: 'service',
    type: 'text',
    value: 'NAME',
    onlyFlag: true,
    summary: 'ask a service of a broker that speaks the Majordomo protocol (RFC 7), by its name',
  },
];

export const REQ_COMMAND: CommandDefinition = {
  name: 'req',
  summary: 'send a request, or each line of stdin, and print the reply',
  description: [
    '--timeout is the time for each reply. It ends with 3 when a peer was there and has not replied, with 4 when none was.',
    'With --parallel or --replies it sends over a DEALER instead of a REQ, and puts an id before each request, as the option correlate does: a REP and a ROUTER send it back with each reply.',
    'With --service, the names of the protocol and of the service stand before the request, and the reply is printed without them. Names that begin with mmi. are services of the broker itself (RFC 8): when it answers with an error, the command ends with 7.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where to connect, or with @ or -b to bind', required: true },
    { name: 'FRAME…', summary: 'the frames of the request' },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: Infinity },
  flags: socketFlags('REQ', [...OWN, ...REPEAT_FLAGS, ...EXCHANGE_FLAGS]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'answered'],
  examples: [
    { text: 'Ask once', line: 'zmq req tcp://127.0.0.1:5555 hello' },
    { text: 'At most a second, three times', line: 'zmq req tcp://127.0.0.1:5555 hello -t 1s --retries 2' },
    { text: 'A request for each line', line: 'zmq req tcp://127.0.0.1:5555 < questions.txt' },
    {
      text: 'Does a Majordomo broker have the service echo?',
      line: 'zmq req tcp://127.0.0.1:5555 --service mmi.service echo',
    },
    { text: 'Eight at once', line: 'zmq req tcp://127.0.0.1:5555 --parallel 8 < questions.txt' },
  ],
};

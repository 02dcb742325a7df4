import { COMMON_FLAGS } from '../../flags/common.js';
import { EXEC_FLAGS, RECEIVE_COUNT, SELECTION_FLAGS, STATS } from '../../flags/output.js';
import { secureFlag } from '../../flags/secure.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import { optionFlagsOfAll } from '../../flags/socket-options.js';
import { FAIL_FAST, IDLE, TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PIPE: CommandDefinition = {
  name: 'pipe',
  summary: 'pass messages from one socket to another, filtered or changed by a program',
  description: [
    'Takes messages from a pull, sub, pair or dealer, and sends them to a push, pub, pair or dealer, in their order. It takes the next one when the last one is queued for a peer, and none before a peer is there to send to.',
    'With --match and --skip it leaves messages out. With --exec, what the program prints is sent instead, as one frame; when it prints nothing, nothing is sent. For both directions, or a ROUTER, use zmq proxy.',
    'Options of sockets are for both.',
  ],
  arguments: [
    {
      name: 'IN_TYPE',
      summary: 'the socket that receives: pull, sub, pair or dealer',
      required: true,
      completes: ['pull', 'sub', 'pair', 'dealer'],
    },
    { name: 'IN_ENDPOINT…', summary: 'where it binds or connects, as zmq IN_TYPE does', required: true },
    {
      name: 'OUT_TYPE',
      summary: 'the socket that sends: push, pub, pair or dealer',
      required: true,
      completes: ['push', 'pub', 'pair', 'dealer'],
    },
    { name: 'OUT_ENDPOINT…', summary: 'where it binds or connects, as zmq OUT_TYPE does', required: true },
  ],
  endpoints: { least: 0, most: 0 },
  words: { least: 4, most: Infinity },
  flags: [
    {
      name: 'subscribe',
      short: 's',
      type: 'text',
      value: 'TOPIC',
      repeatable: true,
      summary: 'of a sub: what to subscribe to; default: everything',
    },
    {
      name: 'tee',
      type: 'path',
      value: 'FILE',
      summary: 'write what is sent to a new file, too, as zmq pull --json does',
      onlyFlag: true,
    },
    ...SELECTION_FLAGS,
    STATS,
    RECEIVE_COUNT,
    TIMEOUT,
    IDLE,
    FAIL_FAST,
    ...WAIT_FLAGS,
    ...EXEC_FLAGS,
    secureFlag('in', 'out'),
    ...SECURITY_FLAGS,
    ...optionFlagsOfAll(),
    ...COMMON_FLAGS,
  ],
  examples: [
    {
      text: 'What is published becomes tasks',
      line: "zmq pipe sub tcp://127.0.0.1:5556 push '@tcp://127.0.0.1:5557' -s jobs.",
    },
    {
      text: 'Leave messages out, and keep a copy of the others',
      line: 'zmq pipe pull tcp://127.0.0.1:5557 push tcp://127.0.0.1:5558 --skip debug --tee passed.jsonl',
    },
    {
      text: 'Change each body, by four programs at once',
      line: 'zmq pipe pull tcp://127.0.0.1:5557 push tcp://127.0.0.1:5558 --parallel 4 --exec tr a-z A-Z',
    },
  ],
  exits: ['timeout', 'unreachable', 'refused', 'incompatible', 'handler'],
};

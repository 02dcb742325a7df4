import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PING: CommandDefinition = {
  name: 'ping',
  summary: 'measure the round trip to a peer, without the application noticing',
  description: [
    'Finds out the socket type of the peer as zmq probe does, connects as a type that takes nothing from it (PUSH to a PULL, SUB without a subscription to a PUB, …), and measures how long its ZMTP takes to answer PING.',
    'To a PUSH, DEALER, PAIR and others no such type exists: a connection would be given messages, or take the only place. There, and with PLAIN, CURVE and ws, only the time of the connection is reported.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'tcp://, ipc://, ws:// or wss://', required: true }],
  endpoints: { least: 1, most: 1 },
  flags: [
    { name: 'count', short: 'n', type: 'integer', least: 1, default: '5', summary: 'how many PINGs to send' },
    { name: 'interval', short: 'i', type: 'duration', default: '1s', summary: 'the time from one PING to the next' },
    {
      name: 'timeout',
      short: 't',
      type: 'duration',
      default: '3s',
      summary: 'how long to wait for the peer, and for each PONG',
    },
    {
      name: 'as',
      type: 'choice',
      values: ['PUSH', 'DEALER', 'REQ', 'SUB', 'PUB', 'CLIENT'],
      summary: 'be this socket type, instead of the one that fits the peer',
    },
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'Five round trips', line: 'zmq ping tcp://127.0.0.1:5555' },
    { text: 'A hundred, ten in a second', line: 'zmq ping -n 100 -i 100ms tcp://127.0.0.1:5555' },
  ],
  exits: ['timeout', 'unreachable', 'incompatible'],
};

import { socketFlags } from '../../flags/socket-command.js';
import { TIMEOUT, WAIT_FLAGS } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { READING_FLAGS } from '../../recordings/flags.js';
import { REPLAY_FLAGS } from '../../recordings/replay-flags.js';

export const REPLAY: CommandDefinition = {
  name: 'replay',
  summary: 'send the messages of a recording again, at their times',
  description: [
    'What a SUB has received is published, what a PULL has received is pushed, and so on. It waits for a peer first, and with PUB for a subscriber. It connects to the endpoint that is given, and never to those in the recording.',
    'On a terminal: space pauses, . sends one message, + and - change the speed, q ends.',
  ],
  arguments: [
    {
      name: 'FILE…',
      summary: 'recordings, of one that rotates all files in any order; - for stdin',
      required: true,
      completes: 'recordings',
    },
    {
      name: 'ENDPOINT…',
      summary: 'where to send: PUB binds, PUSH and DEALER connect, unless @ or > says otherwise',
      required: true,
    },
  ],
  endpoints: { least: 0, most: Infinity },
  words: { least: 1, most: Infinity },
  flags: socketFlags('PUB', [...REPLAY_FLAGS, ...WAIT_FLAGS, TIMEOUT, ...READING_FLAGS]),
  exits: ['timeout', 'unreachable', 'refused', 'incompatible'],
  examples: [
    { text: 'As it was', line: 'zmq replay trades.zmqrec.jsonl tcp://127.0.0.1:5556' },
    {
      text: 'Ten times as fast, without end',
      line: 'zmq replay trades.zmqrec.jsonl tcp://127.0.0.1:5556 --speed 10 --loop 0',
    },
    {
      text: 'As fast as the workers take it',
      line: 'zmq replay tasks.zmqrec.jsonl tcp://127.0.0.1:5557 --as push --speed max',
    },
  ],
};

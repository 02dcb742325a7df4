import { socketFlags } from '../../flags/socket-command.js';
import { secureFlag } from '../../flags/secure.js';
import { FAIL_FAST, TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { RECORD_FLAGS } from '../../recordings/record-flags.js';

export const RECORD: CommandDefinition = {
  name: 'record',
  summary: 'record messages with their times to a file',
  description: [
    'It subscribes to a publisher, which loses nothing by that. With --type pull, dealer, router or pair it takes messages away from the others; to record these, put zmq record --between in the middle.',
    'The file has one JSON object on each line, and is usable up to its last whole line when the recorder is killed or the disk is full. New files are for their owner alone, and replace none that is there.',
    'To record the bytes on the wire, use tcpdump and Wireshark.',
  ],
  arguments: [
    { name: 'ENDPOINT…', summary: 'where the messages are from; with --between, front and back', required: true },
  ],
  endpoints: { least: 1, most: Infinity },
  words: { least: 0, most: 0 },
  flags: socketFlags('SUB', [...RECORD_FLAGS, TIMEOUT, FAIL_FAST, secureFlag('front', 'back')]),
  exits: ['timeout', 'refused', 'incompatible'],
  examples: [
    { text: 'What a publisher sends', line: 'zmq record tcp://127.0.0.1:5556 -o trades.zmqrec.jsonl' },
    {
      text: 'Two topics, compressed, a file an hour, one day',
      line: 'zmq record tcp://127.0.0.1:5556 -s EUR -s USD -o trades.zmqrec.jsonl.gz --max-age 1h --max-files 24',
    },
    {
      text: 'Requests and replies, in the middle',
      line: 'zmq record --between tcp://127.0.0.1:5555 -c tcp://127.0.0.1:6666 -o calls.zmqrec.jsonl',
    },
  ],
};

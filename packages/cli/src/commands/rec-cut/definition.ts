import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { FILE_FLAGS, RANGE_FLAGS, READING_FLAGS } from '../../recordings/flags.js';

export const REC_CUT: CommandDefinition = {
  name: 'rec cut',
  summary: 'write a part of a recording',
  description: ['Takes the messages and events of a range of time, and of some topics, with their times as they were.'],
  arguments: [{ name: 'FILE…', summary: 'recordings; - for stdin', required: true, completes: 'recordings' }],
  words: { least: 1, most: Infinity },
  flags: [...RANGE_FLAGS, ...FILE_FLAGS, ...READING_FLAGS, ...COMMON_FLAGS],
  examples: [
    { text: 'The second minute', line: 'zmq rec cut trades.zmqrec.jsonl --from 1m --to 2m -o minute.zmqrec.jsonl' },
    { text: 'One topic, compressed', line: 'zmq rec cut trades.zmqrec.jsonl -s EUR -o eur.zmqrec.jsonl.gz' },
  ],
};

import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { FILE_FLAGS, READING_FLAGS } from '../../recordings/flags.js';

export const REC_MERGE: CommandDefinition = {
  name: 'rec merge',
  summary: 'merge recordings by the times of their messages',
  arguments: [{ name: 'FILE…', summary: 'recordings', required: true, completes: 'recordings' }],
  words: { least: 1, most: 1000 },
  flags: [...FILE_FLAGS, ...READING_FLAGS, ...COMMON_FLAGS],
  examples: [
    {
      text: 'Two machines, one recording',
      line: 'zmq rec merge east.zmqrec.jsonl west.zmqrec.jsonl -o all.zmqrec.jsonl',
    },
  ],
};

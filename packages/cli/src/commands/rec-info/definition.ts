import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { READING_FLAGS } from '../../recordings/flags.js';

export const REC_INFO: CommandDefinition = {
  name: 'rec info',
  summary: 'say what is in a recording',
  description: [
    'Prints how many messages a recording has, their size and rate, the most frequent first frames, the longest pauses, and whether the recording is cut off. It reads the file once, in constant memory.',
    'To look at the bytes on the wire instead, use tcpdump and Wireshark, which knows ZMTP (packet-zmtp.c).',
  ],
  arguments: [{ name: 'FILE…', summary: 'recordings; - for stdin', required: true, completes: 'recordings' }],
  words: { least: 1, most: Infinity },
  flags: [...READING_FLAGS, ...COMMON_FLAGS],
  examples: [
    { text: 'What is in a file', line: 'zmq rec info trades.zmqrec.jsonl' },
    { text: 'As JSON, of all files of a recording that rotates', line: 'zmq rec info --json trades.*.zmqrec.jsonl.gz' },
  ],
};

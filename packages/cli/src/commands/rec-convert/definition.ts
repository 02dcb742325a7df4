import { COMMON_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';
import { FILE_FLAGS, READING_FLAGS } from '../../recordings/flags.js';

export const REC_CONVERT: CommandDefinition = {
  name: 'rec convert',
  summary: 'convert a recording to another format',
  description: [
    'csv has a line for each message; length is what --input length reads; mcap is for robotics tools (mcap.dev), with a channel for each first frame; jsonl is the format of recordings.',
    'There is no pcap: it needs the bytes of the connection. Record these with tcpdump; Wireshark shows them (packet-zmtp.c).',
  ],
  arguments: [{ name: 'FILE…', summary: 'recordings; - for stdin', required: true, completes: 'recordings' }],
  words: { least: 1, most: Infinity },
  flags: [
    {
      name: 'to',
      type: 'choice',
      values: ['csv', 'length', 'mcap', 'jsonl'],
      summary: 'what to write; default: by the suffix of the output',
      group: 'Recordings',
    },
    ...FILE_FLAGS,
    ...READING_FLAGS,
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'A table', line: 'zmq rec convert trades.zmqrec.jsonl -o trades.csv' },
    { text: 'For a pipe', line: 'zmq rec convert trades.zmqrec.jsonl --to length' },
  ],
};

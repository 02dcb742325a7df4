import type { FlagDefinition } from '../grammar/definition.js';

const WHAT = 'What is recorded';
const FILE = 'The file';

/** The flags of `record`, beside those of its socket. */
export const RECORD_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'type',
    type: 'choice',
    values: ['sub', 'pull', 'xsub', 'dealer', 'router', 'pair'],
    default: 'sub',
    summary: 'the socket that receives; all but sub and xsub take the messages away from others',
    group: WHAT,
  },
  {
    name: 'subscribe',
    short: 's',
    type: 'text',
    value: 'TOPIC',
    repeatable: true,
    summary: 'of sub and xsub: what to subscribe to; default: everything',
    group: WHAT,
  },
  {
    name: 'between',
    type: 'boolean',
    summary: 'be a proxy between two endpoints, and record what passes in both directions: nothing is taken away',
    group: WHAT,
  },
  {
    name: 'kind',
    type: 'choice',
    values: ['queue', 'forwarder', 'streamer'],
    default: 'queue',
    summary: 'with --between: for requests, for publishers, for tasks',
    group: WHAT,
  },
  {
    name: 'time-from',
    type: 'text',
    value: 'FRAME:FORMAT',
    summary: 'when a message was published, as one of its frames says: 1:iso, 1:ms, 1:u64be-ns',
    group: WHAT,
  },
  { name: 'count', short: 'n', type: 'integer', summary: 'end after this number of messages', group: WHAT },
  {
    name: 'output',
    short: 'o',
    type: 'path',
    value: 'FILE',
    default: '-',
    summary: 'the file, such as trades.zmqrec.jsonl; .gz and .zst are compressed; - for stdout',
    group: FILE,
  },
  { name: 'force', type: 'boolean', summary: 'overwrite a file that is there', onlyFlag: true, group: FILE },
  { name: 'append', type: 'boolean', summary: 'continue a file that is there', onlyFlag: true, group: FILE },
  { name: 'max-size', type: 'size', least: 1, summary: 'begin another file at this size', group: FILE },
  { name: 'max-age', type: 'duration', most: Infinity, summary: 'begin another file after this time', group: FILE },
  {
    name: 'max-files',
    type: 'integer',
    least: 1,
    summary: 'keep this number of files; the oldest is deleted',
    group: FILE,
  },
  {
    name: 'flush',
    type: 'duration',
    default: '1s',
    summary: 'write what is compressed at least this often',
    group: FILE,
  },
  {
    name: 'on-full',
    type: 'choice',
    values: ['drop', 'block'],
    summary: 'when the disk is too slow: drop and count, or stop reading; default: drop, with --between block',
    group: FILE,
  },
  { name: 'max-queue', type: 'size', default: '16MiB', summary: 'what may be queued for the disk', group: FILE },
];

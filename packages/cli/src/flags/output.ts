import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Output';

/** A summary at the end. */
export const STATS: FlagDefinition = {
  name: 'stats',
  type: 'boolean',
  summary: 'report messages and bytes on stderr at the end',
  // ZMQ_STATS is for @zeromq-ts/stats.
  onlyFlag: true,
  group: GROUP,
};

/** Which messages are printed, or passed. */
export const SELECTION_FLAGS: readonly FlagDefinition[] = [
  { name: 'match', type: 'text', value: 'REGEX', summary: 'take the messages whose text matches alone', group: GROUP },
  { name: 'skip', type: 'text', value: 'REGEX', summary: 'leave out the messages whose text matches', group: GROUP },
];

/** How messages are printed. */
export const OUTPUT_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'output',
    short: 'o',
    type: 'choice',
    values: ['text', 'raw', 'json', 'hex', 'length', 'none'],
    default: 'text',
    summary:
      'text: a line with escapes; raw: the bytes; json: an object a line; hex: a dump; length: with lengths, for --input length; none',
    group: GROUP,
  },
  {
    name: 'format',
    type: 'text',
    onlyFlag: true,
    summary:
      'print each message in this form: %f frames, %0…%9 a frame, %b last frame, %t time, %d time since the last, %n number, %s bytes, %c frames, %i routing id, %p peer, %%',
    group: GROUP,
  },
  {
    name: 'delimiter',
    type: 'text',
    summary: String.raw`between the frames of a raw message, and on stdin of a program, such as \t; default: nothing`,
    group: GROUP,
  },
  {
    name: 'terminator',
    type: 'text',
    default: String.raw`\n`,
    summary: 'after a raw message; \\0 for NUL',
    group: GROUP,
  },
  { name: 'force', type: 'boolean', summary: 'write raw bytes to a terminal', onlyFlag: true, group: GROUP },
  { name: 'json-body', type: 'boolean', summary: 'in JSON, read the last frame as JSON', group: GROUP },
  { name: 'timestamp', type: 'boolean', summary: 'begin a line of text with the time', group: GROUP },
  {
    name: 'delta',
    type: 'boolean',
    summary: 'begin a line of text with the seconds since the message before',
    group: GROUP,
  },
  { name: 'head', type: 'size', summary: 'show at most the first bytes of each frame', group: GROUP },
  { name: 'only-size', type: 'boolean', summary: 'print the number of bytes instead of the message', group: GROUP },
  ...SELECTION_FLAGS,
  { name: 'dump', type: 'path', value: 'DIR', summary: 'write each message to a file of its own', group: GROUP },
  { name: 'max-files', type: 'integer', summary: 'end after this number of files of --dump', group: GROUP },
  STATS,
];

/** Of commands that receive until it is enough. */
export const RECEIVE_COUNT: FlagDefinition = {
  name: 'count',
  short: 'n',
  type: 'integer',
  summary: 'end after this number of messages',
  group: 'Waiting',
};

/** A program for each message. */
export const EXEC_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'exec',
    type: 'program',
    summary: 'run a program for each message, with its frames on stdin, without a shell; it takes the rest of the line',
    onlyFlag: true,
    group: 'Programs',
  },
  {
    name: 'parallel',
    type: 'integer',
    least: 1,
    default: '1',
    summary: 'how many programs at once',
    group: 'Programs',
  },
  {
    name: 'on-error',
    type: 'choice',
    values: ['stop', 'skip'],
    default: 'stop',
    summary: 'what to do when the program fails',
    group: 'Programs',
  },
];

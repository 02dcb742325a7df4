import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Input';

/** How the arguments and stdin become messages. */
export const INPUT_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'input',
    type: 'choice',
    values: ['lines', 'eof', 'nul', 'length', 'jsonl', 'quoted'],
    default: 'lines',
    summary:
      'how stdin is read: a message for each line, all of it as one, ended by NUL, with lengths, JSON lines as --json writes them, or text as it is printed',
    group: GROUP,
  },
  { name: 'hex', type: 'boolean', summary: 'frames are given in hexadecimal digits', group: GROUP },
  { name: 'base64', type: 'boolean', summary: 'frames are given in base64', group: GROUP },
  {
    name: 'file',
    type: 'path',
    repeatable: true,
    onlyFlag: true,
    summary: 'add a frame with the content of a file; - for stdin',
    group: GROUP,
  },
  {
    name: 'delimiter',
    type: 'text',
    summary: String.raw`what separates the frames in a line of input, such as \t; default: a line is one frame`,
    group: GROUP,
  },
  { name: 'crlf', type: 'boolean', summary: 'a CR before the LF is not a part of the line', group: GROUP },
  { name: 'skip-empty', type: 'boolean', summary: 'leave out empty lines', group: GROUP },
  {
    name: 'skip-bad',
    type: 'boolean',
    summary: 'leave out malformed lines of jsonl and quoted, and count them',
    group: GROUP,
  },
  {
    name: 'max-input-size',
    type: 'size',
    default: '16MiB',
    summary: 'largest message to read from stdin',
    group: GROUP,
  },
  { name: 'no-input', type: 'boolean', summary: 'do not read stdin', group: GROUP },
  {
    name: 'allow-replacement',
    type: 'boolean',
    summary: 'U+FFFD in an argument is meant, and not what was no UTF-8',
    group: GROUP,
  },
];

/** The pace of what is sent. */
export const INTERVAL: FlagDefinition = {
  name: 'interval',
  short: 'i',
  type: 'duration',
  summary: 'time from one message to the next',
  group: GROUP,
};

/** Of commands that may send the same again. */
export const REPEAT_FLAGS: readonly FlagDefinition[] = [
  { name: 'count', short: 'n', type: 'integer', summary: 'send the arguments so often', group: GROUP },
  INTERVAL,
  {
    name: 'template',
    type: 'boolean',
    summary: 'replace {{n}}, {{time}}, {{unixMs}}, {{uuid}}, {{random 1 100}} and {{env NAME}} in the arguments',
    group: GROUP,
  },
];

import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Recordings';

/** How recordings are read. */
export const READING_FLAGS: readonly FlagDefinition[] = [
  { name: 'strict', type: 'boolean', summary: 'a recording that is cut off is an error', group: GROUP },
  {
    name: 'max-expand',
    type: 'size',
    summary: 'largest size that a compressed recording may expand to; default: 1 TiB, and 250 times its size',
    group: GROUP,
  },
  { name: 'max-line', type: 'size', summary: 'longest line of a recording', default: '128MiB', group: GROUP },
];

/** Which part of a recording. */
export const RANGE_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'from',
    type: 'text',
    value: 'TIME',
    summary: 'begin there: a time since the start (90s), or 2026-11-26T07:10:14Z',
    group: GROUP,
  },
  { name: 'to', type: 'text', value: 'TIME', summary: 'end there, this time excluded', group: GROUP },
  {
    name: 'subscribe',
    short: 's',
    type: 'text',
    value: 'TOPIC',
    repeatable: true,
    summary: 'take messages whose first frame begins with this',
    group: GROUP,
  },
];

/** Where a file is written. */
export const FILE_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'output',
    short: 'o',
    type: 'path',
    value: 'FILE',
    default: '-',
    summary: 'write to this file; .gz and .zst are compressed; - for stdout',
    group: GROUP,
  },
  { name: 'force', type: 'boolean', summary: 'overwrite a file that is there', onlyFlag: true, group: GROUP },
];

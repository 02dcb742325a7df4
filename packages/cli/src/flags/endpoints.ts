import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Endpoints';

/** Where a socket binds and connects. */
export const ENDPOINT_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'bind',
    short: 'b',
    type: 'endpoint',
    repeatable: true,
    summary: 'bind to an endpoint; @ before an endpoint does the same',
    group: GROUP,
  },
  {
    name: 'connect',
    short: 'c',
    type: 'endpoint',
    repeatable: true,
    summary: "connect to an endpoint; > before an endpoint does the same, in quotes: '>tcp://127.0.0.1:5555'",
    group: GROUP,
  },
  {
    name: 'print-endpoint',
    type: 'boolean',
    summary: 'print the endpoint that is bound, and nothing else, on stdout first',
    onlyFlag: true,
    group: GROUP,
  },
  {
    name: 'endpoint-file',
    type: 'path',
    summary: 'write the endpoint that is bound to a file',
    onlyFlag: true,
    group: GROUP,
  },
];

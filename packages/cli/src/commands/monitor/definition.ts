import { COMMON_FLAGS } from '../../flags/common.js';
import { ENDPOINT_FLAGS } from '../../flags/endpoints.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import { optionFlagsOfAll } from '../../flags/socket-options.js';
import { TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const MONITOR: CommandDefinition = {
  name: 'monitor',
  summary: 'open a socket and print its events, but no messages',
  description: [
    'Prints what happens to the connections of a socket: connected, accepted, handshake-succeeded, handshake-failed with the reason, disconnected, connect-retried, and others. It ends with -n, -t or Ctrl-C.',
    'It takes part like any other socket: a pull, dealer or pair is given messages by its peers, which are lost. A sub subscribes to nothing, and a push, pub, req, rep and router are given nothing that others would miss.',
  ],
  arguments: [
    { name: 'TYPE', summary: 'the type of the socket: sub, rep, push, …', required: true, completes: 'socket types' },
    { name: 'ENDPOINT…', summary: 'where to bind or connect, as zmq TYPE does', required: true },
  ],
  endpoints: { least: 0, most: Infinity },
  words: { least: 1, most: Infinity },
  flags: [
    {
      name: 'events',
      short: 'e',
      type: 'text',
      value: 'NAME',
      repeatable: true,
      summary: 'print these events alone, for example handshake-failed',
    },
    { name: 'count', short: 'n', type: 'integer', least: 1, summary: 'end after this number of events' },
    TIMEOUT,
    {
      name: 'czmq',
      type: 'boolean',
      summary: 'print the events that libzmq has, as zmonitor of CZMQ does: name, value and endpoint',
    },
    ...ENDPOINT_FLAGS,
    ...SECURITY_FLAGS,
    ...optionFlagsOfAll(),
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'Who connects to this port?', line: 'zmq monitor rep tcp://127.0.0.1:5555' },
    {
      text: 'Why is the connection refused?',
      line: 'zmq monitor sub tcp://127.0.0.1:5556 -e handshake-failed -n 1 --json',
    },
  ],
  exits: ['timeout'],
};

import { AS_FLAG } from '../../flags/handshake.js';
import { COMMON_FLAGS } from '../../flags/common.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const DOCTOR: CommandDefinition = {
  name: 'doctor',
  summary: 'check this machine, this project and a peer, and say what to do',
  description: [
    'Checks the runtime, the packages of the project and whether it has more than one copy of core, the engines, limits, the network, and sends a message over each transport of this machine. Nothing of the project is run: only the versions of its packages are read.',
    'With an endpoint: the name of the host, a connection to each of its addresses, what speaks there, and a complete handshake as a socket that takes nothing from the peer.',
    'No secret is shown. --redact also leaves out the names of this host and user, and addresses, for a report that others read.',
  ],
  arguments: [{ name: 'ENDPOINT', summary: 'a peer to check, too' }],
  endpoints: { least: 0, most: 1 },
  flags: [
    { name: 'timeout', short: 't', type: 'duration', default: '3s', summary: 'how long to wait for each thing' },
    {
      name: 'project',
      type: 'path',
      value: 'FOLDER',
      default: '.',
      summary: 'the project whose packages are looked at',
    },
    { name: 'redact', type: 'boolean', summary: 'leave out names of host and user, and addresses' },
    AS_FLAG,
    ...SECURITY_FLAGS,
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'This machine and this project', line: 'zmq doctor' },
    { text: 'Why does nothing arrive from there?', line: 'zmq doctor tcp://127.0.0.1:5556' },
    {
      text: 'Does the server accept this certificate?',
      line: 'zmq doctor tcp://127.0.0.1:5555 --cert alice.key --server-key server.key',
    },
  ],
  exits: ['checked'],
};

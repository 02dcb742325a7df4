import { COMMON_FLAGS } from '../../flags/common.js';
import { AS_FLAG } from '../../flags/handshake.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import type { CommandDefinition } from '../../grammar/definition.js';

export const PROBE: CommandDefinition = {
  name: 'probe',
  summary: 'say what speaks at an endpoint, and take no message from it',
  description: [
    'Connects, reads the greeting of the peer and, with NULL, its READY, and ends the connection before the handshake is complete: the peer gives no message to such a connection. With PLAIN and CURVE it ends after the greeting.',
    'The peer notices: libzmq reports the events ACCEPTED, HANDSHAKE_FAILED_NO_DETAIL and DISCONNECTED, an authenticator is asked about the address.',
    'The role of a peer with PLAIN or CURVE is not reported: libzmq marks its servers as clients, too.',
    'Over ws, ZWS 2.0 is asked for with a mechanism. Servers made with jszmq may know it without one alone: --bare asks for that, and a PUSH, DEALER or PAIR may then give a message to the connection.',
  ],
  arguments: [{ name: 'ENDPOINT…', summary: 'tcp://, ipc://, ws:// or wss://, at most 16', required: true }],
  endpoints: { least: 1, most: 16 },
  flags: [
    { name: 'timeout', short: 't', type: 'duration', default: '3s', summary: 'how long to wait for each peer' },
    {
      name: 'handshake',
      type: 'boolean',
      summary:
        'after it, make a complete handshake with the security flags, as a type that takes nothing from the peer',
    },
    AS_FLAG,
    { name: 'bare', type: 'boolean', summary: 'over ws, ask for ZWS 2.0 without a mechanism' },
    ...SECURITY_FLAGS,
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'What is at this port?', line: 'zmq probe tcp://127.0.0.1:5555' },
    {
      text: 'Does the server accept this certificate?',
      line: 'zmq probe tcp://127.0.0.1:5555 --handshake --cert alice.key --server-key server.key',
    },
    { text: 'Two of them, for a program', line: 'zmq probe --json tcp://127.0.0.1:5555 ipc:///tmp/feed' },
  ],
  exits: ['timeout', 'unreachable', 'refused', 'incompatible'],
};

import { COMMON_FLAGS } from '../../flags/common.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import { TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

const GROUP = 'The page';
const MESSAGES = 'Messages';

export const DASHBOARD: CommandDefinition = {
  name: 'dashboard',
  summary: 'show what processes do in a web page: rates, peers, queues, drops, events',
  description: [
    'Shows the processes of this user that expose the figures of their sockets: by exposeStats() of @zeromq-ts/stats, or by ZMQ_STATS=1 in their environment. Other processes are shown when their endpoints are given. It takes no message from anybody, and changes nothing.',
    'With --tail, it subscribes to publishers. The page shows how large their messages are; with --show-messages, the first KiB of each, at most 50 a second; with --allow-actions and --record-folder, it has a button that records them to new files in this folder, each of 1 GiB at most (--record-max-size). To see messages of other sockets, put zmq proxy --capture between them.',
    'It listens on a free port of 127.0.0.1, and prints the address with a token for this run. Browsers keep what follows the # to themselves. /metrics has the same figures for Prometheus, with the token as a bearer token.',
    'Without --tls-cert, who can read the traffic of another address than this machine can read the token.',
  ],
  arguments: [{ name: 'ENDPOINT…', summary: 'where processes expose their figures, in place of those that are found' }],
  endpoints: { least: 0, most: Infinity },
  flags: [
    {
      name: 'port',
      type: 'integer',
      most: 65_535,
      default: '0',
      summary: 'listen on this port; 0 takes a free one',
      group: GROUP,
    },
    {
      name: 'listen',
      type: 'text',
      value: 'ADDRESS',
      default: '127.0.0.1',
      summary: 'listen on this address; any but one of this machine needs --token-file',
      group: GROUP,
    },
    {
      name: 'allow-host',
      type: 'text',
      value: 'NAME',
      repeatable: true,
      summary: 'answer requests for this name, too; others than localhost are refused',
      group: GROUP,
    },
    {
      name: 'token-file',
      type: 'path',
      summary: 'take the token from this file, at least 16 characters, and do not print it',
      group: GROUP,
    },
    { name: 'tls-cert', type: 'path', summary: 'serve HTTPS with this certificate (PEM)', group: GROUP },
    { name: 'tls-key', type: 'path', summary: 'the private key of --tls-cert (PEM)', group: GROUP },
    {
      name: 'tail',
      type: 'text',
      value: 'ENDPOINT',
      repeatable: true,
      summary: 'subscribe there, for the view Messages; the flags of Security are for these sockets',
      group: MESSAGES,
    },
    {
      name: 'subscribe',
      short: 's',
      type: 'text',
      value: 'TOPIC',
      repeatable: true,
      summary: 'what to subscribe to; default: everything',
      group: MESSAGES,
    },
    {
      name: 'show-messages',
      type: 'boolean',
      summary: 'send the first KiB of each message to the page, of 50 messages a second',
      group: MESSAGES,
    },
    {
      name: 'allow-actions',
      type: 'boolean',
      summary: 'let who has the token record from the page',
      onlyFlag: true,
      group: MESSAGES,
    },
    {
      name: 'record-folder',
      type: 'path',
      value: 'FOLDER',
      summary: 'where recordings are written, each to a new file',
      onlyFlag: true,
      group: MESSAGES,
    },
    {
      name: 'record-max-size',
      type: 'size',
      least: 1,
      default: '1GiB',
      summary: 'end a recording at this size: of its frames, and 64 bytes more for each message, 4 for each frame',
      onlyFlag: true,
      group: MESSAGES,
    },
    ...SECURITY_FLAGS,
    TIMEOUT,
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'All processes of this user that expose their figures', line: 'zmq dashboard' },
    {
      text: 'One that exposes them over TCP, on a port of its own',
      line: 'zmq dashboard tcp://127.0.0.1:5599 --port 8080',
    },
    {
      text: 'With the messages of a publisher, which can be recorded from the page',
      line: 'zmq dashboard --tail tcp://127.0.0.1:5556 --show-messages --allow-actions --record-folder recordings',
    },
    {
      text: 'For the network, with TLS',
      line: 'zmq dashboard --listen 0.0.0.0 --port 8443 --allow-host figures.example --token-file token --tls-cert cert.pem --tls-key key.pem',
    },
  ],
  exits: ['timeout'],
};

import { ENDPOINT_FLAGS } from '../../flags/endpoints.js';
import { COMMON_FLAGS } from '../../flags/common.js';
import { secureFlag } from '../../flags/secure.js';
import { SECURITY_FLAGS } from '../../flags/security.js';
import { optionFlagsOfAll } from '../../flags/socket-options.js';
import { TIMEOUT } from '../../flags/waiting.js';
import type { CommandDefinition } from '../../grammar/definition.js';

const GROUP = 'The proxy';

export const PROXY: CommandDefinition = {
  name: 'proxy',
  summary: 'pass messages between two endpoints: a queue, a forwarder or a streamer',
  description: [
    'Clients, publishers or producers connect to the first endpoint, servers, subscribers or workers to the second. Both are bound, unless > or -c says to connect. Peers may come and go; a side without room slows the other one down, and a forwarder drops for a subscriber that is too slow.',
    'A queue is a ROUTER and a DEALER, a forwarder an XSUB and an XPUB, a streamer a PULL and a PUSH. Options of sockets are for both.',
    'The socket of --control takes PAUSE, RESUME, TERMINATE and STATISTICS, as zmq_proxy_steerable of libzmq does: zmq req ENDPOINT PAUSE.',
  ],
  arguments: [
    { name: 'FRONT_ENDPOINT', summary: 'where clients, publishers or producers come', required: true },
    { name: 'BACK_ENDPOINT', summary: 'where servers, subscribers or workers come', required: true },
  ],
  endpoints: { least: 2, most: 2 },
  inproc: true,
  flags: [
    {
      name: 'kind',
      type: 'choice',
      values: ['queue', 'forwarder', 'streamer'],
      default: 'queue',
      summary: 'for requests, for publishers, for tasks',
      group: GROUP,
    },
    {
      name: 'capture',
      type: 'text',
      value: 'ENDPOINT',
      summary: 'send a copy of each message there; without room, the copy is dropped',
      onlyFlag: true,
      group: GROUP,
    },
    {
      name: 'capture-type',
      type: 'choice',
      values: ['pub', 'push', 'pair', 'dealer'],
      default: 'pub',
      summary: 'the socket of --capture; it binds, unless the endpoint begins with >',
      group: GROUP,
    },
    {
      name: 'control',
      type: 'text',
      value: 'ENDPOINT',
      summary: 'take commands there; who can connect to it can end the proxy',
      onlyFlag: true,
      group: GROUP,
    },
    {
      name: 'control-type',
      type: 'choice',
      values: ['rep', 'pair', 'pull', 'sub'],
      default: 'rep',
      summary: 'the socket of --control; it binds, unless the endpoint begins with >',
      group: GROUP,
    },
    {
      name: 'stats',
      type: 'duration',
      summary: 'print what has passed on stdout, at this interval',
      onlyFlag: true,
      group: GROUP,
    },
    {
      name: 'metrics',
      type: 'text',
      value: 'PORT',
      summary:
        'serve /metrics in the OpenMetrics format on this port of 127.0.0.1, or on HOST:PORT; 0 takes a free one',
      onlyFlag: true,
      group: GROUP,
    },
    TIMEOUT,
    ...ENDPOINT_FLAGS,
    secureFlag('front', 'back'),
    ...SECURITY_FLAGS,
    ...optionFlagsOfAll(),
    ...COMMON_FLAGS,
  ],
  examples: [
    { text: 'Requests of clients, shared out to servers', line: 'zmq proxy tcp://127.0.0.1:5555 tcp://127.0.0.1:5556' },
    {
      text: 'One place for publishers and subscribers, with rates each second',
      line: 'zmq proxy --kind forwarder tcp://127.0.0.1:5557 tcp://127.0.0.1:5558 --stats 1s',
    },
    {
      text: 'With figures for Prometheus, and steered from elsewhere',
      line: 'zmq proxy tcp://127.0.0.1:5555 tcp://127.0.0.1:5556 --metrics 9100 --control tcp://127.0.0.1:5559',
    },
  ],
  exits: ['timeout'],
};

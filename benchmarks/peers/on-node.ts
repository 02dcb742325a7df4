import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Peer } from './peer.js';

const require = createRequire(import.meta.url);

function onNode(
  name: string,
  folder: string,
  scenarios: readonly string[],
  version: () => string,
  environment: Record<string, string> = {},
): Peer {
  return {
    name,
    scenarios,
    environment,
    version,
    command(scenario) {
      return [process.execPath, fileURLToPath(new URL(`${folder}/${scenario}.js`, import.meta.url))];
    },
  };
}

function versionOf(module: string): string {
  // Not `${module}/package.json`, which not every package exports.
  for (let folder = dirname(require.resolve(module)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (!existsSync(file)) continue;
    const { name, version } = JSON.parse(readFileSync(file, 'utf8')) as { name?: string; version?: string };
    if (name === module && version !== undefined) return version;
  }
}

const EVERY = [
  'push-pull',
  'req-rep',
  'dealer-router',
  'inproc',
  'pub-sub',
  'scale',
  'cold-start',
  'memory',
  'fairness',
  'curve',
];

/** Of the packages above the sockets. */
const PATTERNS = ['proxy', 'rpc', 'workers'];
/** ws:// endpoints; its programs are those of push-pull and req-rep. */
const WEBSOCKET = 'websocket';

export const ZEROMQ_TS_ON_ZMTP = onNode(
  'zmtp',
  'zeromq-ts',
  [...EVERY, ...PATTERNS, WEBSOCKET],
  () => versionOf('@zeromq-ts/transports'),
  {
    ZMQ_ENGINE: 'zmtp',
  },
);

export const ZEROMQ_TS_ON_LIBZMQ = onNode(
  'libzmq',
  'zeromq-ts',
  [...EVERY, ...PATTERNS],
  () => `${versionOf('@zeromq-ts/transports')} on npm zeromq ${versionOf('zeromq')}`,
  { ZMQ_ENGINE: 'libzmq' },
);

export const NPM_ZEROMQ = onNode('npm zeromq', 'zeromq-npm', [...EVERY, 'proxy', 'drop-in', WEBSOCKET], () =>
  versionOf('zeromq'),
);

/** The programs for npm `zeromq`, on the drop-in. */
export const DROP_IN: Peer = {
  ...onNode('drop-in', 'zeromq-npm', ['drop-in'], () => versionOf('@zeromq-ts/zeromq')),
  command(scenario) {
    const alias = new URL('drop-in/alias.js', import.meta.url).href;
    const [node = process.execPath, ...program] = NPM_ZEROMQ.command(scenario);
    return [node, '--import', alias, ...program];
  },
};

/** The floor: nothing but bytes. */
export const NODE_NET = onNode('node:net', 'node-net', ['push-pull', 'req-rep', 'drop-in'], () => process.version);

/** Remote procedure calls over HTTP/2, with JSON. */
export const CONNECT_ES = onNode('connect-es', 'connect-es', ['rpc'], () => versionOf('@connectrpc/connect'));

/** The floor over ws://: messages of WebSocket, without ZeroMQ. */
export const WS = onNode('ws', 'ws', [WEBSOCKET], () => versionOf('ws'));

/** The other ZeroMQ library in JavaScript, over ws:// only. */
export const JSZMQ = onNode('jszmq', 'jszmq', [WEBSOCKET], () => versionOf('jszmq'));

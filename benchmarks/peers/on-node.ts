import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
  const manifest = JSON.parse(readFileSync(require.resolve(`${module}/package.json`), 'utf8')) as { version: string };
  return manifest.version;
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

export const ZEROMQ_TS_ON_ZMTP = onNode('zmtp', 'zeromq-ts', EVERY, () => versionOf('@zeromq-ts/transports'), {
  ZMQ_ENGINE: 'zmtp',
});

export const ZEROMQ_TS_ON_LIBZMQ = onNode(
  'libzmq',
  'zeromq-ts',
  EVERY,
  () => `${versionOf('@zeromq-ts/transports')} on npm zeromq ${versionOf('zeromq')}`,
  { ZMQ_ENGINE: 'libzmq' },
);

export const NPM_ZEROMQ = onNode('npm zeromq', 'zeromq-npm', [...EVERY, 'drop-in'], () => versionOf('zeromq'));

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
export const NODE_NET = onNode('node:net', 'node-net', ['push-pull', 'req-rep'], () => process.version);

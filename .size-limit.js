/** One package as a user's bundler would see it, with its siblings and without the native binding. */
const bundle = (folder, limit) => ({
  name: folder,
  path: `packages/${folder}/dist/index.js`,
  limit,
  modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', external: ['zeromq', 'libsodium'] }),
});

/** A pattern and core alone: what is left when the transports are somewhere else. */
const withoutTransports = (folder) => ({
  ...bundle(folder, '15 kB'),
  name: `${folder}, without transports`,
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'node',
    format: 'esm',
    external: ['@zeromq-ts/transports'],
  }),
});

const PATTERNS = ['reqrep', 'pubsub', 'pushpull', 'dealerrouter', 'pair'];

export default [
  bundle('core', '20 kB'),
  bundle('transports', '45 kB'),
  { ...bundle('transports', '36 kB'), name: 'transports, zmtp alone', path: 'packages/transports/dist/zmtp.js' },
  ...PATTERNS.map((folder) => bundle(folder, '45 kB')),
  bundle('security', '15 kB'),
  bundle('zeromq-ts', '55 kB'),
  ...PATTERNS.map(withoutTransports),
];

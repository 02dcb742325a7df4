/** One package as a user's bundler would see it, with its siblings and without the native binding. */
const bundle = (folder, limit) => ({
  name: folder,
  path: `packages/${folder}/dist/index.js`,
  limit,
  modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', external: ['zeromq', 'libsodium'] }),
});

/** A pattern and core alone: what is left when the transports are somewhere else. */
const withoutTransports = (folder) => ({
  ...bundle(folder, { pubsub: '23 kB', reqrep: '20 kB' }[folder] ?? '19 kB'),
  name: `${folder}, without transports`,
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'node',
    format: 'esm',
    external: ['@zeromq-ts/transports'],
  }),
});

const PATTERNS = ['reqrep', 'pubsub', 'pushpull', 'dealerrouter', 'pair', 'stream'];

/** What the sizes are made of: docs/decisions/bundle-sizes.md. */
export default [
  bundle('core', '20 kB'),
  bundle('transports', '57 kB'),
  { ...bundle('transports', '48 kB'), name: 'transports, zmtp alone', path: 'packages/transports/dist/zmtp.js' },
  ...PATTERNS.map((folder) => bundle(folder, '62 kB')),
  bundle('security', '20 kB'),
  bundle('proxy', '75 kB'),
  bundle('typed', '21 kB'),
  bundle('rpc', '72 kB'),
  bundle('workers', '72 kB'),
  bundle('websocket', '76 kB'),
  bundle('zeromq', '110 kB'),
  bundle('zeromq-ts', '70 kB'),
  ...PATTERNS.map(withoutTransports),
];

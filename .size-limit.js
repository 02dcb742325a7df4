/** One package as a user's bundler would see it, with its siblings and without the native binding. */
const bundle = (folder, limit) => ({
  name: folder,
  path: `packages/${folder}/dist/index.js`,
  limit,
  modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', external: ['zeromq', 'libsodium'] }),
});

/** A pattern and core alone: what is left when the transports are somewhere else. */
const withoutTransports = (folder) => ({
  ...bundle(folder, { pubsub: '33 kB', reqrep: '28 kB', dealerrouter: '26.5 kB' }[folder] ?? '25 kB'),
  name: `${folder}, without transports`,
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'node',
    format: 'esm',
    external: ['@zeromq-ts/transports'],
  }),
});

/** What a page loads: core, what it uses of the pattern, and the transports of browsers; as servers send it, by gzip. */
const inBrowser = (name, imported, limit) => ({
  name: `${name} in a browser, with ws`,
  path: 'packages/pubsub/dist/browser.js',
  ...(imported === undefined ? {} : { import: imported }),
  limit,
  gzip: true,
  modifyEsbuildConfig: (config) => ({
    ...config,
    platform: 'browser',
    format: 'esm',
    conditions: ['browser'],
    // Loaded when it is needed.
    external: ['./page-curve.js'],
  }),
});

const PATTERNS = ['reqrep', 'pubsub', 'pushpull', 'dealerrouter', 'pair', 'stream'];

/** What the sizes are made of: docs/decisions/bundle-sizes.md. */
export default [
  bundle('core', '25 kB'),
  bundle('transports', '68 kB'),
  { ...bundle('transports', '57 kB'), name: 'transports, zmtp alone', path: 'packages/transports/dist/zmtp.js' },
  ...PATTERNS.map((folder) =>
    bundle(folder, { pubsub: '78 kB', reqrep: '74.5 kB', dealerrouter: '72.5 kB' }[folder] ?? '72 kB'),
  ),
  bundle('security', '24 kB'),
  bundle('proxy', '81.5 kB'),
  bundle('recording', '30 kB'),
  bundle('stats', '82 kB'),
  bundle('dashboard', '102 kB'),
  bundle('typed', '21 kB'),
  bundle('rpc', '79 kB'),
  bundle('workers', '76.5 kB'),
  bundle('websocket', '84 kB'),
  // The program before a command is loaded: what every start reads.
  {
    ...bundle('cli', '97 kB'),
    path: 'packages/cli/dist/zmq.js',
    modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', packages: 'external' }),
  },
  inBrowser('ZMQSubscriber', '{ ZMQSubscriber }', '40 kB'),
  inBrowser('pubsub', undefined, '49 kB'),
  {
    name: 'one file for pages, with every pattern',
    path: 'packages/zeromq-ts/dist/zeromq.browser.min.js',
    limit: '56.5 kB',
    gzip: true,
    modifyEsbuildConfig: (config) => ({ ...config, platform: 'browser', format: 'esm' }),
  },
  bundle('zeromq', '110 kB'),
  bundle('zeromq-ts', '88 kB'),
  ...PATTERNS.map(withoutTransports),
];

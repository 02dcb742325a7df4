/** One package as a user's bundler would see it, with its siblings and without the native binding. */
const bundle = (folder, limit) => ({
  name: folder,
  path: `packages/${folder}/dist/index.js`,
  limit,
  modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', external: ['zeromq', 'libsodium'] }),
});

export default [
  bundle('core', '20 kB'),
  bundle('transports', '30 kB'),
  bundle('reqrep', '30 kB'),
  bundle('pubsub', '30 kB'),
  bundle('pushpull', '30 kB'),
  bundle('dealerrouter', '30 kB'),
  bundle('pair', '30 kB'),
  bundle('security', '15 kB'),
  bundle('zeromq-ts', '45 kB'),
];

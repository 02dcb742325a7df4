/** One package as a user's bundler would see it, with its siblings and without the native binding. */
const bundle = (folder, limit) => ({
  name: folder,
  path: `packages/${folder}/dist/index.js`,
  limit,
  modifyEsbuildConfig: (config) => ({ ...config, platform: 'node', format: 'esm', external: ['zeromq', 'libsodium'] }),
});

export default [
  bundle('core', '20 kB'),
  bundle('transports', '35 kB'),
  bundle('reqrep', '45 kB'),
  bundle('pubsub', '45 kB'),
  bundle('pushpull', '45 kB'),
  bundle('dealerrouter', '45 kB'),
  bundle('pair', '45 kB'),
  bundle('security', '15 kB'),
  bundle('zeromq-ts', '50 kB'),
];

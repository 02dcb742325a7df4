// The kernel of tslab (version 6), with a client of its own.
const { compute } = require('./jupyter-client.cjs');

void compute(
  (file) => [process.execPath, require.resolve('tslab/bin/tslab'), 'kernel', `--config-path=${file}`],
  'const x: number = 6; x * 7',
  /42/,
);

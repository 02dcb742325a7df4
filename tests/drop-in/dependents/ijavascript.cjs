// The kernel of ijavascript (version 5, by jmp, which makes a subclass of zmq.Socket), with a client of its own.
const { compute } = require('./jupyter-client.cjs');

void compute(
  (file) => [process.execPath, require.resolve('ijavascript/lib/kernel.js'), '--protocol=5.1', file],
  'const x = 6; x * 7',
  /42/,
);

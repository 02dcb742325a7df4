// Starts Jupyter kernels, which get ports and a key in a file.
const { spawn } = require('node:child_process');
const events = require('node:events');
const { writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const path = require('node:path');

/** @param {(connectionFile: string) => string[]} command with its arguments */
exports.startKernel = async function startKernel(command) {
  const [shellPort, iopubPort, stdinPort, controlPort, heartbeatPort] = await freePorts(5);
  const connection = {
    shell_port: shellPort,
    iopub_port: iopubPort,
    stdin_port: stdinPort,
    control_port: controlPort,
    hb_port: heartbeatPort,
    ip: '127.0.0.1',
    key: 'key',
    transport: 'tcp',
    signature_scheme: 'hmac-sha256',
  };
  const file = path.join(tmpdir(), `kernel-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(connection));
  const [program, ...args] = command(file);
  const kernel = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  process.once('SIGTERM', () => {
    kernel.kill('SIGKILL');
    process.exit(1);
  });
  kernel.once('exit', (status, signal) => {
    if (signal === 'SIGKILL') return;
    console.error(`The kernel has ended with ${status ?? signal}.`);
    process.exit(1);
  });
  return { kernel, connection };
};

/** All are held at the same time, so that no two are the same. */
async function freePorts(count) {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => events.once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => events.once(server.close(), 'close')));
  return ports;
}

// A client of Jupyter kernels, over the drop-in: starts a kernel, and has it compute something.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { createHmac, randomUUID } = require('node:crypto');
const { writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { Dealer, Subscriber } = require('zeromq');

const KEY = 'key';
const DELIMITER = '<IDS|MSG>';

/** @param {number} firstPort @param {(connectionFile: string) => string[]} command @param {RegExp} expected */
exports.compute = async function compute(firstPort, command, code, expected) {
  const ports = ['shell_port', 'iopub_port', 'stdin_port', 'control_port', 'hb_port'];
  const connection = {
    ...Object.fromEntries(ports.map((name, index) => [name, firstPort + index])),
    ip: '127.0.0.1',
    key: KEY,
    transport: 'tcp',
    signature_scheme: 'hmac-sha256',
  };
  const file = path.join(tmpdir(), `kernel-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(connection));
  const kernel = spawn(process.execPath, command(file), { stdio: ['ignore', 'inherit', 'inherit'] });
  process.once('SIGTERM', () => {
    kernel.kill('SIGKILL');
    process.exit(1);
  });
  const shell = new Dealer({ routingId: randomUUID(), linger: 0 });
  const iopub = new Subscriber();
  iopub.subscribe();
  shell.connect(`tcp://127.0.0.1:${connection.shell_port}`);
  iopub.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
  try {
    await shell.send(frames('kernel_info_request', {}));
    const info = await answer(shell, 'kernel_info_reply');
    assert.ok(info.protocol_version);
    await shell.send(frames('execute_request', { code, silent: false, store_history: true, allow_stdin: false }));
    const result = await answer(iopub, 'execute_result', 'stream');
    assert.match(JSON.stringify(result), expected);
    assert.strictEqual((await answer(shell, 'execute_reply')).status, 'ok');
    console.log('ok');
  } finally {
    shell.close();
    iopub.close();
    kernel.kill('SIGKILL');
  }
};

function frames(type, content) {
  const header = { msg_id: randomUUID(), username: 'test', session: randomUUID(), msg_type: type, version: '5.3' };
  const parts = [{ ...header, date: new Date().toISOString() }, {}, {}, content].map((part) => JSON.stringify(part));
  const hmac = createHmac('sha256', KEY);
  for (const part of parts) hmac.update(part);
  return [DELIMITER, hmac.digest('hex'), ...parts];
}

async function answer(socket, ...types) {
  for await (const received of socket) {
    const start = received.findIndex((frame) => String(frame) === DELIMITER);
    const [header, , , content] = received.slice(start + 2, start + 6).map((frame) => JSON.parse(String(frame)));
    if (types.includes(header.msg_type)) return content;
  }
  throw new Error('closed');
}

// A client of Jupyter kernels, over the drop-in: starts a kernel, and has it compute something.
const assert = require('node:assert');
const { createHmac, randomUUID } = require('node:crypto');
const { Dealer, Subscriber } = require('zeromq');
const { startKernel } = require('./jupyter-kernel.cjs');

const DELIMITER = '<IDS|MSG>';
const NUDGE_MS = 200;

/** @param {(connectionFile: string) => string[]} command @param {string} code @param {RegExp} expected */
exports.compute = async function compute(command, code, expected) {
  const { kernel, connection } = await startKernel(command);
  const frames = framesFor(connection.key);
  const shell = new Dealer({ routingId: randomUUID(), linger: 0 });
  const iopub = new Subscriber();
  iopub.subscribe();
  shell.connect(`tcp://127.0.0.1:${connection.shell_port}`);
  iopub.connect(`tcp://127.0.0.1:${connection.iopub_port}`);
  try {
    await subscribed(shell, iopub, frames);
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

/**
 * Kernels publish a status with each reply. What is published before the subscription has arrived is lost, so this asks
 * until a status comes, as jupyter_server does.
 */
async function subscribed(shell, iopub, frames) {
  const status = iopub.receive();
  let timer;
  do {
    await shell.send(frames('kernel_info_request', {}));
    const info = await answer(shell, 'kernel_info_reply');
    assert.ok(info.protocol_version);
    timer = new Promise((resolve) => setTimeout(resolve, NUDGE_MS, 'again'));
  } while ((await Promise.race([status, timer])) === 'again');
}

const framesFor = (key) => (type, content) => {
  const header = { msg_id: randomUUID(), username: 'test', session: randomUUID(), msg_type: type, version: '5.3' };
  const parts = [{ ...header, date: new Date().toISOString() }, {}, {}, content].map((part) => JSON.stringify(part));
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return [DELIMITER, hmac.digest('hex'), ...parts];
};

async function answer(socket, ...types) {
  for await (const received of socket) {
    const start = received.findIndex((frame) => String(frame) === DELIMITER);
    const [header, , , content] = received.slice(start + 2, start + 6).map((frame) => JSON.parse(String(frame)));
    if (types.includes(header.msg_type)) return content;
  }
  throw new Error('closed');
}

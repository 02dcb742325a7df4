// The channels of enchannel-zmq-backend (version 6), with sockets in place of a kernel.
const assert = require('node:assert');
const { createMainChannel } = require('enchannel-zmq-backend');
const { Publisher, Router } = require('zeromq');

void (async () => {
  const ports = { shell_port: 47151, iopub_port: 47152, stdin_port: 47153, control_port: 47154, hb_port: 47155 };
  const config = { ...ports, ip: '127.0.0.1', key: '', transport: 'tcp', signature_scheme: 'hmac-sha256', version: 5 };
  const iopub = new Publisher();
  await iopub.bind(`tcp://127.0.0.1:${ports.iopub_port}`);
  const routers = await Promise.all(
    [ports.shell_port, ports.stdin_port, ports.control_port].map(async (port) => {
      const router = new Router();
      await router.bind(`tcp://127.0.0.1:${port}`);
      return router;
    }),
  );
  const channels = await createMainChannel(config);
  const message = {
    header: { msg_type: 'kernel_info_request', msg_id: '1' },
    parent_header: {},
    metadata: {},
    content: {},
  };
  const answered = new Promise((resolve) => {
    channels.subscribe(resolve);
  });
  channels.next({ ...message, channel: 'shell', buffers: [] });
  const received = await routers[0].receive();
  const [id, ...rest] = received;
  await routers[0].send([id, ...rest]);
  const reply = await answered;
  assert.strictEqual(reply.header.msg_type, 'kernel_info_request');
  assert.strictEqual(reply.channel, 'shell');
  console.log('ok');
  process.exit(0);
})();

// The kernel of Python, ipykernel on pyzmq, as the peer of enchannel-zmq-backend (version 6): argv[2] is a Python that has it.
const assert = require('node:assert');
const events = require('node:events');
const { createMainChannel } = require('enchannel-zmq-backend');
const { executeRequest, kernelInfoRequest } = require('@nteract/messaging');
const { filter, firstValueFrom, interval, merge } = require('rxjs');
const { startKernel } = require('./jupyter-kernel.cjs');

void (async () => {
  const { kernel, connection } = await startKernel((file) => [process.argv[2], '-m', 'ipykernel_launcher', '-f', file]);
  const channels = await createMainChannel({ ...connection, version: 5 });
  const first = (type) => firstValueFrom(channels.pipe(filter(({ header }) => header.msg_type === type)));
  try {
    // What is published before the subscription has arrived is lost: a status shows that it has.
    const asking = merge([0], interval(200)).subscribe(() => channels.next(kernelInfoRequest()));
    const [info] = await Promise.all([first('kernel_info_reply'), first('status')]);
    asking.unsubscribe();
    assert.strictEqual(info.content.implementation, 'ipython');
    const received = Promise.all([first('execute_result'), first('stream'), first('execute_reply')]);
    channels.next(executeRequest("print('hello'); 6 * 7"));
    const [result, stream, reply] = await received;
    assert.strictEqual(result.content.data['text/plain'], '42');
    assert.strictEqual(stream.content.text, 'hello\n');
    assert.strictEqual(reply.content.status, 'ok');
    console.log('ok');
  } finally {
    channels.complete();
    kernel.kill('SIGKILL');
    await events.once(kernel, 'exit');
  }
})();

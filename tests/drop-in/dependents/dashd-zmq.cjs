// The client of @dashevo/dashd-zmq (version 6), with a publisher in place of dashd.
const assert = require('node:assert');
const { Publisher } = require('zeromq');
const DashdZmq = require('@dashevo/dashd-zmq');

const Client = DashdZmq.default ?? DashdZmq.ZMQClient ?? DashdZmq;

void (async () => {
  const publisher = new Publisher();
  await publisher.bind('tcp://127.0.0.1:47111');
  const client = new Client({ protocol: 'tcp', host: '127.0.0.1', port: '47111' });
  const received = new Promise((resolve) => {
    client.on('hashtx', resolve);
  });
  await client.connect();
  if (typeof client.subscribe === 'function') client.subscribe('hashtx');
  const hash = Buffer.alloc(32, 7);
  const timer = setInterval(() => {
    void publisher.send(['hashtx', hash, Buffer.alloc(4)]);
  }, 50);
  assert.ok(String((await received)?.hash ?? (await received)).length > 0);
  clearInterval(timer);
  publisher.close();
  console.log('ok');
  process.exit(0);
})();

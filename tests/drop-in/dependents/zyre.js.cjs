// Two nodes of zyre.js (version 5), which talk to each other directly: what comes before, beacons, is not ZeroMQ.
const assert = require('node:assert');
const zeromq = require('zeromq');
const ZreMsg = require('zyre.js/lib/zre_msg');

const router = zeromq.socket('router');
router.setsockopt(zeromq.ZMQ_ROUTER_HANDOVER, 1);
const dealer = zeromq.socket('dealer');
dealer.setsockopt(zeromq.ZMQ_IDENTITY, Buffer.concat([Buffer.from([1]), Buffer.alloc(16, 9)]));
dealer.setsockopt(zeromq.ZMQ_LINGER, 0);
router.on('message', (id, message, frame) => {
  const read = ZreMsg.read(message, frame);
  assert.strictEqual(id.length, 17);
  assert.strictEqual(read.cmd, ZreMsg.SHOUT);
  assert.strictEqual(read.group, 'CHAT');
  assert.strictEqual(String(read.content), 'hello');
  dealer.close();
  router.unbind('tcp://127.0.0.1:47121', () => {
    router.close();
    console.log('ok');
  });
});
router.bind('tcp://127.0.0.1:47121', () => {
  dealer.connect('tcp://127.0.0.1:47121');
  const shout = new ZreMsg(ZreMsg.SHOUT, { group: 'CHAT', content: 'hello' });
  shout.send(dealer).catch((error) => {
    throw error;
  });
});

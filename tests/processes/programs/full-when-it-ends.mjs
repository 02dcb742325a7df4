// @ts-check
// The receive queue of a PULL with heartbeats is full when its connection ends.
// usage: node full-when-it-ends.mjs RECEIVE-HIGH-WATER-MARK
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { ZMQPull, ZMQPush } from 'zeromq-ts';

const COUNT = 2000;
const BODY_BYTES = 1000;
const HEARTBEATS = 10;
const HEARTBEAT_MS = 50;

const pull = new ZMQPull(undefined, {
  receiveHighWaterMark: Number(process.argv[2]),
  heartbeatInterval: HEARTBEAT_MS,
  heartbeatTimeout: 10_000,
});
pull.on('warning', () => console.log('WARNED'));
const port = Number((await pull.bind('tcp://127.0.0.1:*')).split(':').at(-1));

// In between, where the connection can be cut.
let passed = 0;
const server = createServer((fromPush) => {
  const toPull = connect(port, '127.0.0.1');
  toPull.pipe(fromPush);
  fromPush.on('data', (data) => {
    passed += data.length;
    toPull.write(data);
  });
  fromPush.on('error', () => {});
  toPull.on('error', () => {});
  const look = setInterval(() => {
    if (passed < COUNT * BODY_BYTES) return;
    clearInterval(look);
    // All is on its way to the pull, which does not read it.
    setTimeout(() => {
      server.close();
      toPull.resetAndDestroy();
      fromPush.destroy();
      setTimeout(() => void tell(), HEARTBEATS * HEARTBEAT_MS);
    }, 200);
  }, 20);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = /** @type {import('node:net').AddressInfo} */ (server.address());

const push = new ZMQPush(`tcp://127.0.0.1:${address.port}`, { engine: 'zmtp', sendHighWaterMark: 0 });
for (let each = 0; each < COUNT; each++) void push.send(Buffer.alloc(BODY_BYTES));

async function tell() {
  await Promise.all([push.close({ linger: 0 }), pull.close({ linger: 0 })]);
  console.log('ALIVE');
}

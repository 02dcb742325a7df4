// @ts-check
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get } from 'node:http';
import { ZMQPair } from '@zeromq-ts/pair';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { curveKeyPair } from '@zeromq-ts/security';
import { BunUpgrades, DenoUpgrades } from '@zeromq-ts/websocket';

// Sockets on a server of `Bun.serve` or `Deno.serve`: run by the runtime of which it is.

const { Bun, Deno } = /** @type {any} */ (globalThis);
const WAIT_OPTIONS = { timeout: 10_000 };
const upgrades = Bun === undefined ? new DenoUpgrades() : new BunUpgrades();
const page = () => new Response('a page');

/** @returns {Promise<{ host: string, stop: () => Promise<void> }>} */
async function serve() {
  if (Bun !== undefined) {
    const server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (/** @type {Request} */ request, /** @type {any} */ own) =>
        upgrades.handles(request) ? /** @type {BunUpgrades} */ (upgrades).upgrade(request, own) : page(),
      websocket: /** @type {BunUpgrades} */ (upgrades).websocket,
    });
    return { host: `127.0.0.1:${server.port}`, stop: () => server.stop(true) };
  }
  const server = Deno.serve(
    { port: 0, hostname: '127.0.0.1', onListen() {} },
    (/** @type {Request} */ request, /** @type {any} */ info) =>
      upgrades.handles(request) ? /** @type {DenoUpgrades} */ (upgrades).upgrade(request, info) : page(),
  );
  return { host: `127.0.0.1:${server.addr.port}`, stop: () => server.shutdown() };
}

const { host, stop } = await serve();
const joined = { webSocket: { server: upgrades } };
let passed = 0;

/**
 * @param {string} title
 * @param {() => Promise<void>} run
 */
async function check(title, run) {
  await run();
  passed++;
  console.log(`passed ${title}`);
}

/** The status of the answer to a request for an upgrade. @param {string} path @param {Record<string, string>} [headers] */
async function statusOf(path, headers = {}) {
  const request = get(`http://${host}${path}`, {
    headers: {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Protocol': 'ZWS2.0/NULL',
      ...headers,
    },
  });
  return await new Promise((resolve, reject) => {
    request.on('response', (response) => resolve(response.statusCode));
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on('error', reject);
  });
}

await check('a subscriber receives, beside a page', async () => {
  await using publisher = new ZMQPublisher(undefined, joined);
  await publisher.bind('ws://*/feed');
  assert.equal(await (await fetch(`http://${host}/`)).text(), 'a page');
  await using subscriber = new ZMQSubscriber(`ws://${host}/feed`, 'price');
  await publisher.subscribed('price');
  await publisher.send(['price', '42']);
  assert.equal((await subscriber.receive(WAIT_OPTIONS)).text(1), '42');
});

await check('bodies of any size go both ways, whole and in order', async () => {
  await using left = new ZMQPair(undefined, joined);
  await left.bind('ws://*/pair');
  await using right = new ZMQPair(`ws://${host}/pair`);
  for (const size of [0, 1, 124, 125, 126, 65_534, 65_535, 65_536, 1_048_576, 8_388_608]) {
    const body = Buffer.alloc(size, size & 255);
    await right.send(['to', body]);
    const there = await left.receive(WAIT_OPTIONS);
    assert.ok(body.equals(there.frame(1)));
    await left.send(['fro', body]);
    const back = await right.receive(WAIT_OPTIONS);
    assert.ok(body.equals(back.frame(1)));
  }
});

for (const direction of ['to', 'from']) {
  await check(`100,000 messages ${direction} the server`, async () => {
    await using pull = new ZMQPull(undefined, direction === 'to' ? joined : {});
    await using push = new ZMQPush(undefined, direction === 'to' ? {} : joined);
    await (direction === 'to' ? pull : push).bind('ws://*/jobs');
    (direction === 'to' ? push : pull).connect(`ws://${host}/jobs`);
    const sending = (async () => {
      for (let index = 0; index < 100_000; index++) await push.send(`${index}`);
    })();
    for (let index = 0; index < 100_000; index++) assert.equal(`${await pull.receive(WAIT_OPTIONS)}`, `${index}`);
    await sending;
  });
}

await check('PLAIN and CURVE', async () => {
  const server = curveKeyPair();
  const client = curveKeyPair();
  await using curve = new ZMQPull(undefined, { ...joined, curveServer: true, curveSecretKey: server.secretKey });
  await curve.bind('ws://*/curve');
  await using sealed = new ZMQPush(`ws://${host}/curve`, {
    curveServerKey: server.publicKey,
    curveSecretKey: client.secretKey,
  });
  await sealed.send('sealed');
  assert.equal(`${await curve.receive(WAIT_OPTIONS)}`, 'sealed');
  await using plain = new ZMQPull(undefined, {
    ...joined,
    plainServer: true,
    authenticate: ({ username }) => username === 'ann',
  });
  await plain.bind('ws://*/plain');
  await using named = new ZMQPush(`ws://${host}/plain`, { plainUsername: 'ann', plainPassword: 'secret' });
  await named.send('named');
  const message = await plain.receive(WAIT_OPTIONS);
  assert.equal(message.peer?.mechanism, 'PLAIN');
  assert.match(`${message.peer?.address}`, /^ws:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(await statusOf('/plain'), 400);
});

await check('verify, origins and hosts are checked before the upgrade', async () => {
  await using pull = new ZMQPull(undefined, {
    webSocket: {
      server: upgrades,
      verify: async ({ query, remoteAddress }) =>
        (query === 'token=1' && remoteAddress === '127.0.0.1') || { refuse: 'no token', status: 401 },
    },
  });
  await pull.bind('ws://*/verified');
  assert.equal(await statusOf('/verified'), 401);
  assert.equal(await statusOf('/verified?token=1'), 101);
  assert.equal(await statusOf('/verified?token=1', { Origin: 'http://evil.example' }), 403);
  assert.equal(await statusOf('/verified?token=1', { Host: 'rebound.example' }), 403);
  assert.equal(await statusOf('/elsewhere'), 200);
});

await check('a WebSocket of the runtime connects; text closes its connection', async () => {
  await using pull = new ZMQPull(undefined, joined);
  await pull.bind('ws://*/text');
  const socket = new WebSocket(`ws://${host}/text`, ['ZWS2.0.NULL', 'ZWS2.0']);
  await once(socket, 'open');
  assert.equal(socket.protocol, 'ZWS2.0.NULL');
  const closed = /** @type {Promise<[{ code: number }]>} */ (once(socket, 'close'));
  socket.send('text');
  const [{ code }] = await closed;
  assert.ok(code === 1003 || code === 4003, `closed with ${code}`);
});

await check('either side may leave; the other one hears it', async () => {
  const publisher = new ZMQPublisher(undefined, joined);
  await publisher.bind('ws://*/leave');
  const left = once(publisher, 'disconnected');
  const subscriber = new ZMQSubscriber(`ws://${host}/leave`, '');
  await publisher.subscribed('');
  await subscriber.close();
  const [{ error }] = await left;
  assert.equal(error, undefined);
  const second = new ZMQSubscriber(`ws://${host}/leave`, '');
  await publisher.subscribed('');
  const lost = once(second, 'disconnected');
  await publisher.close();
  assert.equal((await lost)[0].error, undefined);
  await second.close();
  // The path is free: the request is one for a page.
  assert.equal(await statusOf('/leave'), 200);
});

await check('a client that receives nothing holds the sender back', async () => {
  await using push = new ZMQPush(undefined, { ...joined, sendHighWaterMark: 10 });
  await push.bind('ws://*/slow');
  await using pull = new ZMQPull(`ws://${host}/slow`, { receiveHighWaterMark: 10, maxIncomingBytes: 4_194_304 });
  const body = Buffer.alloc(1_048_576);
  let sent = 0;
  let full = false;
  while (!full && sent < 1_000) {
    full = await push.send(body, { timeout: 500 }).then(
      () => false,
      (/** @type {{ code: string }} */ { code }) => code === 'EAGAIN' || code === 'ETIMEDOUT',
    );
    if (!full) sent++;
  }
  assert.ok(full, `${sent} messages of 1 MiB were taken`);
  for (let index = 0; index < sent; index++) await pull.receive(WAIT_OPTIONS);
});

await stop();
console.log(`all ${passed} checks passed`);

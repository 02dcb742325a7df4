// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { ZMQPull, ZMQPush } from 'zeromq-ts';
import { childProgram } from './child-program.mjs';
import {
  HAS_ABSTRACT_NAMES,
  HAS_IPC,
  HAS_MANY_LOOPBACK_ADDRESSES,
  EVENT_TIMEOUT_MS,
  check,
  eventually,
  freshPath,
  refusal,
  texts,
} from './check.mjs';

/** Binds a PULL, connects a PUSH, and sends one message. @param {import('./check.mjs').Bench} bench @param {string} endpoint */
async function carries(bench, endpoint, options = {}) {
  const [pull, push] = [bench.open(new ZMQPull(undefined, options)), bench.open(new ZMQPush(undefined, options))];
  const bound = await pull.bind(endpoint);
  push.connect(bound.replace('0.0.0.0', '127.0.0.1'));
  await push.send('hello');
  assert.deepEqual(await texts(pull), ['hello']);
  return bound;
}

check('all', 'IPv6 addresses carry messages', ['tcp'], async (bench) => {
  await carries(bench, 'tcp://[::1]:*', { ipv6: true });
});

check('all', 'names are resolved, and any interface may be bound', ['tcp'], async (bench) => {
  const pull = bench.open(new ZMQPull());
  const { port = '' } = /:(?<port>\d+)$/.exec(await pull.bind('tcp://*:*'))?.groups ?? {};
  const push = bench.open(new ZMQPush(`tcp://localhost:${port}`));
  await push.send('hello');
  assert.deepEqual(await texts(pull), ['hello']);
});

check('all', 'a source address is kept to', HAS_MANY_LOOPBACK_ADDRESSES ? ['tcp'] : [], async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  const { port = '' } = /:(?<port>\d+)$/.exec(await pull.bind('tcp://127.0.0.1:*'))?.groups ?? {};
  /** @type {string | undefined} */
  let address;
  pull.on('accepted', ({ peer }) => (address = peer?.address));
  push.connect(`tcp://127.0.0.2:0;127.0.0.1:${port}`);
  await push.send('hello');
  assert.deepEqual(await texts(pull), ['hello']);
  assert.match(String(address), /127\.0\.0\.2/);
});

check('all', 'ipc://* makes a path, and takes it away on close', ['ipc'], async (bench) => {
  const pull = bench.open(new ZMQPull());
  const endpoint = await pull.bind('ipc://*');
  const path = endpoint.slice('ipc://'.length);
  assert.ok(existsSync(path), path);
  const push = bench.open(new ZMQPush(endpoint));
  await push.send('hello');
  assert.deepEqual(await texts(pull), ['hello']);
  await pull.close();
  assert.equal(existsSync(path), false);
});

check('all', 'ipc://@name is an abstract name', HAS_ABSTRACT_NAMES ? ['ipc'] : [], async (bench) => {
  await carries(bench, `ipc://@zeromq-ts-${process.pid}-${performance.now()}`);
});

check('all', 'on Windows, ipc is refused with EPROTONOSUPPORT', HAS_IPC ? [] : ['inproc'], async (bench) => {
  const pull = bench.open(new ZMQPull());
  assert.equal(await refusal(pull.bind('ipc://*')), 'EPROTONOSUPPORT');
  assert.throws(() => pull.connect('ipc:///tmp/feed'), { code: 'EPROTONOSUPPORT' });
  assert.throws(() => new ZMQPull('ipc:///tmp/feed'), { code: 'EPROTONOSUPPORT', message: /inproc/ });
});

check(
  'all',
  'an address in use is refused with EADDRINUSE, and its owner undisturbed',
  ['tcp', 'ipc', 'inproc'],
  async (bench) => {
    const owner = bench.open(new ZMQPull());
    const endpoint = await owner.bind(bench.endpoint());
    assert.equal(await refusal(bench.open(new ZMQPull()).bind(endpoint)), 'EADDRINUSE');
    const push = bench.open(new ZMQPush(endpoint));
    await push.send('hello');
    assert.deepEqual(await texts(owner), ['hello']);
  },
);

check('all', 'the socket file of a process that was killed is taken over', ['ipc'], async (bench) => {
  const path = freshPath();
  const child = childProgram('waiting.mjs', `ipc://${path}`);
  bench.defer(() => child.kill());
  assert.equal(await child.line(), 'bound');
  child.kill();
  await child.ended;
  assert.ok(existsSync(path));
  await carries(bench, `ipc://${path}`);
});

check('all', 'unbind and disconnect end what was begun', ['tcp', 'ipc', 'inproc'], async (bench) => {
  const [pull, push] = [bench.open(new ZMQPull()), bench.open(new ZMQPush())];
  const endpoint = await pull.bind(bench.endpoint());
  push.connect(endpoint);
  await push.connected({ timeout: EVENT_TIMEOUT_MS });
  push.disconnect(endpoint);
  await eventually(() => push.stats().peers === 0 && pull.stats().peers === 0);
  await pull.unbind(endpoint);
  const next = bench.open(new ZMQPull());
  assert.equal(await next.bind(endpoint), endpoint);
});

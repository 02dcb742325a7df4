// @ts-check
import assert from 'node:assert/strict';
import { ZMQDealer, ZMQRouter } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, check, eventually, refusal, texts } from './check.mjs';

check('DEALER/ROUTER', 'a mandatory ROUTER rejects for a peer that is not there', TRANSPORTS, async (bench) => {
  const router = bench.open(new ZMQRouter(undefined, { mandatory: true }));
  await router.bind(bench.endpoint());
  assert.equal(await refusal(router.send(['nobody', 'hello'])), 'EHOSTUNREACH');
});

check('DEALER/ROUTER', 'peers are addressed by the routing ids that they chose', TRANSPORTS, async (bench) => {
  const router = bench.open(new ZMQRouter(undefined, { mandatory: true }));
  const endpoint = await router.bind(bench.endpoint());
  const dealers = ['a', 'b', 'c'].map((routingId) => bench.open(new ZMQDealer(endpoint, { routingId })));
  await router.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
  for (const name of ['c', 'a', 'b']) await router.send([name, `for ${name}`]);
  for (const [index, name] of ['a', 'b', 'c'].entries()) {
    assert.deepEqual(await texts(/** @type {ZMQDealer} */ (dealers[index])), [`for ${name}`]);
  }
});

check('DEALER/ROUTER', 'handover gives a routing id to who comes last', TRANSPORTS, async (bench) => {
  const router = bench.open(new ZMQRouter(undefined, { mandatory: true, handover: true }));
  const endpoint = await router.bind(bench.endpoint());
  const first = bench.open(new ZMQDealer(endpoint, { routingId: 'name', reconnectInterval: Infinity }));
  await first.send('first');
  assert.deepEqual(await texts(router), ['name', 'first']);
  const second = bench.open(new ZMQDealer(endpoint, { routingId: 'name' }));
  await second.send('second');
  assert.deepEqual(await texts(router), ['name', 'second']);
  await router.send(['name', 'for the second']);
  assert.deepEqual(await texts(second), ['for the second']);
});

check('DEALER/ROUTER', 'probeRouter announces a peer with an empty message', TRANSPORTS, async (bench) => {
  const router = bench.open(new ZMQRouter());
  const endpoint = await router.bind(bench.endpoint());
  bench.open(new ZMQDealer(endpoint, { routingId: 'prober', probeRouter: true }));
  assert.deepEqual(await texts(router), ['prober', '']);
});

check('DEALER/ROUTER', 'a peer that has left is unreachable', TRANSPORTS, async (bench) => {
  const router = bench.open(new ZMQRouter(undefined, { mandatory: true }));
  const endpoint = await router.bind(bench.endpoint());
  const dealer = bench.open(new ZMQDealer(endpoint, { routingId: 'guest' }));
  await dealer.send('here');
  assert.deepEqual(await texts(router), ['guest', 'here']);
  await dealer.close();
  await eventually(() => router.stats().peers === 0);
  assert.equal(await refusal(router.send(['guest', 'gone'])), 'EHOSTUNREACH');
});

// @ts-check
import assert from 'node:assert/strict';
import { ZMQSubscriber, createSocket } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, check, eventually, texts } from './check.mjs';

/** @typedef {import('zeromq-ts').SocketTypeName} Type */
/** A socket of which only the check knows the type. @typedef {any} Any */
/** @typedef {(from: Any, to: Any) => Promise<void>} Exchange */

/** @type {Exchange} */
async function plain(from, to) {
  await from.send(['hello', '', 'world']);
  assert.deepEqual(await texts(to), ['hello', '', 'world']);
}

/** @type {Exchange} */
async function published(from, to) {
  if (to.type === 'XSUB') await to.send('\u0001hello');
  else to.subscribe('hello');
  if (from.type === 'XPUB') assert.deepEqual(await texts(from), ['\u0001hello']);
  else await from.subscribed('hello', { timeout: EVENT_TIMEOUT_MS });
  await from.send(['other', 'not subscribed to']);
  await plain(from, to);
}

/** @type {Exchange} */
async function answered(from, to) {
  await plain(from, to);
  await to.send(['answer', '']);
  assert.deepEqual(await texts(from), ['answer', '']);
}

/** @type {Exchange} */
async function requestedOfRouter(from, to) {
  await from.send('hello');
  const [id, ...envelope] = await to.receive({ timeout: EVENT_TIMEOUT_MS });
  assert.deepEqual(envelope.map(String), ['', 'hello']);
  await to.send([id, '', 'answer']);
  assert.deepEqual(await texts(from), ['answer']);
}

/** @type {Exchange} */
async function delimited(from, to) {
  await from.send(['', 'hello']);
  assert.deepEqual(await texts(to), ['hello']);
  await to.send('answer');
  assert.deepEqual(await texts(from), ['', 'answer']);
}

/** @type {Exchange} */
async function routed(from, to) {
  await from.send(['hello', '']);
  const [id, ...rest] = await to.receive({ timeout: EVENT_TIMEOUT_MS });
  assert.deepEqual(rest.map(String), ['hello', '']);
  await to.send([id, 'answer']);
  assert.deepEqual(await texts(from), ['answer']);
}

/** @type {Exchange} */
async function betweenRouters(from, to) {
  await eventually(() => {
    try {
      return from.trySend(['to', 'hello']);
    } catch {
      return false;
    }
  });
  assert.deepEqual(await texts(to), ['from', 'hello']);
  await to.send(['from', 'answer']);
  assert.deepEqual(await texts(from), ['to', 'answer']);
}

/** The legal pairs of RFC 37. @type {readonly [from: Type, to: Type, import('./check.mjs').Pattern, Exchange][]} */
const LEGAL = [
  ['REQ', 'REP', 'REQ/REP', answered],
  ['REQ', 'ROUTER', 'REQ/REP', requestedOfRouter],
  ['DEALER', 'REP', 'REQ/REP', delimited],
  ['DEALER', 'DEALER', 'DEALER/ROUTER', plain],
  ['DEALER', 'ROUTER', 'DEALER/ROUTER', routed],
  ['ROUTER', 'ROUTER', 'DEALER/ROUTER', betweenRouters],
  ['PUB', 'SUB', 'PUB/SUB', published],
  ['PUB', 'XSUB', 'XPUB/XSUB', published],
  ['XPUB', 'SUB', 'XPUB/XSUB', published],
  ['XPUB', 'XSUB', 'XPUB/XSUB', published],
  ['PUSH', 'PULL', 'PUSH/PULL', plain],
  ['PAIR', 'PAIR', 'PAIR', plain],
];

/** @param {Type} type @param {string} routingId @returns {Any} */
function open(type, routingId) {
  const names = type === 'ROUTER' ? { routingId, mandatory: routingId === 'from' } : {};
  if (type === 'SUB') return new ZMQSubscriber(undefined, []);
  return createSocket(/** @type {'ROUTER'} */ (type), undefined, names);
}

for (const [from, to, pattern, exchange] of LEGAL) {
  check(pattern, `${from} connects to ${to}, and they talk`, TRANSPORTS, async (bench) => {
    const [connecter, binder] = [bench.open(open(from, 'from')), bench.open(open(to, 'to'))];
    connecter.connect(await binder.bind(bench.endpoint()));
    await exchange(connecter, binder);
  });
  check(pattern, `${to} connects to ${from} that binds, and they talk`, TRANSPORTS, async (bench) => {
    const [binder, connecter] = [bench.open(open(from, 'from')), bench.open(open(to, 'to'))];
    connecter.connect(await binder.bind(bench.endpoint()));
    await exchange(binder, connecter);
  });
}

import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, drain, eventually, expectSilence, inTime, receiveMany, receiveTexts } from '../waiting.js';

const MARK = 5;
const COUNT = 1000;

/** The type that sends, and the type that receives. */
const FLOWS = [
  ['PUSH', 'PULL'],
  ['DEALER', 'DEALER'],
  ['PAIR', 'PAIR'],
] as const;

type Flow = (typeof FLOWS)[number];

/** Numbers as texts, in order. */
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`);

/**
 * What becomes of messages when a peer leaves, by `disconnect`, `unbind` or `close`: each is received, or dropped and
 * counted at the side that knows of it; and what was meant for one peer does not go to another.
 */
export function leavingPeers(suite: Suite): void {
  if (suite.pair.connecter.capabilities.endpointsLinger && suite.pair.binder.capabilities.endpointsLinger) {
    leavingEndpoints(suite);
  }
  closingPeers(suite);
  nextPeers(suite);
}

/** `disconnect` and `unbind` linger, and what has come in stays readable. */
function leavingEndpoints(suite: Suite): void {
  suite.overTransports('disconnect delivers what waits for an endpoint that nobody is at yet', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', {}, endpoint);
    await push.send('early');
    push.disconnect(endpoint);
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    expect(await receiveTexts(pull)).toEqual(['early']);
    expect(push.trySend('late')).toBe(false);
    await eventually('the connection ends', () => pull.stats().peers === 0);
  });

  for (const [type, peerType] of FLOWS) {
    suite.overTransports(`disconnect delivers what a ${type} has sent to a slow peer`, async (scope) => {
      const peer = scope.binding(peerType, { receiveHighWaterMark: MARK });
      const sender = scope.connecting(type, { sendHighWaterMark: 0 });
      const endpoint = await scope.join(peer, sender);
      for (const text of numbers(COUNT)) await sender.send(text.padEnd(1000));
      sender.disconnect(endpoint);
      expect((await receiveMany(peer, COUNT)).map(Number)).toEqual(numbers(COUNT).map(Number));
      await eventually('the connection ends', () => peer.stats().peers === 0);
    });

    suite.overTransports(`unbind delivers what a ${type} has sent to a slow peer`, async (scope) => {
      const sender = scope.binding(type, { sendHighWaterMark: 0 });
      const peer = scope.connecting(peerType, { receiveHighWaterMark: MARK });
      const endpoint = await scope.join(sender, peer);
      for (const text of numbers(COUNT)) await sender.send(text.padEnd(1000));
      await sender.unbind(endpoint);
      expect((await receiveMany(peer, COUNT)).map(Number)).toEqual(numbers(COUNT).map(Number));
    });
  }

  suite.overTransports('disconnect gives up after linger, and counts what it drops', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', { linger: 50 }, endpoint);
    for (const text of numbers(3)) await push.send(text);
    push.disconnect(endpoint);
    if (scope.pair.connecter.capabilities.countsDrops) {
      await eventually('they are dropped', () => push.stats().dropped.linger === 3);
    }
    expect(push.stats().queuedOutgoing ?? 0).toBe(0);
  });

  for (const way of ['disconnect', 'unbind'] as const) {
    suite.overTransports(`${way} leaves readable what has been received`, async (scope) => {
      const pull = way === 'unbind' ? scope.binding('PULL') : scope.connecting('PULL');
      const push = way === 'unbind' ? scope.connecting('PUSH') : scope.binding('PUSH');
      const endpoint = await (way === 'unbind' ? scope.join(pull, push) : scope.join(push, pull));
      for (const text of numbers(3)) await push.send(text);
      await eventually('all have come', () => (pull.stats().queuedIncoming ?? 3) === 3);
      if (way === 'unbind') await pull.unbind(endpoint);
      else pull.disconnect(endpoint);
      await eventually('the connection ends', () => push.stats().peers === 0);
      expect(await receiveMany(pull, 3)).toEqual(numbers(3));
    });
  }

  suite.overTransports('disconnect ends the connection, with immediate, too', async (scope) => {
    const pull = scope.binding('PULL');
    const push = scope.connecting('PUSH', { immediate: true });
    const endpoint = await scope.join(pull, push);
    push.disconnect(endpoint);
    await eventually('both have no peer', () => pull.stats().peers === 0 && push.stats().peers === 0);
  });
}

/** A socket that is being closed takes nothing more. */
function closingPeers(suite: Suite): void {
  for (const [type, peerType] of FLOWS) {
    for (const way of ['close', 'close with linger', 'disconnect'] as const) {
      suite.over('inproc', `a full peer that leaves by ${way} takes nothing more from a ${type}`, async (scope) => {
        await leaveFull(scope, type, peerType, way);
      });
    }
  }

  suite.overTransports('what a closed socket had received and not read is counted', async (scope) => {
    const push = scope.binding('PUSH');
    const pull = scope.connecting('PULL', { receiveHighWaterMark: 3 });
    await scope.join(push, pull);
    const { countsDrops, queueDepth } = scope.pair.connecter.capabilities;
    for (const text of numbers(3)) await push.send(text);
    if (queueDepth) await eventually('they have come', () => pull.stats().queuedIncoming === 3);
    const dropped: string[] = [];
    pull.on('dropped', ({ reason, count }) => dropped.push(`${reason} ${count}`));
    await pull.close();
    expect(pull.stats().dropped.unread).toBe(countsDrops ? 3 : 0);
    expect(dropped).toEqual(countsDrops ? ['unread 3'] : []);
  });

  suite.overTransports('a PUB does not wait at its end for an XSUB that has sent to it and left', async (scope) => {
    const publisher = scope.binding('PUB', { receiveHighWaterMark: 2, linger: 30_000 });
    const subscriber = scope.connecting('XSUB', { linger: EVENT_TIMEOUT_MS });
    await scope.join(publisher, subscriber);
    const sends = numbers(10).map((text) => subscriber.send(text));
    await Promise.all([...sends, subscriber.close()]);
    await inTime('the end of the PUB', publisher.close());
  });

  suite.overNetworks('a socket that lingers does not take a share of what its peer sends', async (scope) => {
    const count = 500;
    // So large that what the system buffers is few of them.
    const body = Buffer.alloc(100_000);
    const source = scope.binding('DEALER', { sendHighWaterMark: 10, receiveHighWaterMark: 5, sendTimeout: Infinity });
    const leaving = scope.connecting('DEALER', { receiveHighWaterMark: 5, sendHighWaterMark: 0 });
    const staying = scope.connecting('DEALER', { receiveHighWaterMark: 5 });
    await scope.join(source, leaving, staying);
    for (let index = 0; index < 100; index++) leaving.trySend(Buffer.alloc(200_000));
    await eventually('the source is full', () => (source.stats().queuedIncoming ?? 5) >= 5);
    // Longer than the test: it ends when the source has read.
    const closed = leaving.close({ linger: 30_000 });
    const sends = Array.from({ length: count }, () => source.send(body));
    for (const send of sends) send.catch(() => {});
    let received = 0;
    // What is missing in the end lies in the buffers of the system.
    while (source.stats().waitingSends > 0) {
      if ((await staying.receive({ timeout: EVENT_TIMEOUT_MS })).size === body.byteLength) received++;
    }
    received += (await drain(staying)).length;
    // What the system buffers for a connection, and no more: half of them would be its share.
    expect(received).toBeGreaterThan(count / 2 + 50);
    const reading = (async () => {
      for (;;) await source.receive({ timeout: Infinity });
    })().catch(() => {});
    await inTime('the end of the one that lingers', closed);
    await source.close({ linger: 0 });
    await reading;
  });
}

/** Another peer comes to the endpoint of one that has left. */
function nextPeers(suite: Suite): void {
  suite.overTransports('a connected REP does not give the reply to one peer to the next one', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('REQ');
    await first.bind(endpoint);
    const rep = scope.connecting('REP', {}, `>${endpoint}`);
    await first.send('of the first');
    expect(await receiveTexts(rep)).toEqual(['of the first']);
    await first.close({ linger: 0 });
    await eventually('it is gone', () => rep.stats().peers === 0);
    const second = scope.binding('REQ');
    await second.bind(endpoint);
    await second.connected({ timeout: EVENT_TIMEOUT_MS });
    await second.send('of the second');
    await rep.connected({ timeout: EVENT_TIMEOUT_MS });
    await rep.send('for the first');
    expect(await receiveTexts(rep)).toEqual(['of the second']);
    await rep.send('for the second');
    expect(await receiveTexts(second)).toEqual(['for the second']);
    if (scope.pair.connecter.capabilities.countsDrops) expect(rep.stats().dropped.unroutable).toBe(1);
  });

  suite.overTransports('a connected REP does not answer at the next peer what the last one asked', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('REQ');
    await first.bind(endpoint);
    const rep = scope.connecting('REP', {}, `>${endpoint}`);
    await first.send('of the first');
    await eventually('it has come', () => (rep.stats().queuedIncoming ?? 1) === 1);
    await first.close({ linger: 0 });
    const second = scope.binding('REQ');
    await second.bind(endpoint);
    await second.connected({ timeout: EVENT_TIMEOUT_MS });
    await rep.connected({ timeout: EVENT_TIMEOUT_MS });
    await second.send('of the second');
    // The question has come before its sender left; the answer has nowhere to go.
    expect(await receiveTexts(rep)).toEqual(['of the first']);
    await rep.send('for the first');
    expect(await receiveTexts(rep)).toEqual(['of the second']);
    await rep.send('for the second');
    expect(await receiveTexts(second)).toEqual(['for the second']);
  });

  suite.overTransports('a connected ROUTER gives to a peer only what is addressed to it', async (scope) => {
    const { router, endpoint } = await routerWhosePeerHasLeft(scope);
    const second = scope.binding('DEALER', { routingId: 'B' });
    await second.bind(endpoint);
    await greet(router, second, 'B');
    await expectSilence(second);
    await router.send(['A', 'for A']);
    await router.send(['B', 'for B']);
    expect(await receiveTexts(second)).toEqual(['for B']);
    if (scope.pair.connecter.capabilities.countsDrops) {
      expect(router.stats().dropped).toMatchObject({ disconnected: 1, unroutable: 1 });
    }
  });

  suite.overTransports('a connected ROUTER keeps for a named peer what is sent while it is away', async (scope) => {
    const { endpoint } = await routerWhosePeerHasLeft(scope);
    const again = scope.binding('DEALER', { routingId: 'A' });
    await again.bind(endpoint);
    expect(await receiveTexts(again)).toEqual(['for A']);
  });

  suite.overTransports('a connected ROUTER gives nothing to a peer without a name but its own', async (scope) => {
    const endpoint = await scope.endpoint();
    const router = scope.connecting('ROUTER', {}, `>${endpoint}`);
    const first = scope.binding('DEALER');
    await first.bind(endpoint);
    await first.send('hello');
    const [id] = await router.receive({ timeout: EVENT_TIMEOUT_MS });
    await first.close({ linger: 0 });
    await eventually('it is gone', () => router.stats().peers === 0);
    await router.send([id, 'for the first']);
    const second = scope.binding('DEALER');
    await second.bind(endpoint);
    await second.connected({ timeout: EVENT_TIMEOUT_MS });
    await router.send([id, 'for the first']);
    await expectSilence(second);
  });
}

/** A ROUTER has connected to a DEALER with the id A, which has left; then a message for A was sent. */
async function routerWhosePeerHasLeft(
  scope: Scope,
): Promise<{ router: ReturnType<typeof connectingRouter>; endpoint: string }> {
  const endpoint = await scope.endpoint();
  const router = scope.connecting('ROUTER', {}, `>${endpoint}`);
  const first = scope.binding('DEALER', { routingId: 'A' });
  await first.bind(endpoint);
  await greet(router, first, 'A');
  await first.close({ linger: 0 });
  await eventually('it is gone', () => router.stats().peers === 0);
  await router.send(['A', 'for A']);
  return { router, endpoint };
}

/** A ROUTER and a peer talk to each other once. */
async function greet(
  router: ReturnType<typeof connectingRouter>,
  dealer: ReturnType<typeof bindingDealer>,
  name: string,
): Promise<void> {
  await dealer.send('hello');
  expect(await receiveTexts(router)).toEqual([name, 'hello']);
  await router.send([name, 'welcome']);
  expect(await receiveTexts(dealer)).toEqual(['welcome']);
}

const connectingRouter = (scope: Scope) => scope.connecting('ROUTER');
const bindingDealer = (scope: Scope) => scope.binding('DEALER');

async function leaveFull(scope: Scope, type: Flow[0], peerType: Flow[1], way: string): Promise<void> {
  const sender = scope.binding(type, { sendHighWaterMark: MARK });
  const first = scope.connecting(peerType, { receiveHighWaterMark: MARK });
  const endpoint = await scope.join(sender, first);
  let accepted = 0;
  const sends = numbers(100).map((text) => sender.send(text));
  for (const send of sends)
    send.then(
      () => accepted++,
      () => {},
    );
  await eventually('both queues are full', () => accepted === 2 * MARK);
  if (way === 'disconnect') first.disconnect(endpoint);
  else await first.close({ linger: way === 'close' ? 0 : 1000 });
  await eventually('it is gone', () => sender.stats().peers === 0);
  const second = scope.connecting(peerType);
  second.connect(endpoint);
  const rest = await receiveMany(second, 100 - 2 * MARK);
  expect(rest).toEqual(numbers(100).slice(2 * MARK));
  await inTime('the sends', Promise.all(sends));
  if (!scope.pair.binder.capabilities.countsDrops) return;
  expect(sender.stats().dropped.disconnected).toBe(MARK);
  if (way === 'disconnect') expect(await receiveMany(first, MARK)).toEqual(numbers(MARK));
  else expect(first.stats().dropped.unread).toBe(MARK);
}

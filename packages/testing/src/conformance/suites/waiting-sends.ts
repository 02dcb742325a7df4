import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, inTime, receiveMany, receiveTexts } from '../waiting.js';

/** The types whose sends wait, and who takes what they send. */
const WAITING_TYPES = [
  ['PUSH', 'PULL'],
  ['DEALER', 'DEALER'],
  ['REQ', 'REP'],
  ['PAIR', 'PAIR'],
] as const;

/** Large enough that a few fill what the system buffers. */
const BODY = Buffer.alloc(60_000, 'x');
const SMALL_QUEUES = { sendHighWaterMark: 2, receiveHighWaterMark: 2, linger: 0 };

type Sender = Sockets['PUSH' | 'DEALER' | 'PAIR' | 'PUB' | 'XPUB'];

/** Sends until a send waits, and returns the promise of that send. */
async function sendUntilOneWaits(
  sender: Sender,
  message: Parameters<Sender['send']>[0],
): Promise<{ waiting: Promise<boolean> }> {
  for (let count = 0; count < 2000; count++) {
    if (sender.trySend(message)) continue;
    // A turn of the event loop for the system to take more; when it does not, the queues are full.
    const waiting = sender.send(message);
    waiting.catch(() => {});
    const settled = await Promise.race([
      waiting.then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 100, false)),
    ]);
    if (!settled) return { waiting };
  }
  throw new Error('the queues never fill');
}

/** A send that waits is tried again after every change that may have made room for it, whatever the change is. */
export function waitingSends(suite: Suite): void {
  for (const [type, peerType] of WAITING_TYPES) {
    for (const immediate of [false, true]) {
      const how = immediate ? ', with immediate' : '';
      suite.overTransports(`a ${type} sends before it has an endpoint, then connects${how}`, async (scope) => {
        const peer = scope.binding(peerType);
        const endpoint = await scope.endpoint();
        await peer.bind(endpoint);
        const sender = scope.connecting(type, { immediate });
        const sent = sender.send('early');
        await eventually('it waits', () => sender.stats().waitingSends === 1);
        sender.connect(endpoint);
        expect(await inTime('the send', sent)).toBe(true);
        expect(await receiveTexts(peer)).toEqual(['early']);
      });
    }

    suite.overTransports(`a ${type} sends before it has an endpoint, then binds`, async (scope) => {
      const endpoint = await scope.endpoint();
      const sender = scope.binding(type);
      const sent = sender.send('early');
      await eventually('it waits', () => sender.stats().waitingSends === 1);
      await sender.bind(endpoint);
      const peer = scope.connecting(peerType);
      peer.connect(endpoint);
      expect(await inTime('the send', sent)).toBe(true);
      expect(await receiveTexts(peer)).toEqual(['early']);
    });
  }

  for (const [type, peerType] of WAITING_TYPES.slice(0, 2) as (typeof WAITING_TYPES)[0][]) {
    suite.overTransports(`a ${type} whose only peer is full connects to another one`, async (scope) => {
      const { sender, waiting } = await fullSender(scope, type, peerType);
      const relief = scope.binding(peerType);
      const endpoint = await scope.endpoint();
      await relief.bind(endpoint);
      sender.connect(endpoint);
      expect(await inTime('the send', waiting)).toBe(true);
      expect((await relief.receive({ timeout: EVENT_TIMEOUT_MS })).size).toBe(BODY.byteLength);
    });
  }

  suite.overTransports('a PUSH whose only peer is full goes over to another one', async (scope) => {
    await goOver(scope, 'PUSH', 'PULL');
  });

  suite.overTransports('a DEALER whose only peer is full goes over to another one', async (scope) => {
    await goOver(scope, 'DEALER', 'DEALER');
  });

  suite.overTransports('a PAIR whose only peer is full goes over to another one', async (scope) => {
    await goOver(scope, 'PAIR', 'PAIR');
  });

  for (const type of ['PUB', 'XPUB'] as const) {
    for (const side of ['bound', 'connected'] as const) {
      for (const way of ['closes', 'disconnects', 'unsubscribes', 'is left'] as const) {
        suite.overTransports(`a ${side} ${type} with noDrop goes on when the full subscriber ${way}`, async (scope) => {
          await leaveNoDrop(scope, type, side, way);
        });
      }
    }
  }

  suite.overTransports('an XPUB with noDrop and manual goes on when the grant is taken back', async (scope) => {
    const publisher = scope.binding('XPUB', { noDrop: true, manual: true, sendTimeout: 10_000, ...SMALL_QUEUES });
    const slow = scope.connecting('SUB', { topics: ['A'], ...SMALL_QUEUES });
    await scope.join(publisher, slow);
    expect((await publisher.receive({ timeout: EVENT_TIMEOUT_MS })).toString()).toBe('\u0001A');
    publisher.subscribe('A');
    const { waiting } = await sendUntilOneWaits(publisher, ['A', BODY]);
    publisher.unsubscribe('A');
    expect(await inTime('the send', waiting)).toBe(true);
  });
}

/** A socket is disconnected from its only peer, which is full, and connected to another one. */
async function goOver(
  scope: Scope,
  type: 'PUSH' | 'DEALER' | 'PAIR',
  peerType: 'PULL' | 'DEALER' | 'PAIR',
): Promise<void> {
  const { sender, waiting, full } = await fullSender(scope, type, peerType);
  const relief = scope.binding(peerType);
  const endpoint = await scope.endpoint();
  await relief.bind(endpoint);
  sender.disconnect(full);
  sender.connect(endpoint);
  expect(await inTime('the send', waiting)).toBe(true);
  expect((await relief.receive({ timeout: EVENT_TIMEOUT_MS })).size).toBe(BODY.byteLength);
}

/** A subscriber that does not read holds its publisher, and lets it go on by leaving. */
async function leaveNoDrop(
  scope: Scope,
  type: 'PUB' | 'XPUB',
  side: 'bound' | 'connected',
  way: 'closes' | 'disconnects' | 'unsubscribes' | 'is left',
): Promise<void> {
  const options = { noDrop: true, sendTimeout: 10_000, ...SMALL_QUEUES };
  const publisher: Sockets['PUB' | 'XPUB'] =
    side === 'bound' ? scope.binding(type, options) : scope.connecting(type, options);
  const slow =
    side === 'bound'
      ? scope.connecting('SUB', { topics: ['A', 'Z'], ...SMALL_QUEUES })
      : scope.binding('SUB', { topics: ['A', 'Z'], ...SMALL_QUEUES });
  const endpoint = await (side === 'bound' ? scope.join(publisher, slow) : scope.join(slow, publisher));
  if ('subscribed' in publisher) await publisher.subscribed('A', { timeout: EVENT_TIMEOUT_MS });
  else await receiveMany(publisher, 2);
  const { waiting } = await sendUntilOneWaits(publisher, ['A', BODY]);
  if (way === 'closes') await slow.close({ linger: 0 });
  else if (way === 'unsubscribes') slow.unsubscribe('A');
  else if (way === 'is left') await (side === 'bound' ? publisher.unbind(endpoint) : publisher.disconnect(endpoint));
  else await (side === 'bound' ? slow.disconnect(endpoint) : slow.unbind(endpoint));
  expect(await inTime('the send', waiting)).toBe(true);
}

/** A socket with one send that waits, because its only peer does not read. */
async function fullSender(
  scope: Scope,
  type: 'PUSH' | 'DEALER' | 'PAIR',
  peerType: 'PULL' | 'DEALER' | 'PAIR',
): Promise<{ sender: Sender; waiting: Promise<boolean>; full: string }> {
  const slow = scope.binding(peerType, SMALL_QUEUES);
  const full = await scope.endpoint();
  await slow.bind(full);
  const sender: Sender = scope.connecting(type, { ...SMALL_QUEUES, sendTimeout: 10_000 }, full);
  await sender.connected({ timeout: EVENT_TIMEOUT_MS });
  const { waiting } = await sendUntilOneWaits(sender, BODY);
  return { sender, waiting, full };
}

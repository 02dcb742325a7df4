import type { PeerStats, SocketPeer, ZMQSocket } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import {
  EVENT_TIMEOUT_MS,
  eventually,
  expectRefusal,
  inTime,
  nextEvent,
  receiveMany,
  receiveTexts,
} from '../waiting.js';

const UNKNOWN: PeerStats = {
  messagesSent: undefined,
  bytesSent: undefined,
  messagesReceived: undefined,
  bytesReceived: undefined,
  dropped: undefined,
  queuedOutgoing: undefined,
  queuedIncoming: undefined,
};

/** `socket.peers`. */
export function peers(suite: Suite): void {
  const { peerFigures, peerSocketType, messagePeer } = suite.pair.binder.capabilities;

  suite.overWirings('peers lists the connections that stand, with what is known of each', async (scope) => {
    const [router, dealer] = [scope.binding('ROUTER'), scope.connecting('DEALER')];
    const before = Date.now();
    expect([router.peers, dealer.peers]).toEqual([[], []]);
    const endpoint = await scope.join(router, dealer);
    const [bound, connected] = [onlyPeer(router), onlyPeer(dealer)];
    for (const peer of [bound, connected]) {
      expect(peer).toMatchObject({ endpoint, connected: true });
      expect(peer.since?.getTime()).toBeGreaterThanOrEqual(before);
      expect(peer.since?.getTime()).toBeLessThanOrEqual(Date.now());
    }
    expect(bound.info.socketType).toBe(peerSocketType ? 'DEALER' : undefined);
    expect(onlyPeer(router)).toBe(bound);
    expect(router.peers).not.toBe(router.peers);
  });

  suite.overWirings('a peer that has left is no longer listed, and says so', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const [bound, connected] = [onlyPeer(pull), onlyPeer(push)];
    await push.close();
    await eventually('the peer has left', () => pull.peers.length === 0);
    expect([bound.connected, connected.connected, push.peers.length]).toEqual([false, false, 0]);
    expect(bound.stats().queuedIncoming).toBe(peerFigures ? 0 : undefined);
  });

  suite.overTransports('a peer that connects again is another one', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const endpoint = await scope.join(pull, push);
    const [bound, connected] = [onlyPeer(pull), onlyPeer(push)];
    push.disconnect(endpoint);
    await eventually('the peer has left', () => pull.peers.length + push.peers.length === 0);
    push.connect(endpoint);
    await scope.connected(pull, push);
    expect(onlyPeer(pull)).not.toBe(bound);
    expect(onlyPeer(push)).not.toBe(connected);
  });

  suite.overTransports('of several peers of a bound endpoint, those that stay are listed', async (scope) => {
    const pull = scope.binding('PULL');
    const pushes = [1, 2, 3].map(() => scope.connecting('PUSH'));
    await scope.join(pull, ...pushes);
    const all = pull.peers;
    expect(new Set(all).size).toBe(3);
    await pushes[1]?.close();
    await eventually('one has left', () => pull.peers.length === 2);
    const left = all.filter(({ connected }) => !connected);
    // An engine that is not told which one has left knows nothing more of any.
    expect(left.length).toBe(messagePeer ? 1 : 3);
    expect(pull.peers.filter(({ since }) => since !== undefined).length).toBe(messagePeer ? 2 : 0);
  });

  suite.overTransports('peers count messages and bytes each way', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send('abc');
    await left.send(['ż', '', Buffer.alloc(300)]);
    await receiveTexts(right);
    await receiveTexts(right);
    await right.send('');
    await receiveTexts(left);
    expect(onlyPeer(left).stats()).toMatchObject(
      peerFigures
        ? { messagesSent: 2, bytesSent: 305, messagesReceived: 1, bytesReceived: 0, queuedOutgoing: 0 }
        : UNKNOWN,
    );
    expect(onlyPeer(right).stats()).toMatchObject(
      suite.pair.connecter.capabilities.peerFigures
        ? { messagesSent: 1, bytesSent: 0, messagesReceived: 2, bytesReceived: 305, queuedIncoming: 0 }
        : UNKNOWN,
    );
  });

  suite.overTransports('peers count each for itself', async (scope) => {
    if (!peerFigures) return;
    const router = scope.binding('ROUTER');
    const [anna, bert] = ['anna', 'bert'].map((routingId) => scope.connecting('DEALER', { routingId }));
    if (anna === undefined || bert === undefined) return;
    await scope.join(router, anna, bert);
    for (const body of ['1', '22']) await anna.send(body);
    await bert.send('333');
    for (let count = 0; count < 3; count++) await router.receive({ timeout: EVENT_TIMEOUT_MS });
    await router.send(['anna', 'reply']);
    await receiveTexts(anna);
    const figures = Object.fromEntries(
      router.peers.map((peer) => {
        const { messagesReceived, bytesReceived, messagesSent, bytesSent } = peer.stats();
        return [`${peer.routingId}`, [messagesReceived, bytesReceived, messagesSent, bytesSent]];
      }),
    );
    expect(figures).toEqual({ anna: [2, 3, 1, 5], bert: [1, 3, 0, 0] });
  });

  suite.over('inproc', 'peers tell what is queued', async (scope) => {
    if (!peerFigures) return;
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL', { receiveHighWaterMark: 3 })];
    await scope.join(push, pull);
    for (let index = 0; index < 5; index++) await push.send(`${index}`);
    expect(onlyPeer(push).stats()).toMatchObject({ messagesSent: 3, bytesSent: 3, queuedOutgoing: 2 });
    expect(onlyPeer(pull).stats()).toMatchObject({ messagesReceived: 3, queuedIncoming: 3 });
    await receiveMany(pull, 5);
    expect(onlyPeer(push).stats()).toMatchObject({ messagesSent: 5, bytesSent: 5, queuedOutgoing: 0 });
    expect(onlyPeer(pull).stats()).toMatchObject({ messagesReceived: 5, queuedIncoming: 0 });
  });

  suite.overTransports('the peer of a message and of an event is among the peers', async (scope) => {
    if (!messagePeer) return;
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const come = nextEvent(pull, 'handshake-succeeded');
    await scope.join(pull, push);
    await push.send('x');
    const message = await pull.receive();
    expect(onlyPeer(pull).info).toBe(message.peer);
    expect(onlyPeer(pull).info).toBe((await come).peer);
  });

  suite.overTransports('a ROUTER reaches each peer by its routingId, chosen or generated', async (scope) => {
    const router = scope.binding('ROUTER');
    const dealers = [{}, { routingId: 'anna' }].map((options) => scope.connecting('DEALER', options));
    await scope.join(router, ...dealers);
    if (!peerFigures) {
      expect(router.peers.map(({ routingId }) => routingId)).toEqual([undefined, undefined]);
      return;
    }
    for (const { routingId } of router.peers) await router.send([routingId ?? '', 'welcome']);
    for (const dealer of dealers) expect(await receiveTexts(dealer)).toEqual(['welcome']);
    expect(router.peers.map(({ routingId }) => `${routingId}`)).toContain('anna');
    for (const dealer of dealers) expect(onlyPeer(dealer).routingId).toBe(undefined);
  });

  suite.overTransports('dropped says whose messages they were, and so do the peers', async (scope) => {
    const { capabilities } = scope.pair.binder;
    if (!capabilities.countsDrops || !peerFigures) return;
    const pub = scope.binding('PUB', { sendHighWaterMark: 2 });
    const sub = scope.connecting('SUB', { topics: '', receiveHighWaterMark: 2 });
    const endpoint = await scope.join(pub, sub);
    await pub.subscribed('', { timeout: EVENT_TIMEOUT_MS });
    const told = nextEvent(pub, 'dropped');
    const body = Buffer.alloc(100_000);
    while (pub.stats().dropped.full === 0) await pub.send(body);
    const peer = onlyPeer(pub);
    expect(await told).toMatchObject({ reason: 'full', endpoint });
    expect((await told).peer).toBe(peer.info);
    expect(peer.stats().dropped).toEqual(pub.stats().dropped);
  });

  suite.overTransports('disconnect of a peer ends its connection alone, and delivers what was sent', async (scope) => {
    const router = scope.binding('ROUTER');
    const [anna, bert] = ['anna', 'bert'].map((routingId) =>
      scope.connecting('DEALER', { routingId, reconnectInterval: 50 }),
    );
    if (anna === undefined || bert === undefined) return;
    await scope.join(router, anna, bert);
    if (!peerFigures) {
      await expectRefusal(() => router.peers[0]?.disconnect(), 'ENOTSUP', /zmtp/);
      return;
    }
    await anna.send('heard');
    await eventually('it has arrived', () => peerOf(router, 'anna')?.stats().queuedIncoming === 1);
    const peer = peerOf(router, 'anna');
    const [gone, noticed] = [nextEvent(router, 'disconnected'), nextEvent(anna, 'disconnected')];
    await router.send(['anna', 'farewell']);
    peer?.disconnect();
    expect((await gone).peer).toBe(peer?.info);
    await noticed;
    expect(await receiveTexts(anna)).toEqual(['farewell']);
    expect(await receiveTexts(router)).toEqual(['anna', 'heard']);
    expect([peer?.connected, peerOf(router, 'bert')?.connected]).toEqual([false, true]);
    // It connects again automatically.
    await eventually('it is there again', () => peerOf(router, 'anna') !== undefined);
    expect(peerOf(router, 'anna')).not.toBe(peer);
    peer?.disconnect();
    await router.send(['anna', 'welcome']);
    expect(await receiveTexts(anna)).toEqual(['welcome']);
  });

  suite.over('tcp', 'the last disconnect of a peer says for how long it lingers', async (scope) => {
    if (!peerFigures) return;
    const router = scope.binding('ROUTER', { sendHighWaterMark: 0 });
    const dealer = scope.connecting('DEALER', {
      routingId: 'anna',
      receiveHighWaterMark: 1,
      reconnectInterval: 30_000,
    });
    await scope.join(router, dealer);
    await eventually('it is there', () => peerOf(router, 'anna') !== undefined);
    const peer = peerOf(router, 'anna');
    for (let index = 0; index < 300; index++) await router.send(['anna', Buffer.alloc(60_000)]);
    const gone = nextEvent(router, 'disconnected');
    peer?.disconnect({ linger: 60_000 });
    peer?.disconnect({ linger: 1 });
    expect((await inTime('the end', gone)).peer).toBe(peer?.info);
  });

  suite.overTransports('disconnect of the peer of a connected endpoint: it is connected again', async (scope) => {
    if (!suite.pair.connecter.capabilities.peerFigures) return;
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const endpoint = await scope.join(pull, push);
    await push.send('before');
    const peer = onlyPeer(push);
    const gone = nextEvent(push, 'disconnected');
    peer.disconnect();
    await push.send('after');
    expect((await gone).endpoint).toBe(endpoint);
    expect(await receiveMany(pull, 2)).toEqual(['before', 'after']);
    expect(onlyPeer(push)).not.toBe(peer);
    expect(peer.stats().messagesSent).toBe(1);
    expect(onlyPeer(push).stats().messagesSent).toBe(1);
    await expectRefusal(() => peer.disconnect({ linger: -1 }), 'EINVAL', /linger/);
  });

  suite.over('inproc', 'disconnect of a peer with linger 0 drops what waits for it', async (scope) => {
    if (!peerFigures) return;
    const [push, pull] = [scope.binding('PUSH'), scope.connecting('PULL', { receiveHighWaterMark: 1 })];
    await scope.join(push, pull);
    for (const body of ['1', '2', '3']) await push.send(body);
    const peer = onlyPeer(push);
    const told = nextEvent(push, 'dropped');
    peer.disconnect({ linger: 0 });
    expect(await told).toMatchObject({ reason: 'linger', count: 2, peer: peer.info });
    expect(peer.stats().dropped?.linger).toBe(2);
    expect(await receiveTexts(pull)).toEqual(['1']);
  });

  suite.it('a closed socket has no peers', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    const peer = onlyPeer(pull);
    await pull.close();
    expect([pull.peers, peer.connected]).toEqual([[], false]);
  });
}

function peerOf(socket: ZMQSocket<object>, id: string): SocketPeer | undefined {
  return socket.peers.find(({ routingId }) => `${routingId}` === id);
}

function onlyPeer(socket: ZMQSocket<object>): SocketPeer {
  const { peers: all } = socket;
  expect(all.length).toBe(1);
  return all[0] as SocketPeer;
}

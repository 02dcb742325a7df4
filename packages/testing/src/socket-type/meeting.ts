import { createSocket } from '@zeromq-ts/core';
import { expect } from 'vitest';
import { construct, SOCKET_TYPES } from '../conformance/socket-classes.js';
import type { Suite } from '../conformance/suite.js';
import { eventually, expectRefusal, nextEvent, EVENT_TIMEOUT_MS } from '../conformance/waiting.js';
import { Stage } from './stage.js';
import type { TestedSocketType } from './tested-socket-type.js';

/** Construction, endpoints, bind and connect, and who may meet. */
export function meeting(suite: Suite, tested: TestedSocketType): void {
  const { type, defaultAction, sends, receives, peers, raw } = tested.definition;

  suite.it('it says its type, and is open, unbound and unconnected', async (scope) => {
    const socket = new Stage(scope, tested).open();
    expect([socket.type, socket.closed, socket.endpoint]).toEqual([type, false, null]);
    await socket.ready;
  });

  suite.it('it is registered: createSocket makes one of the same class', async (scope) => {
    const socket = new Stage(scope, tested).open();
    const made = scope.adopt(createSocket(type));
    expect(made).toBeInstanceOf(socket.constructor);
    expect(made.type).toBe(type);
  });

  suite.it('it has the methods that its traits say', async (scope) => {
    const socket = new Stage(scope, tested).open();
    for (const name of ['send', 'trySend'] as const) expect(name in socket, name).toBe(sends);
    for (const name of ['receive', 'tryReceive', Symbol.asyncIterator] as const) {
      expect(name in socket, String(name)).toBe(receives);
    }
  });

  suite.it('it refuses options that it does not have, and names the nearest', async (scope) => {
    const stage = new Stage(scope, tested);
    await expectRefusal(() => stage.open({ sendTimout: 5 }), 'EINVAL', 'sendTimeout');
    await expectRefusal(() => stage.open({ sendTimeout: 'soon' }), 'EINVAL', 'sendTimeout');
    const socket = stage.open({ linger: 5 });
    await expectRefusal(() => socket.setOption('lingre' as never, 5 as never), 'EINVAL');
  });

  suite.overTransports(`its constructor ${defaultAction}s an endpoint without a prefix`, async (scope) => {
    const stage = new Stage(scope, tested);
    const endpoint = await scope.endpoint();
    const [first, second] = defaultAction === 'bind' ? ['', '>'] : ['', '@'];
    const socket = stage.open({}, `${first}${endpoint}`);
    await socket.ready;
    expect(socket.endpoint).toBe(endpoint);
    const peer = stage.openPeer({}, `${second}${endpoint}`);
    await scope.connected(socket, peer);
  });

  suite.overTransports('the prefixes @ and > say what its constructor does', async (scope) => {
    const stage = new Stage(scope, tested);
    const [one, other] = [await scope.endpoint(), await scope.endpoint()];
    const binder = stage.open({}, `@${one}`);
    await scope.connected(binder, stage.openPeer({}, `>${one}`));
    const peer = stage.openPeer({}, `@${other}`);
    await peer.ready;
    await scope.connected(stage.open({}, `>${other}`), peer);
  });

  suite.overWirings('it binds, and its peer connects', async (scope) => {
    const stage = new Stage(scope, tested);
    const [socket, peer] = [stage.open(), stage.openPeer()];
    await scope.join(socket, peer);
    expect([socket.stats().peers, peer.stats().peers]).toEqual([1, 1]);
  });

  suite.overWirings('it connects to a peer that binds', async (scope) => {
    const stage = new Stage(scope, tested);
    const [socket, peer] = [stage.open(), stage.openPeer()];
    await scope.join(peer, socket);
    expect([socket.stats().peers, peer.stats().peers]).toEqual([1, 1]);
  });

  suite.overTransports('an endpoint that is bound is EADDRINUSE for another socket, until unbind', async (scope) => {
    const stage = new Stage(scope, tested);
    const endpoint = await scope.endpoint();
    const [first, second] = [stage.open(), stage.open()];
    const bound = await first.bind(endpoint);
    await expectRefusal(second.bind(endpoint), 'EADDRINUSE');
    await first.unbind(bound);
    await second.bind(endpoint);
  });

  suite.overTransports(
    'disconnect lets the peer go, and unbind those that came through the endpoint',
    async (scope) => {
      const stage = new Stage(scope, tested);
      const [socket, peer] = [stage.open(), stage.openPeer()];
      const endpoint = await scope.join(socket, peer);
      peer.disconnect(endpoint);
      await eventually('it has left', () => socket.stats().peers === 0 && peer.stats().peers === 0);
      peer.connect(endpoint);
      await scope.connected(socket, peer);
      await socket.unbind(endpoint);
      await eventually('it has left', () => socket.stats().peers === 0);
    },
  );

  // A raw socket refuses no peer: there is no handshake.
  if (raw === true) return;
  const stranger = SOCKET_TYPES.find((each) => !peers.includes(each));
  if (stranger === undefined) return;
  suite.overTransports(`it refuses a ${stranger}, and goes on`, async (scope) => {
    const stage = new Stage(scope, tested);
    const socket = stage.open();
    const endpoint = await socket.bind(await scope.endpoint());
    const { engine } = scope.pair.binder;
    const wrong = scope.adopt(
      construct(stranger, undefined, { engine, linger: 0, reconnectInterval: EVENT_TIMEOUT_MS }),
    );
    const refused = nextEvent(socket, 'handshake-failed');
    wrong.connect(endpoint);
    await refused;
    expect(socket.stats().peers).toBe(0);
    const peer = stage.openPeer();
    peer.connect(endpoint);
    await scope.connected(socket, peer);
  });
}

import type { SocketEventName, ZMQSocket } from '@zeromq-ts/core';
import { expect } from 'vitest';
import { freePort } from '../fresh-endpoint.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, drain, eventually, expectRefusal, nextEvent, receiveTexts } from '../waiting.js';

/** Everything but `closed` of the sockets themselves. */
const CONNECTION_EVENTS = [
  'listening',
  'accepted',
  'connected',
  'handshake-succeeded',
  'handshake-failed',
  'disconnected',
  'bind-failed',
] as const satisfies readonly SocketEventName[];

/** Notes the names of a socket's connection events, in order. */
function record(socket: ZMQSocket): string[] {
  const seen: string[] = [];
  for (const name of CONNECTION_EVENTS) socket.on(name, () => seen.push(name));
  return seen;
}

/** The monitor events: names, order, what they carry. */
export function events(suite: Suite): void {
  suite.overNetworks('B-103 the events of both sides come in order, each once', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const [server, client] = [record(pull), record(push)];
    await scope.join(pull, push);
    await push.send('x');
    expect(await receiveTexts(pull)).toEqual(['x']);
    expect(server).toEqual(['listening', 'accepted', 'handshake-succeeded']);
    expect(client).toEqual(['connected', 'handshake-succeeded']);
    const left = nextEvent(pull, 'disconnected');
    await push.close();
    await left;
    expect(server).toEqual(['listening', 'accepted', 'handshake-succeeded', 'disconnected']);
  });

  suite.overNetworks('events carry the endpoint that the socket knows', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const endpoint = await scope.endpoint();
    const heard = [
      nextEvent(pull, 'listening'),
      nextEvent(pull, 'accepted'),
      nextEvent(pull, 'handshake-succeeded'),
      nextEvent(push, 'connected'),
      nextEvent(push, 'handshake-succeeded'),
    ];
    await pull.bind(endpoint);
    push.connect(endpoint);
    for (const event of await Promise.all(heard)) expect(event.endpoint).toBe(endpoint);
    const lost = nextEvent(push, 'disconnected');
    await pull.close();
    expect((await lost).endpoint).toBe(endpoint);
  });

  suite.overTransports('listening carries the real endpoint', async (scope) => {
    const pull = scope.binding('PULL');
    const listening = nextEvent(pull, 'listening');
    const real = await pull.bind(await scope.anyEndpoint());
    expect((await listening).endpoint).toBe(real);
  });

  suite.overTransports('B-106 bind-failed carries the endpoint and the error', async (scope) => {
    const endpoint = await scope.endpoint();
    await scope.binding('PULL').bind(endpoint);
    const pull = scope.binding('PULL');
    const failed = nextEvent(pull, 'bind-failed');
    await expectRefusal(pull.bind(endpoint), 'EADDRINUSE');
    expect(await failed).toMatchObject({ endpoint, error: { code: 'EADDRINUSE' } });
  });

  suite.overTransports('a constructor bind that fails raises bind-failed', async (scope) => {
    const endpoint = await scope.endpoint();
    await scope.binding('PULL').bind(endpoint);
    const pull = scope.binding('PULL', {}, endpoint);
    const failed = nextEvent(pull, 'bind-failed');
    await expectRefusal(pull.ready, 'EADDRINUSE');
    expect((await failed).error).toMatchObject({ code: 'EADDRINUSE' });
  });

  suite.over(
    'tcp',
    'a connection to nobody raises connect-delayed and connect-retried, never connected',
    async (scope) => {
      const push = scope.connecting('PUSH');
      const endpoint = `tcp://127.0.0.1:${await freePort()}`;
      const heard = [nextEvent(push, 'connect-delayed'), nextEvent(push, 'connect-retried')] as const;
      const seen = record(push);
      push.connect(endpoint);
      const [delayed, retried] = await Promise.all(heard);
      expect([delayed.endpoint, retried.endpoint]).toEqual([endpoint, endpoint]);
      expect(retried.interval === undefined || retried.interval >= 10).toBe(true);
      expect(seen).toEqual([]);
    },
  );

  suite.overTransports('closed is raised for each endpoint that is let go, and last for the socket', async (scope) => {
    const dealer = scope.binding('DEALER');
    const closed: (string | undefined)[] = [];
    dealer.on('closed', ({ endpoint }) => closed.push(endpoint));
    const [first, second, third] = [await scope.endpoint(), await scope.endpoint(), await scope.endpoint()];
    await dealer.bind(first);
    await dealer.bind(second);
    dealer.connect(third);
    await dealer.unbind(first);
    expect(closed).toEqual([first]);
    dealer.disconnect(third);
    expect(closed).toEqual([first, third]);
    dealer.connect(third);
    await dealer.close();
    expect(closed.slice(0, 2)).toEqual([first, third]);
    expect(new Set(closed.slice(2, 4))).toEqual(new Set([second, third]));
    expect(closed.slice(4)).toEqual([undefined]);
  });

  suite.overTransports('after close nothing is raised any more', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const endpoint = await scope.join(pull, push);
    await pull.close();
    const seen = record(pull);
    const other = scope.binding('PULL');
    await other.bind(endpoint);
    const late = scope.connecting('PUSH', {}, endpoint);
    await late.send('x');
    expect(await receiveTexts(other)).toEqual(['x']);
    expect(seen).toEqual([]);
  });

  suite.overTransports('handshake-succeeded and disconnected are raised on every transport', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const heard = [nextEvent(pull, 'handshake-succeeded'), nextEvent(push, 'handshake-succeeded')];
    await scope.attach(pull, push);
    await Promise.all(heard);
    const left = nextEvent(pull, 'disconnected');
    await push.close();
    await left;
  });

  suite.over('tcp', 'events name the peer, as far as the engine knows it, and never guess', async (scope) => {
    const { capabilities } = scope.pair.binder;
    const router = scope.binding('ROUTER');
    const dealer = scope.connecting('DEALER', { routingId: 'anna' });
    const handshake = nextEvent(router, 'handshake-succeeded');
    const endpoint = await scope.join(router, dealer);
    const { peer } = await handshake;
    expect(peer?.address).not.toBe(endpoint);
    if (capabilities.peerAddress) expect(peer?.address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    else expect(peer?.address).toBeUndefined();
    expect(peer?.socketType).toBe(capabilities.peerSocketType ? 'DEALER' : undefined);
    const routingId = peer?.routingId === undefined ? undefined : Buffer.from(peer.routingId).toString();
    expect(routingId).toBe(capabilities.peerRoutingId ? 'anna' : undefined);
    expect([undefined, 'NULL']).toContain(peer?.mechanism);
  });

  suite.over('inproc', 'dropped tells how many messages were dropped, and why', async (scope) => {
    const drops = scope.pair.binder.capabilities.countsDrops ? 10 : 0;
    const pub = scope.binding('PUB', { sendHighWaterMark: 1 });
    const sub = scope.connecting('SUB', { receiveHighWaterMark: 1 });
    await scope.join(pub, sub);
    await pub.subscribed(undefined, { timeout: EVENT_TIMEOUT_MS });
    let counted = 0;
    pub.on('dropped', ({ reason, count }) => {
      expect(reason).toBe('full');
      counted += count;
    });
    for (let index = 0; index < 12; index++) await pub.send('x');
    expect(await drain(sub)).toEqual(['x', 'x']);
    await eventually('all drops are told', () => counted === drops);
    expect(pub.stats().dropped.full).toBe(drops);
  });

  suite.overTransports('a listener added later hears of later connections only', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    let connections = 0;
    pull.on('handshake-succeeded', () => connections++);
    scope.connecting('PUSH', {}, pull.endpoint ?? '');
    await pull.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    expect(connections).toBe(1);
  });
}

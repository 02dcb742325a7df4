import type { SocketEvent } from '@zeromq-ts/core';
import { expect } from 'vitest';
import { freePort } from '../fresh-endpoint.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, nextEvent, receiveMany, receiveTexts } from '../waiting.js';

/** What connect accepts and promises; disconnect. */
export function connecting(suite: Suite): void {
  suite.overTransports(
    'B-001 E-10 connect before bind: what was sent meanwhile arrives, of all connecters',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const pushes = [scope.connecting('PUSH'), scope.connecting('PUSH'), scope.connecting('PUSH')];
      for (const [index, push] of pushes.entries()) {
        push.connect(endpoint);
        expect(await push.send(`${index}`)).toBe(true);
      }
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      expect((await receiveMany(pull, 3)).toSorted()).toEqual(['0', '1', '2']);
    },
  );

  suite.overTransports('E-11 SO-01 one socket binds and connects to several endpoints', async (scope) => {
    const pull = scope.binding('PULL');
    const own = await pull.bind(await scope.endpoint());
    const bound = scope.connecting('PUSH');
    const others = await bound.bind(await scope.endpoint());
    pull.connect(others);
    const connected = scope.connecting('PUSH');
    connected.connect(own);
    await bound.send('from the bound');
    await connected.send('from the connected');
    expect((await receiveMany(pull, 2)).toSorted()).toEqual(['from the bound', 'from the connected']);
  });

  for (const [type, peer] of [
    ['SUB', 'PUB'],
    ['PUB', 'SUB'],
    ['REQ', 'REP'],
    ['DEALER', 'ROUTER'],
  ] as const) {
    suite.overTransports(
      `B-037 a ${type} that is connected twice to one endpoint has one connection`,
      async (scope) => {
        const [binder, twice] = [scope.binding(peer), scope.connecting(type)];
        const endpoint = await binder.bind(await scope.endpoint());
        twice.connect(endpoint);
        twice.connect(endpoint);
        // Another socket that comes after it: by then a second connection would have been there, too.
        const other = scope.connecting(type);
        other.connect(endpoint);
        await Promise.all([twice, other].map((socket) => socket.connected({ timeout: EVENT_TIMEOUT_MS })));
        await binder.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
        expect([binder.stats().peers, twice.stats().peers]).toEqual([2, 1]);
        twice.disconnect(endpoint);
        await eventually('it is gone', () => binder.stats().peers === 1);
        await expectRefusal(() => twice.disconnect(endpoint), 'ENOENT');
      },
    );
  }

  suite.overTransports('B-037 a PUSH that is connected twice to one endpoint has two connections', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    const endpoint = await pull.bind(await scope.endpoint());
    push.connect(endpoint);
    push.connect(endpoint);
    await pull.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    for (const body of ['1', '2', '3', '4']) await push.send(body);
    expect((await receiveMany(pull, 4)).toSorted()).toEqual(['1', '2', '3', '4']);
    push.disconnect(endpoint);
    await eventually('one is left', () => pull.stats().peers === 1);
    await push.send('still');
    expect(await receiveTexts(pull)).toEqual(['still']);
  });

  suite.it('SO-01 one socket serves all transports at once', async (scope) => {
    const pull = scope.binding('PULL');
    for (const transport of suite.transports) {
      const push = scope.connecting('PUSH');
      push.connect(await pull.bind(await scope.endpointOf(transport)));
      await push.send(transport.protocol);
    }
    expect((await receiveMany(pull, suite.transports.length)).toSorted()).toEqual(
      suite.transports.map(({ protocol }) => protocol).toSorted(),
    );
  });

  suite.over('tcp', 'B-038 source;host:port connects from the source address', async (scope) => {
    const pull = scope.binding('PULL');
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const push = scope.connecting('PUSH');
    const accepted = nextEvent(pull, 'handshake-succeeded');
    push.connect(endpoint.replace('tcp://', 'tcp://127.0.0.2:0;'));
    await push.send('sourced');
    expect(await receiveTexts(pull)).toEqual(['sourced']);
    const { peer } = await accepted;
    if (scope.pair.binder.capabilities.peerAddress) expect(peer?.address).toMatch(/^tcp:\/\/127\.0\.0\.2:/);
  });

  suite.over(
    'tcp',
    'B-039 a name that does not resolve is no exception, but an event with the error',
    async (scope) => {
      const push = scope.connecting('PUSH');
      const told: SocketEvent[] = [];
      push.on('connect-retried', (event) => told.push(event));
      push.connect('tcp://no-such-host.invalid:5555');
      await eventually('an event with the error', () => told.some(({ error }) => error instanceof Error));
      expect(new Set(told.map(({ endpoint }) => endpoint))).toEqual(new Set(['tcp://no-such-host.invalid:5555']));
    },
  );

  suite.over(
    'tcp',
    'B-039 one name that does not resolve leaves the other connections of the socket alone',
    async (scope) => {
      const pull = scope.binding('PULL');
      const push = scope.connecting('PUSH', { immediate: true });
      push.connect('tcp://no-such-host.invalid:5555');
      push.connect(await pull.bind(await scope.endpoint()));
      await push.send('by the other');
      expect(await receiveTexts(pull)).toEqual(['by the other']);
    },
  );

  suite.overTransports('B-035 disconnect takes the endpoint as given and ends the connection', async (scope) => {
    const push = scope.binding('PUSH');
    const pull = scope.connecting('PULL');
    const endpoint = await scope.join(push, pull);
    pull.disconnect(endpoint);
    await eventually('both have no peer', () => push.stats().peers === 0 && pull.stats().peers === 0);
    await eventually('nobody takes a message', () => !push.trySend('to nobody'));
    pull.connect(endpoint);
    await push.send('again');
    expect(await receiveTexts(pull)).toEqual(['again']);
  });

  suite.overTransports('B-035 disconnect with a linger of 0 drops what is queued for the endpoint', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', { linger: 0 });
    push.connect(endpoint);
    await push.send('dropped');
    push.disconnect(endpoint);
    push.connect(endpoint);
    await push.send('kept');
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    expect(await receiveTexts(pull)).toEqual(['kept']);
  });

  suite.overTransports('disconnect leaves the other connections of the socket alone', async (scope) => {
    const endpoints = [await scope.endpoint(), await scope.endpoint()] as const;
    const [left, right] = [scope.binding('PULL', {}, endpoints[0]), scope.binding('PULL', {}, endpoints[1])];
    await Promise.all([left.ready, right.ready]);
    const push = scope.connecting('PUSH', {}, endpoints);
    await push.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    push.disconnect(endpoints[0]);
    await eventually('one peer is left', () => push.stats().peers === 1);
    for (const body of ['1', '2', '3']) await push.send(body);
    expect(await receiveMany(right, 3)).toEqual(['1', '2', '3']);
    expect(left.tryReceive()).toBeUndefined();
  });

  suite.overTransports('B-035 disconnect from what was never connected is ENOENT', async (scope) => {
    const push = scope.connecting('PUSH');
    const endpoint = await scope.endpoint();
    await expectRefusal(() => push.disconnect(endpoint), 'ENOENT', /not connected/);
    push.connect(endpoint);
    push.disconnect(endpoint);
    await expectRefusal(() => push.disconnect(endpoint), 'ENOENT');
    await push.bind(await scope.endpoint());
    const bound = push.endpoint ?? '';
    await expectRefusal(() => push.disconnect(bound), 'ENOENT');
  });

  suite.over('tcp', 'B-041 connecting to a port where nobody listens is no error', async (scope) => {
    const push = scope.connecting('PUSH');
    push.connect(`tcp://127.0.0.1:${await freePort()}`);
    expect(await push.send('queued')).toBe(true);
    await expectRefusal(push.connected({ timeout: 50 }), 'EAGAIN');
  });
}

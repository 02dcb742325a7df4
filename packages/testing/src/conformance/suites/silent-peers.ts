import { connect } from 'node:net';
import { expect } from 'vitest';
import { FaultProxy } from '../fault-proxy.js';
import { heartbeatTiming } from '../heartbeat-timing.js';
import type { Suite } from '../suite.js';
import {
  EVENT_TIMEOUT_MS,
  QUIET_MS,
  eventually,
  expectRefusal,
  expectSilence,
  inTime,
  nextEvent,
  receiveTexts,
} from '../waiting.js';
import { knowsFrameLimits } from './message-sizes.js';

const portOf = (endpoint: string): number => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));

/** Peers that say nothing, or no ZMTP, or too much. */
export function silentPeers(suite: Suite): void {
  const { heartbeat, timeout } = heartbeatTiming(suite);
  suite.over(
    'tcp',
    'B-093 a peer that has fallen silent is dropped after heartbeatTimeout, and found again',
    async (scope) => {
      for (const side of ['binder', 'connecter'] as const) {
        const pull = scope.binding('PULL', side === 'binder' ? heartbeat : {});
        const proxy = await FaultProxy.before(portOf(await pull.bind('tcp://127.0.0.1:*')));
        scope.defer(() => proxy.close());
        const push = scope.connecting('PUSH', side === 'connecter' ? heartbeat : {}, proxy.endpoint);
        await scope.connected(pull, push);
        const dropped = nextEvent(side === 'binder' ? pull : push, 'disconnected');
        proxy.blackHole();
        await dropped;
        proxy.restore();
        proxy.cut();
        await push.connected({ timeout: EVENT_TIMEOUT_MS });
        await eventually('it is found again', () => pull.stats().peers === 1);
        await push.send('found');
        expect(await receiveTexts(pull)).toEqual(['found']);
      }
    },
  );

  suite.overNetworks('B-093 heartbeats keep an idle healthy pair connected', async (scope) => {
    const options = { ...heartbeat, heartbeatTimeToLive: timeout + 100 };
    const [pull, push] = [scope.binding('PULL', options), scope.connecting('PUSH', options)];
    let lost = 0;
    for (const socket of [pull, push]) socket.on('disconnected', () => lost++);
    await scope.join(pull, push);
    // For longer than a peer that is silent is kept.
    for (let quiet = 0; quiet <= timeout + 100; quiet += QUIET_MS) await expectSilence(pull);
    await push.send('still here');
    expect(await receiveTexts(pull)).toEqual(['still here']);
    expect(lost).toBe(0);
  });

  suite.over('tcp', 'B-094 a connection that says nothing is closed after handshakeInterval', async (scope) => {
    const pull = scope.binding('PULL', { handshakeInterval: 80 });
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    const raw = connect(portOf(endpoint), '127.0.0.1');
    scope.defer(() => raw.destroy());
    raw.on('error', () => {});
    raw.resume();
    await inTime('the end of the connection', new Promise((resolve) => raw.on('close', resolve)));
    expect(pull.stats().peers).toBe(0);
  });

  suite.over(
    'tcp',
    'B-094 a listener that says nothing is given up after handshakeInterval, and tried again',
    async (scope) => {
      const pull = scope.binding('PULL');
      const proxy = await FaultProxy.before(portOf(await pull.bind('tcp://127.0.0.1:*')));
      scope.defer(() => proxy.close());
      proxy.blackHole();
      const push = scope.connecting('PUSH', { handshakeInterval: 60 });
      const retried = nextEvent(push, 'connect-retried');
      push.connect(proxy.endpoint);
      await retried;
      proxy.restore();
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
    },
  );

  for (const [what, bytes] of [
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(4))],
    ['zeros', Buffer.alloc(256)],
    ['random octets', Buffer.from(Array.from({ length: 512 }, (_, index) => (index * 73 + 41) % 256))],
  ] as const) {
    suite.over('tcp', `a peer that talks ${what} disturbs nobody`, async (scope) => {
      const pull = scope.binding('PULL');
      const endpoint = await pull.bind('tcp://127.0.0.1:*');
      const raw = connect(portOf(endpoint), '127.0.0.1');
      scope.defer(() => raw.destroy());
      raw.on('error', () => {});
      raw.resume();
      raw.end(bytes);
      await inTime('the end of the connection', new Promise((resolve) => raw.on('close', resolve)));
      const push = scope.connecting('PUSH', {}, endpoint);
      await push.send('undisturbed');
      expect(await receiveTexts(pull)).toEqual(['undisturbed']);
      await pull.connected({ timeout: EVENT_TIMEOUT_MS });
      expect(pull.stats().peers).toBe(1);
    });
  }

  suite.overNetworks(
    'B-020 a peer that sends a frame larger than maxMessageSize is dropped; the others go on',
    async (scope) => {
      const pull = scope.binding('PULL', { maxMessageSize: 1000 });
      const [good, greedy] = [scope.connecting('PUSH'), scope.connecting('PUSH')];
      const endpoint = await scope.join(pull, good, greedy);
      expect(endpoint).toBe(pull.endpoint);
      if (knowsFrameLimits(suite.pair)) {
        // A peer that knows the limit does not even try.
        await expectRefusal(greedy.send(Buffer.alloc(1001)), 'EMSGSIZE', /1001/);
      } else {
        const lost = nextEvent(pull, 'disconnected');
        await greedy.send(Buffer.alloc(1001));
        await lost;
      }
      await good.send(Buffer.alloc(1000, 'x'));
      expect((await pull.receive()).size).toBe(1000);
      await good.send(['x'.repeat(1000), 'y'.repeat(1000)]);
      expect((await pull.receive()).size).toBe(2000);
    },
  );
}

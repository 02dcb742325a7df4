import { expect } from 'vitest';
import { curveKeyPair } from '@zeromq-ts/security';
import { FaultProxy } from '../fault-proxy.js';
import { heartbeatTiming } from '../heartbeat-timing.js';
import type { SocketTypeName } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { engineName } from '../tested-engine.js';
import { EVENT_TIMEOUT_MS, eventually, inTime } from '../waiting.js';

const portOf = (endpoint: string): number => Number(endpoint.slice(endpoint.lastIndexOf(':') + 1));

/** The type that sends, and the type that receives. */
const PAIRS = [
  ['PUSH', 'PULL'],
  ['PUB', 'SUB'],
  ['DEALER', 'ROUTER'],
  ['PAIR', 'PAIR'],
] as const satisfies readonly (readonly [SocketTypeName, SocketTypeName])[];

interface Sending {
  send(message: string | Uint8Array): Promise<boolean>;
}

interface Receiving {
  receive(options?: { timeout?: number }): Promise<{ readonly size: number; frame(index: number): Uint8Array }>;
}

/** libzmq sends its first PING when an interval has passed; until then its peer does not know that it heartbeats. */
async function firstPing({ pair }: Suite): Promise<void> {
  if (engineName(pair.connecter) === 'libzmq') await new Promise((resolve) => setTimeout(resolve, 200));
}

/**
 * Heartbeats with a peer that is gone, and with one that is alive and slow. The slow one is on the engine `zmtp`: libzmq
 * answers a PING only after it has read what came before it.
 */
export function heartbeats(suite: Suite): void {
  const { heartbeat, timeout } = heartbeatTiming(suite);
  suite.over('tcp', 'B-093 a peer that vanishes while much is sent to it is found all the same', async (scope) => {
    const pull = scope.binding('PULL');
    const proxy = await FaultProxy.before(portOf(await pull.bind('tcp://127.0.0.1:*')));
    scope.defer(() => proxy.close());
    const push = scope.connecting('PUSH', heartbeat, proxy.endpoint);
    let lost = 0;
    push.on('disconnected', () => lost++);
    await scope.connected(pull, push);
    proxy.blackHole();
    const sending = setInterval(() => push.trySend('x'.repeat(1000)), 5);
    scope.defer(() => clearInterval(sending));
    await eventually('the loss is known', () => lost === 1);
    clearInterval(sending);
    proxy.restore();
    proxy.cut();
    await inTime('it is found again', push.connected({ timeout: EVENT_TIMEOUT_MS }));
  });

  if (engineName(suite.pair.binder) !== 'zmtp') return;

  for (const [sends, receives] of PAIRS) {
    for (const who of ['the sender', 'both sides'] as const) {
      suite.over(
        'tcp',
        `H-13 ${sends} to ${receives}: a large message over a slow connection arrives, with heartbeats of ${who}`,
        async (scope) => {
          const receiver = scope.binding(receives, who === 'both sides' ? heartbeat : {});
          const sender = scope.connecting(sends, heartbeat);
          let lost = 0;
          for (const socket of [receiver, sender]) socket.on('disconnected', () => lost++);
          const proxy = await FaultProxy.before(portOf(await receiver.bind('tcp://127.0.0.1:*')));
          scope.defer(() => proxy.close());
          if ('subscribe' in receiver) receiver.subscribe('');
          sender.connect(proxy.endpoint);
          await scope.connected(receiver, sender);
          if ('subscribed' in sender) await (sender as { subscribed(): Promise<void> }).subscribed();
          await firstPing(suite);
          proxy.throttle(1_000_000);
          // It takes longer than the timeout.
          const size = 1_500_000;
          const sent = (sender as unknown as Sending).send(Buffer.alloc(size));
          const message = await (receiver as unknown as Receiving).receive({ timeout: EVENT_TIMEOUT_MS });
          await sent;
          expect(message.size).toBeGreaterThanOrEqual(size);
          expect(lost).toBe(0);
        },
      );
    }
  }

  for (const mechanism of ['NULL', 'CURVE'] as const) {
    suite.overNetworks(
      `H-12 H-13 ${mechanism}: a consumer that is slow and steady is not taken for dead, and nothing is lost`,
      async (scope) => {
        const server = curveKeyPair();
        const client = curveKeyPair();
        const secure = mechanism === 'CURVE';
        const pull = scope.binding('PULL', {
          receiveHighWaterMark: 100,
          ...(secure && { curveServer: true, curveSecretKey: server.secretKey, authenticate: () => true }),
        });
        const push = scope.connecting('PUSH', {
          ...heartbeat,
          heartbeatTimeToLive: timeout + 100,
          ...(secure && { curveServerKey: server.publicKey, curveSecretKey: client.secretKey }),
        });
        let lost = 0;
        for (const socket of [pull, push]) socket.on('disconnected', () => lost++);
        await scope.join(pull, push);
        await firstPing(suite);
        const count = 4000;
        const sending = (async () => {
          for (let index = 0; index < count; index++) await push.send([`${index}`, 'x'.repeat(100)]);
        })();
        // It reads a few, and rests for longer than the timeout.
        let next = 0;
        for (let rest = 0; rest < 3; rest++) {
          for (let index = 0; index < 60; index++, next++) expect((await pull.receive()).text()).toBe(`${next}`);
          await new Promise((resolve) => setTimeout(resolve, timeout + 150));
        }
        for (; next < count; next++) expect((await pull.receive()).text()).toBe(`${next}`);
        await sending;
        expect(lost).toBe(0);
      },
    );
  }
}

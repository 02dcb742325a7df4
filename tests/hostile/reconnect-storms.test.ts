import { describe, expect } from 'vitest';
import { eventually } from '@zeromq-ts/testing/conformance';
import { openHandles } from './bounds.js';
import { GREETING, readyOf } from './octets.js';
import type { RawPeer } from './raw-peer.js';
import { attack } from './stage.js';

const EVENT_TIMEOUT_MS = 20_000;

/** What a server does with each connection, as soon as it has come. */
const UNKIND: readonly (readonly [what: string, action: (peer: RawPeer) => void])[] = [
  ['closes at once', (peer) => peer.end()],
  ['resets at once', (peer) => peer.reset()],
  ['closes after its greeting', (peer) => peer.end(GREETING)],
  ['resets after its greeting', (peer) => peer.socket.write(GREETING, () => peer.reset())],
];

describe('a server that', () => {
  for (const [what, action] of UNKIND) {
    attack(
      `A-36 ${what} is tried again later and later, once at a time, and found when it has come to its senses`,
      async (stage) => {
        let [open, most, unkind] = [0, 0, true];
        const server = await stage.server((peer) => {
          if (!unkind) {
            peer.send(GREETING, readyOf('PULL'));
            return;
          }
          most = Math.max(most, ++open);
          peer.socket.on('close', () => open--);
          action(peer);
        });
        const victim = stage.connecter('PUSH', server.endpoint, { reconnectInterval: 5, reconnectMaxInterval: 40 });
        const handles = openHandles();
        await victim.diary.next('connect-retried', 7);
        const intervals = victim.diary.all('connect-retried').map(({ interval }) => interval as number);
        for (const [index, interval] of intervals.slice(0, 8).entries()) {
          const least = Math.min(5 * 2 ** index, 40);
          expect(interval).toBeGreaterThanOrEqual(least);
          expect(interval).toBeLessThanOrEqual(2 * least);
        }
        // The next attempt may come before our side of the test has noticed that the last one is over.
        expect(most).toBeLessThanOrEqual(2);
        expect(openHandles()).toBeLessThanOrEqual(handles + 4);
        unkind = false;
        await victim.diary.next('handshake-succeeded');
        await victim.socket.send('at last');
        const last = server.peers.at(-1) as RawPeer;
        await last.until('the message', () => last.traffic.includes('at last'));
      },
    );
  }

  attack('A-36 closes after its READY is not hammered, and is found when it stays', async (stage) => {
    let unkind = true;
    const server = await stage.server(async (peer) => {
      peer.send(GREETING, readyOf('PULL'));
      if (!unkind) return;
      await peer.greeted();
      peer.end();
    });
    const victim = stage.connecter('PUSH', server.endpoint, { reconnectInterval: 20 });
    await victim.diary.next('disconnected', 9);
    for (const { interval } of victim.diary.all('connect-retried')) {
      expect(interval).toBeGreaterThanOrEqual(20);
      expect(interval).toBeLessThanOrEqual(40);
    }
    expect(victim.socket.stats().peers).toBeLessThanOrEqual(1);
    unkind = false;
    const count = server.peers.length;
    await eventually('a connection that lasts', () => server.peers.length > count, EVENT_TIMEOUT_MS);
    await victim.socket.connected({ timeout: EVENT_TIMEOUT_MS });
  });

  attack('A-36 is not there is tried by fifty sockets without a pile of timers', async (stage) => {
    const server = await stage.server();
    server.close();
    const victims = Array.from({ length: 50 }, () => {
      return stage.connecter('SUB', server.endpoint, { reconnectInterval: 1, reconnectMaxInterval: 20 });
    });
    await Promise.all(victims.map(({ diary }) => diary.next('connect-retried', 9)));
    // Nothing that is tried again keeps the process alive, and so it is not counted: what is counted stays.
    expect(openHandles()).toBeLessThan(60);
    await Promise.all(victims.map(({ socket }) => socket.close({ linger: 0 })));
    const tried = victims.map(({ diary }) => diary.entries.length);
    await eventually('nothing is under way', () => openHandles() < 10, EVENT_TIMEOUT_MS);
    expect(victims.map(({ diary }) => diary.entries.length)).toEqual(tried);
  });
});

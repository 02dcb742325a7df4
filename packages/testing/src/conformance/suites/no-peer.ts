import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, inTime, receiveMany } from '../waiting.js';

/** The option `peerTimeout`: without a peer, calls fail soon. */
export function noPeer(suite: Suite): void {
  suite.over(
    'tcp',
    'RQ-06 request and send reject with EHOSTUNREACH when no peer is connected in time',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const req = scope.connecting('REQ', { peerTimeout: 20 }, endpoint);
      const request = req.request('x', { timeout: EVENT_TIMEOUT_MS, retries: 5 });
      const error = await expectRefusal(request, 'EHOSTUNREACH', 'within peerTimeout, 20 ms');
      expect(error.message).toContain('No peer is connected');
      expect(error.cause).toBeInstanceOf(Error);
      for (const type of ['REQ', 'PUSH', 'DEALER', 'PAIR'] as const) {
        const socket = scope.connecting(type, { peerTimeout: 5 }, endpoint);
        await expectRefusal(socket.send('x'), 'EHOSTUNREACH');
        expect(socket.trySend('x')).toBe(false);
        expect(socket.sendState).toBe('full');
        expect(socket.stats().messagesSent).toBe(0);
      }
    },
  );

  suite.overTransports('RQ-06 what waits for a peer that comes in time is sent, in order', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', { peerTimeout: EVENT_TIMEOUT_MS }, endpoint);
    const sends = ['1', '2', '3'].map((body) => push.send(body));
    const writable = push.whenWritable({ timeout: EVENT_TIMEOUT_MS });
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    await inTime('the sends', Promise.all(sends));
    await push.send('4');
    await writable;
    expect(await receiveMany(pull, 4)).toEqual(['1', '2', '3', '4']);
  });

  suite.overTransports(
    'RQ-06 when the peer has gone, the next send rejects, and later ones find another',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const push = scope.connecting('PUSH', { peerTimeout: 20 }, endpoint);
      const first = scope.binding('PULL');
      await first.bind(endpoint);
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
      await push.send('1');
      expect(await receiveMany(first, 1)).toEqual(['1']);
      await first.close();
      await eventually('the peer has gone', () => push.stats().peers === 0);
      await expectRefusal(push.send('lost'), 'EHOSTUNREACH');
      const second = scope.binding('PULL');
      await second.bind(endpoint);
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
      await push.send('2');
      expect(await receiveMany(second, 1)).toEqual(['2']);
    },
  );

  suite.it('RQ-06 a shorter timeout, a signal and close end the wait before', async (scope) => {
    const push = scope.connecting('PUSH', { peerTimeout: EVENT_TIMEOUT_MS }, await scope.endpoint());
    await expectRefusal(push.send('x', { timeout: 5 }), 'EAGAIN', 'No peer was connected within 5 ms');
    const stop = new AbortController();
    const aborted = push.send('x', { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    push.setOption('peerTimeout', 5);
    await expectRefusal(push.send('x'), 'EHOSTUNREACH');
    push.setOption('peerTimeout', 60_000);
    const closed = expectRefusal(push.send('x'), 'ENOTSOCK');
    // An unhandled rejection would fail the run.
    void push.send('not awaited');
    await push.close({ linger: 0 });
    await closed;
  });
}

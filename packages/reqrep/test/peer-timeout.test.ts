import { FakeEngine, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ZMQRequest } from '../src/zmq-request.js';

/** What a promise is rejected with, and how many milliseconds after the call. */
async function failureAndTime(promise: Promise<unknown>): Promise<[error: unknown, after: number]> {
  const began = performance.now();
  const error = await promise.then(
    () => expect.unreachable('it was not refused'),
    (reason: unknown) => reason,
  );
  return [error, performance.now() - began];
}

describe('a timeout with peerTimeout', () => {
  it.each<[name: string, call: (req: ZMQRequest) => Promise<unknown>]>([
    ['a send with a timeout', (req) => req.send('x', { timeout: 100 })],
    ['a send with sendTimeout', (req) => req.send('x')],
    ['a request', (req) => req.request('x', { timeout: 100 })],
  ])('covers the wait for a peer and the wait for room together: %s', async (_, call) => {
    useFakeTime();
    onTestFinished(useRealTime);
    const engine = new FakeEngine();
    const req = new ZMQRequest('inproc://x', { engine, peerTimeout: 1000, sendTimeout: 100 });
    const wire = engine.last;
    wire.room = 0;
    const failed = failureAndTime(call(req));
    await vi.advanceTimersByTimeAsync(80);
    wire.raise('handshake-succeeded');
    await vi.advanceTimersByTimeAsync(1000);
    const [error, after] = await failed;
    expect(error).toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('within 100 ms') });
    expect(after).toBeLessThanOrEqual(102);
    expect(wire.sent).toEqual([]);
  });
});

// @module-tag slow

import { freePort } from '@zeromq-ts/testing/conformance';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ZMQPull, ZMQPush, ZMQReply, ZMQRequest } from '../src/index.js';

const EVERYTHING = [
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
  'queueMicrotask',
  'performance',
  'hrtime',
  'Date',
] as const;

afterEach(() => {
  vi.useRealTimers();
});

describe.each([
  ['the default fake timers of vitest', undefined],
  ['all that vitest can fake', { toFake: [...EVERYTHING] }],
  ['all, at a time that is long ago', { toFake: [...EVERYTHING], now: 0 }],
])('with %s', (_title, config) => {
  it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://faked'])(
    'sockets connect, and messages flow over %s',
    async (at) => {
      vi.useFakeTimers(config);
      await using pull = new ZMQPull();
      const endpoint = await pull.bind(at);
      await using push = new ZMQPush(endpoint, { heartbeatInterval: 10, sendTimeout: 5000 });
      await push.connected({ timeout: 5000 });
      // More than one turn of the event loop may answer.
      for (let count = 0; count < 5000; count++) {
        await push.send(`${count}`);
        expect((await pull.receive({ timeout: 5000 })).toString()).toBe(`${count}`);
      }
    },
  );

  it('a connection that is lost is made again, and timeouts end', async () => {
    const port = await freePort();
    vi.useFakeTimers(config);
    const server = new ZMQReply();
    const endpoint = await server.bind(`tcp://127.0.0.1:${port}`);
    await using client = new ZMQRequest(endpoint, { reconnectInterval: 5 });
    await client.connected();
    await server.close();
    await expect(client.request('x', { timeout: 20 })).rejects.toMatchObject({ code: 'EAGAIN' });
    await using again = new ZMQReply();
    await again.bind(endpoint);
    const answer = client.request('are you there?', { timeout: 5000, retries: 2 });
    await again.receive();
    await again.send('yes');
    expect(`${await answer}`).toBe('yes');
  });
});

describe('modules that are loaded while timers are fake', () => {
  it('take the real timers all the same', async () => {
    const real = globalThis.setTimeout;
    vi.useFakeTimers({ toFake: [...EVERYTHING] });
    expect(globalThis.setTimeout).not.toBe(real);
    vi.resetModules();
    const timers = await import('../../core/src/runtime/timers.js');
    expect(timers.setTimeout).toBe(real);
    await new Promise((resolve) => timers.setTimeout(resolve, 1));
    await new Promise((resolve) => timers.setImmediate(resolve));
    const before = timers.performance.now();
    await new Promise((resolve) => timers.setTimeout(resolve, 5));
    expect(timers.performance.now()).toBeGreaterThan(before);
  });
});

import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, drain, eventually, expectRefusal, inTime, receiveMany, receiveTexts } from '../waiting.js';

/** Close, linger, and what happens to messages then. */
export function closing(suite: Suite): void {
  suite.overWirings('B-023 close hands over what was sent before it resolves', async (scope) => {
    const pull = scope.binding('PULL');
    const push = scope.connecting('PUSH');
    await scope.join(pull, push);
    const bodies = Array.from({ length: 500 }, (_, index) => `${index}`);
    for (const body of bodies) void push.send(body);
    await inTime('close', push.close());
    expect(await receiveMany(pull, bodies.length)).toEqual(bodies);
  });

  suite.overNetworks(
    'B-023 B-024 close waits for a peer that comes within linger, and hands over to it',
    async (scope) => {
      const endpoint = await scope.endpoint();
      const push = scope.connecting('PUSH', {}, endpoint);
      for (const body of ['1', '2', '3']) await push.send(body);
      let closed = false;
      const done = push.close().then(() => (closed = true));
      expect(push.closed).toBe(true);
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      expect(await receiveMany(pull, 3)).toEqual(['1', '2', '3']);
      await inTime('close', done);
      expect(closed).toBe(true);
    },
  );

  suite.overTransports('B-023 linger 0 discards and resolves at once', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', {}, endpoint);
    for (const body of ['1', '2', '3']) await push.send(body);
    await inTime('close', push.close({ linger: 0 }), 500);
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    expect(await drain(pull)).toEqual([]);
  });

  suite.overNetworks('B-023 linger bounds how long close waits for a peer that does not come', async (scope) => {
    const push = scope.connecting('PUSH', {}, await scope.endpoint());
    await push.send('to nobody');
    const start = performance.now();
    await inTime('close', push.close({ linger: 80 }));
    expect(performance.now() - start).toBeGreaterThanOrEqual(75);
  });

  suite.over('tcp', 'B-023 the option linger is the default of close', async (scope) => {
    const push = scope.connecting('PUSH', { linger: 50 }, await scope.endpoint());
    await push.send('to nobody');
    const start = performance.now();
    await inTime('close', push.close());
    expect(performance.now() - start).toBeGreaterThanOrEqual(45);
  });

  suite.overWirings('both sides can be closed in the same tick', async (scope) => {
    const rep = scope.binding('REP');
    const req = scope.connecting('REQ');
    await scope.join(rep, req);
    await req.send('question');
    await inTime('the request', rep.receive());
    await rep.send('answer');
    await inTime('the reply', req.receive());
    await inTime('both closes', Promise.all([rep.close(), req.close()]));
  });

  suite.overTransports('sends that wait are handed over within linger, too', async (scope) => {
    const push = scope.binding('PUSH');
    const endpoint = await push.bind(await scope.endpoint());
    const sends = [push.send('1'), push.send('2')];
    const done = push.close();
    const pull = scope.connecting('PULL', {}, `>${endpoint}`);
    expect(await receiveMany(pull, 2)).toEqual(['1', '2']);
    expect(await Promise.all(sends)).toEqual([true, true]);
    await inTime('close', done);
  });

  suite.it('sends that wait longer than linger reject with ENOTSOCK', async (scope) => {
    const push = scope.binding('PUSH', { sendTimeout: Infinity });
    await push.bind(await scope.endpoint());
    const waiting = expectRefusal(push.send('1'), 'ENOTSOCK');
    await inTime('close', push.close({ linger: 40 }));
    await waiting;
  });

  suite.overTransports('close is idempotent', async (scope) => {
    const pull = scope.binding('PULL', {}, await scope.endpoint());
    const [first, second] = [pull.close(), pull.close({ linger: 0 })];
    expect(pull.closed).toBe(true);
    await inTime('close', Promise.all([first, second]));
    await pull.close();
  });

  suite.overTransports('await using closes the socket', async (scope) => {
    const pull = scope.binding('PULL', {}, await scope.endpoint());
    // As the end of an `await using` block does, which Node 20 cannot parse.
    await pull[Symbol.asyncDispose]();
    expect(pull.closed).toBe(true);
  });

  suite.overTransports('when close resolves, the endpoint is free for another socket', async (scope) => {
    const endpoint = await scope.endpoint();
    for (let round = 0; round < 10; round++) {
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      await pull.close();
    }
  });

  suite.overTransports('when close resolves, the endpoint is free, also when peers were connected', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.connecting('PUSH', {}, endpoint);
    for (let round = 0; round < 5; round++) {
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      if (scope.transport !== 'inproc') {
        await push.connected({ timeout: EVENT_TIMEOUT_MS });
        await push.send(`${round}`);
        expect(await receiveTexts(pull)).toEqual([`${round}`]);
      }
      await pull.close();
      await eventually('the peer is gone', () => push.stats().peers === 0);
    }
  });

  suite.over('ipc', 'the file of an ipc endpoint is gone after close', async (scope) => {
    const endpoint = await scope.endpoint();
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    expect(existsSync(endpoint.slice('ipc://'.length))).toBe(true);
    await pull.close();
    await eventually('the file is gone', () => !existsSync(endpoint.slice('ipc://'.length)));
  });

  suite.overTransports('closing a socket right after it was created is no error', async (scope) => {
    const endpoint = await scope.endpoint();
    for (let round = 0; round < 5; round++) {
      const pull = scope.binding('PULL', {}, endpoint);
      const push = scope.connecting('PUSH', {}, endpoint);
      await inTime('close', Promise.all([pull.close(), push.close()]));
    }
  });

  suite.overTransports('closing one socket leaves the others alone', async (scope) => {
    const pull = scope.binding('PULL');
    const [one, other] = [scope.connecting('PUSH'), scope.connecting('PUSH')];
    await scope.join(pull, one, other);
    await one.close();
    await other.send('still here');
    expect(await receiveTexts(pull)).toEqual(['still here']);
  });

  suite.overTransports('the peer of a socket that closes sees it leave', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    await pull.close();
    await eventually('the peer is gone', () => push.stats().peers === 0);
  });

  suite.overTransports(
    'B-030 a hundred sockets come and go, and the one in the middle hears of each',
    async (scope) => {
      const pull = scope.binding('PULL');
      const endpoint = await pull.bind(await scope.endpoint());
      for (let round = 0; round < 100; round++) {
        const push = scope.connecting('PUSH', {}, endpoint);
        await push.send(`${round}`);
        await push.close();
      }
      expect((await receiveMany(pull, 100)).map(Number).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: 100 }, (_, index) => index),
      );
      await eventually('all peers are gone', () => pull.stats().peers === 0);
    },
  );
}

import { merge, poll } from '@zeromq-ts/core';
import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Sockets } from '../socket-classes.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, expectRefusal, failure, inTime, receiveMany } from '../waiting.js';

/** Waiting for several sockets: `poll` takes nothing, `merge` is fair and loses nothing. */
export function severalSockets(suite: Suite): void {
  suite.overTransports(
    'PO-01 poll tells which sockets have a message, in their order, and takes none',
    async (scope) => {
      const [[first, toFirst], [second, toSecond], [third]] = await pipelines(scope, 3);
      const waiting = poll([third, second, first], { timeout: EVENT_TIMEOUT_MS });
      await toFirst.send('1');
      expect((await inTime('poll', waiting)).map(({ socket }) => socket)).toEqual([first]);
      await toSecond.send('2');
      await second.whenReadable({ timeout: EVENT_TIMEOUT_MS });
      const ready = await poll([third, second, first]);
      expect(ready).toEqual([
        { socket: second, readable: true, writable: false, closed: false },
        { socket: first, readable: true, writable: false, closed: false },
      ]);
      expect(await receiveMany(first, 1)).toEqual(['1']);
      expect(await receiveMany(second, 1)).toEqual(['2']);
    },
  );

  suite.overTransports(
    'PO-01 poll gives an empty list after its timeout, and rejects when it is aborted',
    async (scope) => {
      const [[pull]] = await pipelines(scope, 1);
      expect(await poll([pull], { timeout: 0 })).toEqual([]);
      expect(await poll([pull], { timeout: 5 })).toEqual([]);
      const stop = new AbortController();
      const aborted = failure(poll([pull], { signal: stop.signal }));
      stop.abort(new Error('enough'));
      expect(await aborted).toMatchObject({ message: 'enough' });
      expect(await failure(poll([pull], { signal: stop.signal }))).toMatchObject({ message: 'enough' });
    },
  );

  suite.overTransports('PO-02 poll returns sockets that close, and resolves when all are closed', async (scope) => {
    const [[first], [second]] = await pipelines(scope, 2);
    const waiting = poll([first, second], { timeout: EVENT_TIMEOUT_MS });
    await first.close();
    const closed = { readable: false, writable: false, closed: true };
    expect(await inTime('poll', waiting)).toEqual([{ socket: first, ...closed }]);
    await second.close();
    expect(await poll([first, second])).toEqual([
      { socket: first, ...closed },
      { socket: second, ...closed },
    ]);
  });

  suite.overTransports('PO-03 merge receives from all, and no message is lost when the loop is left', async (scope) => {
    const [[first, toFirst], [second, toSecond]] = await pipelines(scope, 2);
    for (let number = 0; number < 20; number++) await (number % 2 === 0 ? toFirst : toSecond).send(`${number}`);
    const received: string[] = [];
    for await (const { socket, message } of merge(first, second)) {
      expect([first, second]).toContain(socket);
      if (received.push(message.text()) === 7) break;
    }
    const rest = 20 - received.length;
    for await (const { message } of merge(first, second)) {
      if (received.push(message.text()) === 7 + rest) break;
    }
    expect(received.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index));
  });

  suite.overTransports('PO-03 merge takes no message when it is left while it waits for one', async (scope) => {
    const [[first, toFirst], [second]] = await pipelines(scope, 2);
    const leave: ((loop: AsyncIterator<unknown>) => Promise<unknown>)[] = [
      async (loop) => expect(await loop.return?.()).toEqual({ done: true, value: undefined }),
      async (loop) =>
        expect(await failure(async () => loop.throw?.(new Error('enough')))).toMatchObject({ message: 'enough' }),
    ];
    for (const leaving of leave) {
      const loop = merge(first, second);
      const waiting = [loop.next(), loop.next()];
      await inTime('leaving', leaving(loop));
      await toFirst.send('1');
      for (const each of waiting) expect(await inTime('next', each)).toEqual({ done: true, value: undefined });
      expect(await loop.next()).toEqual({ done: true, value: undefined });
      expect(await receiveMany(first, 1)).toEqual(['1']);
    }
  });

  suite.overTransports('PO-03 merge ends when all sockets are closed, and goes on while one is open', async (scope) => {
    const [[first], [second, toSecond]] = await pipelines(scope, 2);
    const received: string[] = [];
    const loop = (async () => {
      for await (const { message } of merge(first, second)) received.push(message.text());
    })();
    await first.close();
    await toSecond.send('still here');
    await expect.poll(() => received, { timeout: EVENT_TIMEOUT_MS }).toEqual(['still here']);
    await second.close();
    await inTime('the end of the loop', loop);
  });

  suite.overTransports('PO-04 a busy socket does not silence the others', async (scope) => {
    const [[busy, toBusy], [quiet, toQuiet]] = await pipelines(scope, 2);
    for (let number = 0; number < 50; number++) await toBusy.send('busy');
    await toQuiet.send('quiet');
    await Promise.all([busy, quiet].map((socket) => socket.whenReadable({ timeout: EVENT_TIMEOUT_MS })));
    let before = 0;
    for await (const { socket } of merge(busy, quiet)) {
      if (socket === quiet) break;
      before++;
    }
    // On libzmq, the message of the quiet one may first have to be fetched.
    expect(before).toBeLessThan(20);
  });

  suite.overTransports('PO-06 poll tells which sockets can send', async (scope) => {
    const endpoint = await scope.endpoint();
    const push = scope.binding('PUSH');
    await push.bind(endpoint);
    expect(await poll([{ socket: push, send: true }], { timeout: 0 })).toEqual([]);
    const waiting = poll([{ socket: push, send: true }], { timeout: EVENT_TIMEOUT_MS });
    const pull = scope.connecting('PULL');
    pull.connect(endpoint);
    expect(await inTime('poll', waiting)).toEqual([{ socket: push, readable: false, writable: true, closed: false }]);
  });

  suite.it('poll refuses what it cannot wait for', async (scope) => {
    const pull = scope.binding('PULL');
    await expectRefusal(poll([]), 'EINVAL', 'at least one socket');
    await expectRefusal(poll([pull], { timeout: -1 }), 'EINVAL', 'timeout');
    expect(await failure(poll([{ socket: pull, send: true }]))).toBeInstanceOf(TypeError);
    expect(await failure(poll(['pull' as never]))).toBeInstanceOf(TypeError);
  });
}

type Pipeline = readonly [Sockets['PULL'], Sockets['PUSH']];

/** Pairs of a PULL and a PUSH that are connected. */
async function pipelines<N extends number>(scope: Scope, count: N): Promise<readonly [Pipeline, Pipeline, Pipeline]> {
  const all: Pipeline[] = [];
  while (all.length < count) {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.join(pull, push);
    all.push([pull, push]);
  }
  return all as never;
}

import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import {
  EVENT_TIMEOUT_MS,
  eventually,
  expectRefusal,
  failure,
  inTime,
  pollReceive,
  receiveMany,
  receiveTexts,
} from '../waiting.js';

/** What every `receive`, `tryReceive` and iteration does, whatever the type of the socket. */
export function receiving(suite: Suite): void {
  suite.overTransports('receives that wait are served first come, first served', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const order: string[] = [];
    const receives = ['a', 'b', 'c', 'd'].map(async (name) => {
      const message = await right.receive();
      order.push(name);
      return `${name}${message.text()}`;
    });
    for (const body of ['1', '2', '3', '4']) await left.send(body);
    expect(await Promise.all(receives)).toEqual(['a1', 'b2', 'c3', 'd4']);
    expect(order).toEqual(['a', 'b', 'c', 'd']);
  });

  suite.overTransports(
    'B-015 a receive that times out rejects with EAGAIN and takes no message with it',
    async (scope) => {
      const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
      await scope.join(left, right);
      const patient = right.receive();
      const hasty = expectRefusal(right.receive({ timeout: 20 }), 'EAGAIN', '20 ms');
      const behind = right.receive();
      await hasty;
      await left.send('1');
      await left.send('2');
      expect((await patient).text()).toBe('1');
      expect((await behind).text()).toBe('2');
    },
  );

  suite.it('B-015 the option receiveTimeout is the default, and timeout goes before it', async (scope) => {
    const pull = scope.binding('PULL', { receiveTimeout: 20 });
    await expectRefusal(pull.receive(), 'EAGAIN', '20 ms');
    await expectRefusal(pull.receive({}), 'EAGAIN', '20 ms');
    await expectRefusal(pull.receive({ timeout: 5 }), 'EAGAIN', ' 5 ms');
    await expectRefusal(pull.receive({ timeout: 0 }), 'EAGAIN');
    const push = scope.connecting('PUSH');
    const waiting = pull.receive({ timeout: Infinity });
    await scope.join(pull, push);
    await expectRefusal(scope.binding('PULL', { receiveTimeout: 0 }).receive(), 'EAGAIN');
    await push.send('x');
    expect((await waiting).text()).toBe('x');
  });

  suite.overTransports('receive takes a message that is there whatever its timeout, also 0', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    await left.send('1');
    await left.send('2');
    expect(await receiveTexts(right)).toEqual(['1']);
    const deadline = performance.now() + EVENT_TIMEOUT_MS;
    for (;;) {
      try {
        expect((await right.receive({ timeout: 0 })).text()).toBe('2');
        return;
      } catch (error) {
        expect(error).toMatchObject({ code: 'EAGAIN' });
        expect(performance.now()).toBeLessThan(deadline);
      }
    }
  });

  suite.overTransports(
    'a receive that is aborted rejects with the reason and takes no message with it',
    async (scope) => {
      const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
      await scope.join(left, right);
      const controller = new AbortController();
      const reason = { because: 'of it' };
      const aborted = failure(right.receive({ signal: controller.signal }));
      const kept = right.receive();
      controller.abort(reason);
      expect(await aborted).toBe(reason);
      expect(await failure(right.receive({ signal: controller.signal }))).toBe(reason);
      await left.send('kept');
      expect((await kept).text()).toBe('kept');
    },
  );

  suite.it('a receive with an AbortSignal.timeout rejects with its TimeoutError', async (scope) => {
    const error = await failure(scope.binding('PULL').receive({ signal: AbortSignal.timeout(20) }));
    expect(error).toMatchObject({ name: 'TimeoutError' });
  });

  suite.overTransports(
    'receives aborted or timed out while messages arrive lose none and double none',
    async (scope) => {
      const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
      await scope.join(left, right);
      const bodies = Array.from({ length: 200 }, (_, index) => `${index}`);
      const got: string[] = [];
      const sends = (async () => {
        for (const body of bodies) {
          await left.send(body);
          if (Number(body) % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      for (let round = 0; got.length < bodies.length; round++) {
        const controller = new AbortController();
        const receives = [
          right.receive({ signal: controller.signal }),
          right.receive({ timeout: round % 3 }),
          right.receive({ signal: controller.signal, timeout: 1 }),
        ];
        setImmediate(() => controller.abort());
        for (const settled of await Promise.allSettled(receives)) {
          if (settled.status === 'fulfilled') got.push(settled.value.text());
        }
        expect(round, `${got.length} of ${bodies.length}`).toBeLessThan(20_000);
      }
      await sends;
      expect(got).toEqual(bodies);
    },
  );

  suite.overTransports('tryReceive gives undefined, or the next message', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    expect(right.tryReceive()).toBeUndefined();
    await scope.join(left, right);
    expect(right.tryReceive()).toBeUndefined();
    await left.send('1');
    await left.send('2');
    expect((await pollReceive(right)).text()).toBe('1');
    expect((await pollReceive(right)).text()).toBe('2');
    expect(right.tryReceive()).toBeUndefined();
  });

  suite.it('tryReceive does not overtake a receive that waits', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const waiting = right.receive();
    await left.send('1');
    expect(right.tryReceive()).toBeUndefined();
    expect((await waiting).text()).toBe('1');
  });

  suite.overTransports('for await gives the messages in order; break leaves the socket open', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    for (const body of ['1', '2', '3', '4']) await left.send(body);
    const got: string[] = [];
    for await (const message of right) {
      got.push(message.text());
      if (got.length === 2) break;
    }
    expect(right.closed).toBe(false);
    for await (const message of right) {
      got.push(message.text());
      if (got.length === 4) break;
    }
    expect(got).toEqual(['1', '2', '3', '4']);
  });

  suite.overTransports('two iterations share the messages, each goes to one', async (scope) => {
    const [left, right] = [scope.binding('PAIR'), scope.connecting('PAIR')];
    await scope.join(left, right);
    const got: string[] = [];
    const iterations = [1, 2].map(async () => {
      for await (const message of right) got.push(message.text());
    });
    const bodies = Array.from({ length: 100 }, (_, index) => `${index}`);
    for (const body of bodies) await left.send(body);
    await eventually('all messages', () => got.length === bodies.length);
    await right.close();
    await Promise.all(iterations);
    expect(got).toEqual(bodies);
  });

  suite.it('iteration ends quietly when the socket closes, and is empty on a closed one', async (scope) => {
    const pull = scope.binding('PULL');
    const iteration = (async () => {
      for await (const _ of pull) throw new Error('a message of nobody');
    })();
    await pull.close();
    await inTime('the end of the iteration', iteration);
    for await (const _ of pull) throw new Error('a message of nobody');
  });

  suite.it('a receive that waits rejects with ENOTSOCK when the socket closes', async (scope) => {
    const pull = scope.binding('PULL');
    const waiting = [
      expectRefusal(pull.receive(), 'ENOTSOCK'),
      expectRefusal(pull.receive({ timeout: 900 }), 'ENOTSOCK'),
    ];
    await pull.close();
    await Promise.all(waiting);
  });

  suite.overTransports('iterating and draining a busy socket lets timers run', async (scope) => {
    const [left, right] = [
      scope.binding('PAIR', { sendHighWaterMark: 0 }),
      scope.connecting('PAIR', { receiveHighWaterMark: 0 }),
    ];
    await scope.join(left, right);
    let turns = 0;
    let iterating = false;
    let over = false;
    const tick = (): void => {
      if (iterating) turns++;
      if (!over) setImmediate(tick);
    };
    setImmediate(tick);
    // How many messages it takes depends on how fast the engine is.
    for (let round = 0; round < 20; round++) {
      if (turns > 10) break;
      const sends = Array.from({ length: 10_000 }, () => left.send('x'));
      await Promise.all(sends);
      let count = 0;
      iterating = true;
      for await (const _ of right) {
        if (++count === sends.length) break;
      }
      iterating = false;
    }
    over = true;
    expect(turns).toBeGreaterThan(10);
  });

  suite.overTransports('PI-03 fair queue: of two that have sent, none is starved', async (scope) => {
    const pull = scope.binding('PULL');
    const [a, b] = [scope.connecting('PUSH'), scope.connecting('PUSH')];
    await scope.join(pull, a, b);
    const stopped = new AbortController();
    const flooding = [a, b].map(async (push, index) => {
      while (!stopped.signal.aborted) await push.send(`${index}`).catch(() => stopped.abort());
    });
    // All that one sends in a turn may be there before the other has had its first.
    const heard = new Set<string>();
    for (let count = 0; heard.size < 2 && count < 1_000_000; count++) heard.add((await pull.receive()).text());
    const got = await receiveMany(pull, 8000);
    stopped.abort();
    await pull.close();
    await Promise.all([a.close({ linger: 0 }), b.close({ linger: 0 })]);
    await Promise.all(flooding);
    for (const sender of ['0', '1']) {
      expect(got.filter((body) => body === sender).length).toBeGreaterThan(400);
    }
  });
}

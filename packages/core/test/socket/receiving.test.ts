import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { nextTurn, testSocket } from '@zeromq-ts/testing';

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('receive', () => {
  it('takes a message that is there', async () => {
    const { socket, wire } = testSocket();
    wire.deliver(['a', 'b']);
    const message = await socket.receive();
    expect([...message].map(String)).toStrictEqual(['a', 'b']);
    expect(wire.interests).toStrictEqual([]);
  });

  it('waits for a message that is not', async () => {
    const { socket, wire } = testSocket();
    const receiving = socket.receive();
    expect(wire.interest).toBe('steady');
    wire.deliver('late');
    expect(`${await receiving}`).toBe('late');
    expect(wire.interest).toBe('none');
  });

  it('is served first come, first served', async () => {
    const { socket, wire } = testSocket();
    const receiving = Array.from({ length: 600 }, () => socket.receive());
    wire.deliver(...Array.from({ length: 600 }, (_, index) => String(index)));
    const texts = (await Promise.all(receiving)).map(String);
    expect(texts).toStrictEqual(Array.from({ length: 600 }, (_, index) => String(index)));
  });

  it('does not let a later receive overtake one that waits', async () => {
    const { socket, wire } = testSocket();
    const order: string[] = [];
    const first = socket.receive().then((message) => order.push(`first ${message}`));
    expect(socket.tryReceive()).toBeUndefined();
    const second = socket.receive().then((message) => order.push(`second ${message}`));
    wire.deliver('1', '2');
    await Promise.all([first, second]);
    expect(order).toStrictEqual(['first 1', 'second 2']);
  });

  it('rejects with EAGAIN after the timeout and takes no message with it', async () => {
    const { socket, wire } = testSocket();
    expect(await failureOf(socket.receive({ timeout: 10 }))).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No message arrived within 10 ms.'),
    });
    wire.deliver('still here');
    expect(`${await socket.receive({ timeout: 10 })}`).toBe('still here');
  });

  it('takes its timeout from the option receiveTimeout, and a call can override it', async () => {
    const { socket, wire } = testSocket({ receiveTimeout: 10 });
    expect(await failureOf(socket.receive())).toMatchObject({ code: 'EAGAIN' });
    const patient = socket.receive({ timeout: Infinity });
    await new Promise((resolve) => setTimeout(resolve, 20));
    wire.deliver('x');
    expect(`${await patient}`).toBe('x');
  });

  it('looks without waiting with a timeout of 0', async () => {
    const { socket, wire } = testSocket();
    expect(await failureOf(socket.receive({ timeout: 0 }))).toMatchObject({ code: 'EAGAIN' });
    wire.deliver('x');
    expect(`${await socket.receive({ timeout: 0 })}`).toBe('x');
  });

  it('drains all that is there with a timeout of 0', async () => {
    const { socket, wire } = testSocket();
    wire.deliver(...Array.from({ length: 1000 }, (_, index) => String(index)));
    for (let index = 0; index < 1000; index++) expect(`${await socket.receive({ timeout: 0 })}`).toBe(String(index));
    expect(await failureOf(socket.receive({ timeout: 0 }))).toMatchObject({ code: 'EAGAIN' });
  });

  it('rejects with the reason of the signal and takes no message with it', async () => {
    const { socket, wire } = testSocket();
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const aborted = failureOf(socket.receive({ signal: controller.signal }));
    const next = socket.receive();
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    wire.deliver('for the next one');
    expect(`${await next}`).toBe('for the next one');
  });

  it('rejects at once when the signal is aborted already', async () => {
    const { socket, wire } = testSocket();
    wire.deliver('x');
    const reason = new Error('before');
    expect(await failureOf(socket.receive({ signal: AbortSignal.abort(reason) }))).toBe(reason);
    expect(`${socket.tryReceive()}`).toBe('x');
  });

  it('loses and doubles no message among timeouts, aborts and deliveries', async () => {
    const { socket, wire } = testSocket();
    const received: string[] = [];
    const all: Promise<unknown>[] = [];
    for (let round = 0; round < 300; round++) {
      const controller = new AbortController();
      const options = round % 3 === 0 ? { timeout: round % 5 } : round % 3 === 1 ? { signal: controller.signal } : {};
      all.push(
        socket.receive(options).then(
          (message) => received.push(`${message}`),
          () => undefined,
        ),
      );
      if (round % 2 === 0) wire.deliver(String(round / 2));
      if (round % 7 === 0) await nextTurn();
      controller.abort();
    }
    for (let extra = 150; extra < 450; extra++) wire.deliver(String(extra));
    await Promise.all(all);
    for (let message = socket.tryReceive(); message !== undefined; message = socket.tryReceive()) {
      received.push(`${message}`);
    }
    expect(received.map(Number)).toStrictEqual(Array.from({ length: 450 }, (_, index) => index));
  });

  it.each([
    [{ timeout: -1 }, 'timeout is -1'],
    [{ timeout: '5' }, 'timeout is "5"'],
    [{ timeout: NaN }, 'timeout is NaN'],
    [{ timeout: 2 ** 31 }, 'timeout is 2147483648'],
    [{ signal: {} }, 'signal is a plain object'],
    [500, 'Options are an object'],
    [null, 'Options are an object'],
  ])('rejects wrong options with EINVAL: %o', async (options, text) => {
    const { socket } = testSocket();
    expect(await failureOf(socket.receive(options as never))).toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining(text),
    });
  });

  it.each([
    ['by timeout', () => ({ timeout: 50 })],
    ['by one signal', (_: number, signal: AbortSignal) => ({ signal })],
    [
      'by timeouts, the last first, under one signal',
      (part: number, signal: AbortSignal) => ({ signal, timeout: 100 - 5 * Math.floor(part * 10) }),
    ],
  ])('ends tens of thousands that wait without holding up the event loop: %s', async (_, optionsOf) => {
    const { socket } = testSocket();
    const signal = AbortSignal.timeout(200);
    const count = 40_000;
    const waiting = Array.from({ length: count }, (__, index) =>
      failureOf(socket.receive(optionsOf(index / count, signal))),
    );
    const delay = monitorEventLoopDelay({ resolution: 5 });
    await nextTurn();
    delay.enable();
    await Promise.all(waiting);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(1_000);
  });

  it('takes its listener off the signal when it is done', async () => {
    const { socket, wire } = testSocket();
    const { signal } = new AbortController();
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => (listeners++, add(...args));
    signal.removeEventListener = (...args: Parameters<typeof remove>) => (listeners--, remove(...args));
    const receiving = socket.receive({ signal });
    expect(listeners).toBe(1);
    wire.deliver('x');
    await receiving;
    expect(listeners).toBe(0);
  });

  it('tells the engine how steady the interest is, and only when it changes', async () => {
    const { socket, wire } = testSocket();
    const controller = new AbortController();
    const brief = failureOf(socket.receive({ signal: controller.signal }));
    const steady = socket.receive();
    const another = socket.receive();
    controller.abort();
    await brief;
    wire.deliver('1');
    wire.deliver('2');
    await Promise.all([steady, another]);
    expect(wire.interests).toStrictEqual(['brief', 'steady', 'none']);
  });
});

describe('tryReceive', () => {
  it('takes a message if one is there', () => {
    const { socket, wire } = testSocket();
    expect(socket.tryReceive()).toBeUndefined();
    wire.deliver('x');
    expect(`${socket.tryReceive()}`).toBe('x');
    expect(socket.tryReceive()).toBeUndefined();
  });
});

describe('iterating over a socket', () => {
  it('gives message after message and ends quietly when the socket closes', async () => {
    const { socket, wire } = testSocket();
    const seen: string[] = [];
    wire.deliver('1', '2');
    const iterating = (async () => {
      for await (const message of socket) seen.push(`${message}`);
    })();
    await nextTurn();
    wire.deliver('3');
    await nextTurn();
    await socket.close();
    await iterating;
    expect(seen).toStrictEqual(['1', '2', '3']);
  });

  it('ends at once on a closed socket', async () => {
    const { socket } = testSocket();
    await socket.close();
    for await (const message of socket) expect.unreachable(`${message}`);
  });

  it('leaves the socket open when the loop is left', async () => {
    const { socket, wire } = testSocket();
    wire.deliver('1', '2');
    for await (const message of socket) {
      expect(`${message}`).toBe('1');
      break;
    }
    expect(socket.closed).toBe(false);
    expect(`${await socket.receive()}`).toBe('2');
  });

  it('passes on what is not the end: a receiveTimeout', async () => {
    const { socket } = testSocket({ receiveTimeout: 5 });
    await expect(async () => {
      for await (const message of socket) expect.unreachable(`${message}`);
    }).rejects.toMatchObject({ code: 'EAGAIN' });
  });

  it('lets timers and I/O run while the socket is busy', async () => {
    const { socket, wire } = testSocket();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const end = performance.now() + 10_000;
    wire.deliver('x');
    for await (const message of socket) {
      if (turns > 1 || performance.now() > end) break;
      wire.deliver(message);
    }
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });
});

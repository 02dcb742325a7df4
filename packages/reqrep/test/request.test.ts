import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ZMQError } from '@zeromq-ts/core';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine, addressInUse, nextTurn, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import type { RequestOptions } from '../src/request-options.js';
import { ZMQRequest } from '../src/zmq-request.js';

function requester(options: RequestOptions = {}): { req: ZMQRequest; wire: FakeSocket } {
  const engine = new FakeEngine();
  const req = new ZMQRequest('inproc://x', { engine, ...options });
  return { req, wire: engine.last };
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => expect.unreachable(`${value} is not a failure`),
    (error: unknown) => error,
  );

describe('request', () => {
  it('sends and receives as one step', async () => {
    const { req, wire } = requester();
    const asking = req.request(['a', 'b']);
    await nextTurn();
    wire.reply('answer');
    expect(`${await asking}`).toBe('answer');
    expect(wire.sent).toStrictEqual(['a|b']);
  });

  it('lets concurrent requests take turns in the order of the calls', async () => {
    const { req, wire } = requester();
    const answers: string[] = [];
    const asking = ['1', '2', '3'].map(async (text) => {
      answers.push(`${text}: ${await req.request(text)}`);
    });
    for (const text of ['1', '2', '3']) {
      await expect.poll(() => wire.sent.at(-1)).toBe(text);
      wire.reply(`re ${text}`);
      await nextTurn();
    }
    await Promise.all(asking);
    expect(answers).toStrictEqual(['1: re 1', '2: re 2', '3: re 3']);
  });

  it('goes on with the next one when one fails', async () => {
    const { req, wire } = requester();
    const first = failureOf(req.request('1', { timeout: 10 }));
    const second = req.request('2');
    expect(await first).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No reply arrived within 10 ms.'),
    });
    await nextTurn();
    expect(wire.sent).toStrictEqual(['1', '2']);
    wire.reply('late', 0);
    wire.reply('answer', 1);
    expect(`${await second}`).toBe('answer');
  });

  it('ignores what is given to send meanwhile, also with relaxed, and while the next one waits', async () => {
    const { req, wire } = requester({ relaxed: true });
    const reasons: string[] = [];
    req.on('ignored', ({ reason }) => reasons.push(reason));
    const first = req.request('1');
    const second = req.request('2');
    expect(await req.send('x')).toBe(false);
    await nextTurn();
    wire.reply('re 1');
    void first.then(() => req.send('y'));
    await first;
    await nextTurn();
    expect(req.trySend('z')).toBe(false);
    wire.reply('re 2');
    expect(`${await second}`).toBe('re 2');
    expect(wire.sent).toStrictEqual(['1', '2']);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toContain('request() is under way');
    expect(await req.send('free again')).toBe(true);
  });

  it('rejects a receive meanwhile with EFSM: the reply is for the request', async () => {
    const { req, wire } = requester();
    const asking = req.request('1');
    await expect(req.receive()).rejects.toMatchObject({ code: 'EFSM' });
    await nextTurn();
    expect(() => req.tryReceive()).toThrow(expect.objectContaining({ code: 'EFSM' }));
    wire.reply('answer');
    expect(`${await asking}`).toBe('answer');
  });

  it('gives its reply to nobody else, not to a receive that is left over either', async () => {
    const { req, wire } = requester();
    await req.send('1');
    const first = req.receive();
    const leftOver = failureOf(req.receive());
    wire.reply('re 1');
    await first;
    const asking = req.request('2');
    expect(await leftOver).toMatchObject({ code: 'EFSM' });
    wire.reply('re 2');
    expect(`${await asking}`).toBe('re 2');
  });

  it('rejects with EFSM while a request sent with send is under way', async () => {
    const { req, wire } = requester();
    await req.send('1');
    await expect(req.request('2')).rejects.toMatchObject({ code: 'EFSM', message: expect.stringContaining('send()') });
    wire.reply('re 1');
    expect(`${await req.receive()}`).toBe('re 1');
    const asking = req.request('3');
    await nextTurn();
    wire.reply('re 3');
    expect(`${await asking}`).toBe('re 3');
  });

  it('gives up such a request with relaxed', async () => {
    const { req, wire } = requester({ relaxed: true });
    await req.send('1');
    const asking = req.request('2');
    await nextTurn();
    wire.reply('late', 0);
    wire.reply('re 2', 1);
    expect(`${await asking}`).toBe('re 2');
  });

  it('waits for a peer that has room', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const asking = req.request('1');
    await nextTurn();
    expect(wire.sent).toStrictEqual([]);
    wire.room = 1;
    wire.raise('handshake-succeeded');
    await nextTurn();
    expect(wire.sent).toStrictEqual(['1']);
    wire.reply('answer');
    expect(`${await asking}`).toBe('answer');
  });

  it('notices that a full queue has drained, which no event tells', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const asking = req.request('1', { timeout: 5000 });
    await nextTurn();
    wire.room = 1;
    await expect.poll(() => wire.sent).toStrictEqual(['1']);
    wire.reply('answer');
    expect(`${await asking}`).toBe('answer');
  });

  it('leaves nothing to be sent later when no peer had room in time (RQ-05)', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    expect(await failureOf(req.request('1', { timeout: 10 }))).toMatchObject({ code: 'EAGAIN' });
    wire.makeRoom();
    wire.raise('handshake-succeeded');
    expect(req.stats().waitingSends).toBe(0);
    const asking = req.request('2');
    await nextTurn();
    wire.reply('answer');
    expect(`${await asking}`).toBe('answer');
    expect(wire.sent).toStrictEqual(['2']);
  });

  it('rejects what the engine cannot send, also when it says so late, and is free again', async () => {
    const { req, wire } = requester();
    const failure = new ZMQError('EMSGSIZE', 'Too large.');
    wire.sendFailure = failure;
    expect(await failureOf(req.request('1'))).toBe(failure);
    wire.room = 0;
    const asking = failureOf(req.request('2', { retries: 3, timeout: 1000 }));
    await nextTurn();
    wire.sendFailure = failure;
    wire.raise('handshake-succeeded');
    expect(await asking).toBe(failure);
    wire.room = 1;
    expect(await req.send('3')).toBe(true);
  });

  it('rejects what is not a message with a TypeError', async () => {
    const { req, wire } = requester();
    await expect(req.request({ a: 1 } as never)).rejects.toThrow(TypeError);
    expect(await req.send('free')).toBe(true);
    expect(wire.sent).toStrictEqual(['free']);
  });

  it('rejects with ENOTSOCK when the socket closes, those that wait, too', async () => {
    const { req } = requester();
    const asking = [req.request('1'), req.request('2', { timeout: 1000, retries: 5 }), req.request('3')];
    await nextTurn();
    await req.close();
    for (const outcome of await Promise.allSettled(asking)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ENOTSOCK' } });
    }
    await expect(req.request('4')).rejects.toMatchObject({ code: 'ENOTSOCK' });
  });

  it('rejects with ENOTSOCK when the socket closes while no peer has room', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const asking = failureOf(req.request('1', { timeout: 5000 }));
    await nextTurn();
    await req.close();
    expect(await asking).toMatchObject({ code: 'ENOTSOCK' });
    expect(wire.calls.at(-1)).toBe('close');
  });

  it('rejects when the bind of the constructor fails while no peer has room', async () => {
    const engine = new FakeEngine();
    let fail = (): void => {};
    engine.bindGate = new Promise((resolve) => (fail = resolve));
    engine.bindFailure = addressInUse;
    const req = new ZMQRequest('@tcp://127.0.0.1:5555', { engine });
    engine.last.room = 0;
    const asking = failureOf(req.request('1'));
    await nextTurn();
    fail();
    expect(await asking).toMatchObject({ code: 'EADDRINUSE' });
    await expect(req.request('2')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it.each([
    [{ retries: -1 }, 'retries is -1'],
    [{ retries: 1.5 }, 'retries is 1.5'],
    [{ retries: NaN }, 'retries is NaN'],
    [{ retries: '3' }, 'retries is "3"'],
    [{ retries: null }, 'retries is null'],
    [{ timeout: -1 }, 'timeout is -1'],
    [{ timeout: 'soon' }, 'timeout is "soon"'],
    [{ signal: {} }, 'signal is a plain object'],
    [{ retries: 3 }, 'Infinity'],
    [{ retries: 3, timeout: Infinity }, 'timeout is Infinity'],
    [{ retries: 3, timeout: 0 }, 'timeout is 0'],
    [1000, 'Options are an object'],
  ])('rejects wrong options with EINVAL: %o', async (options, text) => {
    const { req, wire } = requester();
    await expect(req.request('x', options as never)).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining(text),
    });
    expect(wire.sent).toStrictEqual([]);
  });
});

describe('aborting a request', () => {
  it('rejects with the reason, gives the request up and leaves the socket ready', async () => {
    const { req, wire } = requester();
    const controller = new AbortController();
    const reason = new Error('no longer of interest');
    const asking = failureOf(req.request('1', { signal: controller.signal, timeout: 1000, retries: 9 }));
    await nextTurn();
    controller.abort(reason);
    expect(await asking).toBe(reason);
    const next = req.request('2');
    await nextTurn();
    wire.reply('late', 0);
    wire.reply('answer', 1);
    expect(`${await next}`).toBe('answer');
    expect(wire.sent).toStrictEqual(['1', '2']);
  });

  it('takes one that waits its turn out of the queue (RQ-07)', async () => {
    const { req, wire } = requester();
    const controller = new AbortController();
    const first = req.request('1');
    const second = failureOf(req.request('2', { signal: controller.signal }));
    const third = req.request('3');
    controller.abort('enough');
    expect(await second).toBe('enough');
    wire.reply('re 1');
    await first;
    await nextTurn();
    wire.reply('re 3');
    await third;
    expect(wire.sent).toStrictEqual(['1', '3']);
  });

  it('works while no peer has room, and with an error that looks like a timeout', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const controller = new AbortController();
    const asking = failureOf(req.request('1', { signal: controller.signal, timeout: 50, retries: Infinity }));
    await nextTurn();
    const reason = new ZMQError('EAGAIN', 'Not a timeout.');
    controller.abort(reason);
    expect(await asking).toBe(reason);
  });

  it('sends nothing when the signal is aborted before (RQ-07)', async () => {
    const { req, wire } = requester();
    expect(await failureOf(req.request('1', { signal: AbortSignal.abort('before') }))).toBe('before');
    expect(wire.sent).toStrictEqual([]);
    expect(await req.send('free')).toBe(true);
  });
});

describe('a request with retries', () => {
  beforeEach(() => {
    useFakeTime();
  });

  afterEach(() => {
    useRealTime();
  });

  it('is sent again when it is not answered in time', async () => {
    const { req, wire } = requester();
    const asking = req.request('ping', { timeout: 100, retries: 2 });
    await vi.advanceTimersByTimeAsync(99);
    expect(wire.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(wire.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(wire.sent).toStrictEqual(['ping', 'ping', 'ping']);
    wire.reply('pong');
    expect(`${await asking}`).toBe('pong');
  });

  it('XD-09 counts how long replies took, from the beginning of the call, its retries included', async () => {
    const { req, wire } = requester();
    const asking = req.request('ping', { timeout: 100, retries: 2 });
    await vi.advanceTimersByTimeAsync(103);
    wire.reply('pong');
    await asking;
    const { latencyCounts, latencySum } = req.requestStats();
    expect(latencyCounts).toHaveLength(17);
    // Up to 250 ms.
    expect(latencyCounts.map((count, bucket) => count * bucket).filter((bucket) => bucket > 0)).toStrictEqual([10]);
    expect(latencySum).toBeCloseTo(103, 0);
    const failing = failureOf(req.request('ping', { timeout: 100 }));
    await vi.advanceTimersByTimeAsync(100);
    await failing;
    expect(req.requestStats()).toMatchObject({ failures: 1, latencyCounts, latencySum });
  });

  it('is counted, with what becomes of it and of its attempts (RQ-09)', async () => {
    const { req, wire } = requester();
    const asking = req.request('ping', { timeout: 100, retries: 2 });
    const aborted = AbortSignal.abort();
    const waiting = failureOf(req.request('second', { timeout: 100, retries: 1 }));
    const refused = failureOf(req.request('third', { signal: aborted }));
    await vi.advanceTimersByTimeAsync(100);
    expect(req.requestStats()).toMatchObject({
      requests: 1,
      retries: 1,
      timeouts: 1,
      losses: 0,
      replies: 0,
      failures: 0,
    });
    wire.reply('pong');
    await asking;
    await vi.advanceTimersByTimeAsync(200);
    await waiting;
    await refused;
    expect(req.requestStats()).toMatchObject({
      requests: 2,
      retries: 2,
      timeouts: 3,
      losses: 0,
      replies: 1,
      failures: 1,
    });
  });

  it('never takes a late reply to an earlier try for the answer (RQ-01)', async () => {
    const { req, wire } = requester();
    const asking = req.request('ping', { timeout: 100, retries: 1 });
    await vi.advanceTimersByTimeAsync(100);
    wire.reply('late', 0);
    wire.reply('in time', 1);
    expect(`${await asking}`).toBe('in time');
  });

  it('fails with EAGAIN and the number of tries in the end, and leaves the socket ready (RQ-01)', async () => {
    const { req, wire } = requester();
    const asking = failureOf(req.request('ping', { timeout: 100, retries: 2 }));
    await vi.advanceTimersByTimeAsync(300);
    expect(await asking).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining(
        'No reply arrived: the request was sent 3 times, each time without a reply within 100 ms.',
      ),
    });
    wire.reply('much too late');
    const next = req.request('again');
    await vi.advanceTimersByTimeAsync(0);
    wire.reply('there');
    expect(`${await next}`).toBe('there');
    expect(wire.sent).toHaveLength(4);
  });

  it('takes the timeout of each try from receiveTimeout when none is given', async () => {
    const { req, wire } = requester({ receiveTimeout: 50 });
    const asking = failureOf(req.request('ping', { retries: 1 }));
    await vi.advanceTimersByTimeAsync(100);
    expect(await asking).toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('50 ms') });
    expect(wire.sent).toHaveLength(2);
  });

  it('goes on for ever with Infinity, until it is aborted', async () => {
    const { req, wire } = requester();
    const controller = new AbortController();
    const asking = failureOf(req.request('ping', { timeout: 10, retries: Infinity, signal: controller.signal }));
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.sent).toHaveLength(101);
    controller.abort('enough');
    expect(await asking).toBe('enough');
  });

  it('is not sent again when the first try was answered', async () => {
    const { req, wire } = requester();
    const asking = req.request('ping', { timeout: 100, retries: 5 });
    await vi.advanceTimersByTimeAsync(0);
    wire.reply('pong');
    await asking;
    await vi.advanceTimersByTimeAsync(1000);
    expect(wire.sent).toHaveLength(1);
    expect(wire.calls).not.toContain('abandonRequest');
  });

  it('counts the time that a request waits for room as time of its try', async () => {
    const { req, wire } = requester();
    wire.room = 0;
    const asking = failureOf(req.request('ping', { timeout: 100, retries: 1 }));
    await vi.advanceTimersByTimeAsync(60);
    wire.room = Infinity;
    wire.raise('handshake-succeeded');
    expect(wire.sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(41);
    expect(wire.sent).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(100);
    expect(await asking).toMatchObject({ code: 'EAGAIN' });
  });

  describe('when its connection is lost', () => {
    it('is sent again at once, and counts it as a retry', async () => {
      const { req, wire } = requester();
      const asking = req.request('ping', { timeout: 60_000, retries: 1 });
      await vi.advanceTimersByTimeAsync(10);
      wire.sink.requestLost();
      await vi.advanceTimersByTimeAsync(0);
      expect(wire.sent).toStrictEqual(['ping', 'ping']);
      wire.reply('pong');
      expect(`${await asking}`).toBe('pong');
    });

    it('rejects at once when no retry is left', async () => {
      const { req, wire } = requester();
      for (const options of [{}, { timeout: 60_000 }, { timeout: 60_000, retries: 0 }]) {
        const asking = failureOf(req.request('ping', options));
        await vi.advanceTimersByTimeAsync(0);
        wire.sink.requestLost();
        expect(await asking).toMatchObject({ code: 'EAGAIN', cause: { code: 'ECONNRESET' } });
      }
      const next = req.request('next');
      await vi.advanceTimersByTimeAsync(0);
      wire.reply('there');
      expect(`${await next}`).toBe('there');
    });

    it('rests longer each time, so that a server that dies of it is not hammered (RQ-03)', async () => {
      const { req, wire } = requester();
      const asking = failureOf(req.request('ping', { timeout: 1000, retries: 7 }));
      const times: number[] = [];
      let seen = 0;
      for (let at = 0; at < 5000; at++) {
        await vi.advanceTimersByTimeAsync(1);
        if (wire.sent.length === seen) continue;
        seen = wire.sent.length;
        times.push(at);
        wire.sink.requestLost();
      }
      const rests = times.slice(1).map((time, index) => Math.round((time - (times[index] as number)) / 100) * 100);
      expect(rests).toStrictEqual([0, 100, 200, 400, 800, 1000, 1000]);
      expect(await asking).toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('sent 8 times') });
    });

    it('can be aborted while it rests, and ends with the socket', async () => {
      for (const end of ['abort', 'close']) {
        const { req, wire } = requester();
        const controller = new AbortController();
        const asking = failureOf(req.request('ping', { timeout: 5000, retries: 9, signal: controller.signal }));
        for (let count = 0; count < 6; count++) {
          await vi.advanceTimersByTimeAsync(150);
          wire.sink.requestLost();
        }
        const { length } = wire.sent;
        if (end === 'abort') controller.abort('enough');
        else void req.close();
        await vi.advanceTimersByTimeAsync(0);
        expect(await asking).toEqual(end === 'abort' ? 'enough' : expect.objectContaining({ code: 'ENOTSOCK' }));
        await vi.advanceTimersByTimeAsync(10_000);
        expect(wire.sent).toHaveLength(length);
      }
    });

    it('is not sent again by a plain receive, which waits on', async () => {
      const { req, wire } = requester();
      await req.send('plain');
      const receiving = req.receive();
      wire.sink.requestLost();
      await vi.advanceTimersByTimeAsync(1000);
      expect(wire.sent).toStrictEqual(['plain']);
      wire.reply('after all');
      expect(`${await receiving}`).toBe('after all');
    });
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Message, ZMQError } from '../../src/index.js';
import { SendSocket } from '../../src/spi.js';
import { FakeEngine, definitionOf, nextTurn, testSocket, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { takeGlobalTimers } from '../../src/runtime/timers.js';

const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `message ${index}`);

describe('send', () => {
  it('resolves true once the engine has the message', async () => {
    const { socket, wire } = testSocket();
    expect(await socket.send(['a', 'b'])).toBe(true);
    expect(wire.sent).toStrictEqual(['a|b']);
  });

  it('keeps the order of the calls when nobody awaits them', async () => {
    const { socket, wire } = testSocket();
    const messages = texts(2000);
    const results = await Promise.all(messages.map((message) => socket.send(message)));
    expect(results.every(Boolean)).toBe(true);
    expect(wire.sent).toStrictEqual(messages);
  });

  it('waits while the engine is full, any number of calls in one queue, without EBUSY', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const messages = texts(1000);
    const sending = messages.map((message) => socket.send(message));
    expect(socket.stats().waitingSends).toBe(1000);
    wire.makeRoom(1);
    expect(await sending[0]).toBe(true);
    expect(wire.sent).toStrictEqual(['message 0']);
    wire.makeRoom();
    await Promise.all(sending);
    expect(wire.sent).toStrictEqual(messages);
    expect(socket.stats().waitingSends).toBe(0);
  });

  it('rejects a message of several frames where a message has one', async () => {
    const engine = new FakeEngine();
    const socket = new (class extends SendSocket {})({ ...definitionOf('PUSH'), multipart: false }, undefined, {
      engine,
    });
    for (const message of ['a', ['b'], new Message('c')]) expect(await socket.send(message)).toBe(true);
    const refusal = { code: 'EINVAL', message: 'A message of a ZMQPUSH has one frame, and this one has 2.' };
    await expect(socket.send(['d', 'e'])).rejects.toMatchObject(refusal);
    await expect(socket.send(new Message(['d', 'e']))).rejects.toMatchObject(refusal);
    expect(() => socket.trySend(['d', 'e'])).toThrow(expect.objectContaining(refusal));
    expect(engine.last.sent).toStrictEqual(['a', 'b', 'c']);
  });

  it('never overtakes a message that waits', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const first = socket.send('first');
    wire.room = 10;
    const second = socket.send('second');
    expect(wire.sent).toStrictEqual([]);
    wire.makeRoom(10);
    await Promise.all([first, second]);
    expect(wire.sent).toStrictEqual(['first', 'second']);
  });

  it('waits no longer than a timer can, and no shorter than a turn, for its time to be over', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    takeGlobalTimers();
    onTestFinished(() => {
      timers.mockRestore();
      takeGlobalTimers();
    });
    const { socket, wire } = testSocket({ sendTimeout: 2 ** 31 - 1 });
    wire.room = 0;
    const waiting = socket.send('x');
    expect(timers).toHaveBeenCalledTimes(1);
    wire.makeRoom();
    expect(await waiting).toBe(true);
    const brief = testSocket({ sendTimeout: 0 });
    brief.wire.room = 0;
    await expect(brief.socket.send('y')).rejects.toMatchObject({ code: 'EAGAIN' });
    for (const [, delay = 0] of timers.mock.calls) {
      expect(delay).toBeGreaterThanOrEqual(1);
      expect(delay).toBeLessThan(2 ** 31);
    }
  });

  it('rejects with EAGAIN after sendTimeout, in order, and sends nothing late', async () => {
    const { socket, wire } = testSocket({ sendTimeout: 20 });
    wire.room = 0;
    const outcomes = await Promise.allSettled(texts(3).map((message) => socket.send(message)));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'EAGAIN', message: expect.stringContaining('There was no room to send within 20 ms.') },
      });
    }
    wire.makeRoom();
    expect(await socket.send('after')).toBe(true);
    expect(wire.sent).toStrictEqual(['after']);
  });

  it('lets each message wait its own time', async () => {
    useFakeTime();
    onTestFinished(() => useRealTime());
    const { socket, wire } = testSocket({ sendTimeout: 40 });
    wire.room = 0;
    const first = socket.send('first').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(25);
    const second = socket.send('second');
    await vi.advanceTimersByTimeAsync(25);
    expect(await first).toMatchObject({ code: 'EAGAIN' });
    wire.makeRoom();
    expect(await second).toBe(true);
    expect(wire.sent).toStrictEqual(['second']);
  });

  it('lets each message wait as long as sendTimeout was when it was sent', async () => {
    useFakeTime();
    onTestFinished(() => useRealTime());
    const { socket, wire } = testSocket({ sendTimeout: 100 });
    wire.room = 0;
    const failure = (sent: Promise<boolean>): Promise<unknown> => sent.catch((error: unknown) => error);
    const first = socket.send('first');
    socket.setOption('sendTimeout', 10);
    const second = failure(socket.send('second'));
    socket.setOption('sendTimeout', Infinity);
    const third = socket.send('third');
    socket.setOption('sendTimeout', 20);
    const fourth = failure(socket.send('fourth'));
    await vi.advanceTimersByTimeAsync(15);
    expect(await second).toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('10 ms') });
    expect(socket.stats().waitingSends).toBe(3);
    await vi.advanceTimersByTimeAsync(10);
    expect(await fourth).toMatchObject({ code: 'EAGAIN', message: expect.stringContaining('20 ms') });
    wire.makeRoom();
    expect(await Promise.all([first, third])).toEqual([true, true]);
    expect(wire.sent).toStrictEqual(['first', 'third']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not wait with sendTimeout 0', async () => {
    const { socket, wire } = testSocket({ sendTimeout: 0 });
    wire.room = 0;
    await expect(socket.send('x')).rejects.toMatchObject({ code: 'EAGAIN' });
    wire.room = 1;
    expect(await socket.send('y')).toBe(true);
  });

  it('does not take a long burst for a full queue with sendTimeout 0', async () => {
    const { socket, wire } = testSocket({ sendTimeout: 0 });
    const messages = texts(1000);
    await Promise.all(messages.map((message) => socket.send(message)));
    expect(wire.sent).toStrictEqual(messages);
  });

  it('does not take a turn that lasts longer than sendTimeout for a full queue', async () => {
    const { socket, wire } = testSocket({ sendTimeout: 5 });
    const messages = texts(1000);
    const sending = Promise.all(messages.map((message) => socket.send(message)));
    const end = performance.now() + 20;
    while (performance.now() < end);
    await sending;
    expect(wire.sent).toStrictEqual(messages);
  });

  it('rejects what the engine says can never be sent, and goes on with the next message', async () => {
    const { socket, wire } = testSocket();
    const failure = new ZMQError('EHOSTUNREACH', 'No such peer.');
    wire.sendFailure = failure;
    await expect(socket.send('lost')).rejects.toBe(failure);
    wire.room = 0;
    const waiting = [socket.send('lost, too'), socket.send('sent')];
    wire.sendFailure = failure;
    wire.makeRoom();
    await expect(waiting[0]).rejects.toBe(failure);
    expect(await waiting[1]).toBe(true);
    expect(wire.sent).toStrictEqual(['sent']);
  });

  it('rejects what is not a message with a TypeError, and sends nothing', async () => {
    const { socket, wire } = testSocket();
    const sending = socket.send({ a: 1 } as never);
    await expect(sending).rejects.toThrow(TypeError);
    await expect(sending).rejects.toThrow('JSON.stringify(value)');
    expect(wire.sent).toStrictEqual([]);
  });

  it('lets the event loop turn during a long loop of awaited sends', async () => {
    const { socket, wire } = testSocket();
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    while (wire.sent.length < 10_000_000) {
      await socket.send('x');
      if (turns >= 3) break;
    }
    clearInterval(timer);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});

describe('send on an engine that has to take a message in hand to wait', () => {
  it('resolves when the engine says that the message has left, and goes on from there', async () => {
    const { socket, wire } = testSocket();
    wire.takesInHand = true;
    wire.room = 0;
    const sending = texts(3).map((message) => socket.send(message));
    expect(wire.inHand).toBe('message 0');
    expect(wire.inHandTimeout).toBe(Infinity);
    wire.settleInHand(true);
    expect(await sending[0]).toBe(true);
    await nextTurn();
    expect(wire.inHand).toBe('message 1');
    wire.room = Infinity;
    wire.settleInHand(true);
    await Promise.all(sending);
    expect(wire.sent).toStrictEqual(texts(3));
  });

  it('tells the engine how long the message may wait, and rejects when it is given back', async () => {
    useFakeTime();
    onTestFinished(() => useRealTime());
    const { socket, wire } = testSocket({ sendTimeout: 15 });
    wire.takesInHand = true;
    wire.room = 0;
    const sending = socket.send('x').catch((error: unknown) => error);
    expect(wire.inHandTimeout).toBe(15);
    await vi.advanceTimersByTimeAsync(25);
    // Past its time, but the engine may have sent it at the last moment: only the engine knows.
    expect(socket.stats().waitingSends).toBe(1);
    wire.settleInHand(false);
    expect(await sending).toMatchObject({ code: 'EAGAIN' });
    expect(wire.sent).toStrictEqual([]);
  });

  it('counts a message as sent that left at the last moment', async () => {
    useFakeTime();
    onTestFinished(() => useRealTime());
    const { socket, wire } = testSocket({ sendTimeout: 5 });
    wire.takesInHand = true;
    wire.room = 0;
    const sending = socket.send('x');
    await vi.advanceTimersByTimeAsync(15);
    wire.settleInHand(true);
    expect(await sending).toBe(true);
    expect(wire.sent).toStrictEqual(['x']);
  });

  it.each([true, false])(
    'tells of the message in hand what became of it when the socket closes: sent %s',
    async (taken) => {
      const { socket, wire } = testSocket();
      wire.takesInHand = true;
      wire.room = 0;
      const sends = texts(2).map((message) => socket.send(message).catch((error: unknown) => error));
      let open = (): void => {};
      wire.closeGate = new Promise((resolve) => {
        open = resolve;
      });
      const closed = socket.close({ linger: 0 });
      expect(await sends[1]).toMatchObject({ code: 'ENOTSOCK' });
      expect(socket.stats().waitingSends).toBe(1);
      wire.settleInHand(taken);
      expect(await sends[0]).toEqual(taken ? true : expect.objectContaining({ code: 'ENOTSOCK' }));
      expect(wire.sent).toStrictEqual(taken ? ['message 0'] : []);
      open();
      await closed;
    },
  );

  it('rejects the message in hand when the engine has closed and not told of it', async () => {
    const { socket, wire } = testSocket();
    wire.takesInHand = true;
    wire.room = 0;
    const sending = socket.send('x').catch((error: unknown) => error);
    await socket.close({ linger: 0 });
    expect(await sending).toMatchObject({ code: 'ENOTSOCK' });
  });

  it('sends nothing past the message in hand', async () => {
    const { socket, wire } = testSocket();
    wire.takesInHand = true;
    wire.room = 0;
    const first = socket.send('first');
    wire.room = Infinity;
    expect(socket.trySend('try')).toBe(false);
    const second = socket.send('second');
    wire.settleInHand(true);
    await Promise.all([first, second]);
    expect(wire.sent).toStrictEqual(['first', 'second']);
  });
});

describe('trySend', () => {
  it('says whether the engine had room, and never waits', () => {
    const { socket, wire } = testSocket();
    wire.room = 1;
    expect(socket.trySend('a')).toBe(true);
    expect(socket.trySend('b')).toBe(false);
    expect(socket.stats().waitingSends).toBe(0);
    wire.makeRoom();
    expect(wire.sent).toStrictEqual(['a']);
  });

  it('does not overtake a send that waits', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    void socket.send('first');
    wire.room = 10;
    expect(socket.trySend('second')).toBe(false);
    wire.makeRoom();
    await nextTurn();
    expect(wire.sent).toStrictEqual(['first']);
  });

  it('throws for what is not a message, and what the engine throws', () => {
    const { socket, wire } = testSocket();
    expect(() => socket.trySend(1 as never)).toThrow(TypeError);
    const failure = new ZMQError('EMSGSIZE', 'Too large.');
    wire.sendFailure = failure;
    expect(() => socket.trySend('x')).toThrow(failure);
  });

  it('throws ENOTSOCK on a closed socket', async () => {
    const { socket } = testSocket();
    await socket.close();
    expect(() => socket.trySend('x')).toThrow(expect.objectContaining({ code: 'ENOTSOCK' }));
  });
});

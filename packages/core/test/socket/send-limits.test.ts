import { testSocket, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';

const failure = (sent: Promise<boolean>): Promise<unknown> => sent.catch((error: unknown) => error);

describe('a send with limits of its own', () => {
  it('rejects with EAGAIN after its timeout, whatever sendTimeout is, and is not sent', async () => {
    useFakeTime();
    onTestFinished(useRealTime);
    const { socket, wire } = testSocket({ sendTimeout: 10 });
    wire.room = 0;
    const brief = failure(socket.send('brief', { timeout: 5 }));
    const ordinary = failure(socket.send('ordinary'));
    const long = socket.send('long', { timeout: 1000 });
    const endless = socket.send('endless', { timeout: Infinity });
    await vi.advanceTimersByTimeAsync(6);
    expect(await brief).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('There was no room to send within 5 ms.'),
    });
    expect(socket.stats().waitingSends).toBe(3);
    await vi.advanceTimersByTimeAsync(900);
    expect(await ordinary).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('There was no room to send within 10 ms.'),
    });
    wire.makeRoom();
    expect(await Promise.all([long, endless])).toEqual([true, true]);
    expect(wire.sent).toStrictEqual(['long', 'endless']);
  });

  it('has sendTimeout when only a signal is given', async () => {
    useFakeTime();
    onTestFinished(useRealTime);
    const { socket, wire } = testSocket({ sendTimeout: 10 });
    wire.room = 0;
    const sent = failure(socket.send('x', { signal: new AbortController().signal }));
    await vi.advanceTimersByTimeAsync(11);
    expect(await sent).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('There was no room to send within 10 ms.'),
    });
  });

  it('does not wait with a timeout of 0, and sends what there is room for', async () => {
    const { socket, wire } = testSocket();
    expect(await socket.send('room', { timeout: 0 })).toBe(true);
    wire.room = 0;
    await expect(socket.send('none', { timeout: 0 })).rejects.toMatchObject({ code: 'EAGAIN' });
    wire.makeRoom();
    expect(wire.sent).toStrictEqual(['room']);
  });

  it('rejects with the reason of its signal, whatever that is, and is not sent', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    for (const reason of [new Error('enough'), 'text', null, 0]) {
      const controller = new AbortController();
      const sent = socket.send('given up', { signal: controller.signal });
      controller.abort(reason);
      await expect(sent).rejects.toBe(reason);
    }
    expect(socket.stats().waitingSends).toBe(0);
    wire.makeRoom();
    expect(await socket.send('after')).toBe(true);
    expect(wire.sent).toStrictEqual(['after']);
  });

  it('is refused when its signal is aborted before the call, and does not leave the order of REQ and REP', async () => {
    const { socket, wire } = testSocket();
    const reason = new Error('before');
    await expect(socket.send('x', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(wire.sent).toStrictEqual([]);
  });

  it('has no effect on those before and behind it, of which the next is tried at once', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const controllers = Array.from({ length: 5 }, () => new AbortController());
    const sends = controllers.map(({ signal }, index) => failure(socket.send(`${index}`, { signal })));
    for (const index of [2, 0, 4]) controllers[index]?.abort(`end of ${index}`);
    // No room was announced: what waits behind the first may need another room than that one.
    wire.room = Infinity;
    expect(await Promise.all(sends)).toEqual(['end of 0', true, 'end of 2', true, 'end of 4']);
    expect(wire.sent).toStrictEqual(['1', '3']);
  });

  it('leaves nothing of a thousand with one signal, although there is room when it is aborted', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const controller = new AbortController();
    const sends = Array.from({ length: 1000 }, (_, index) =>
      failure(socket.send(`${index}`, { signal: controller.signal })),
    );
    wire.room = Infinity;
    controller.abort('all');
    expect(new Set(await Promise.all(sends))).toEqual(new Set(['all']));
    expect(await socket.send('after')).toBe(true);
    expect(wire.sent).toStrictEqual(['after']);
  });

  it('removes its listener from the signal when it is sent', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const sent = socket.send('x', { signal, timeout: 50 });
    wire.makeRoom();
    expect(await sent).toBe(true);
    expect(removed).toHaveBeenCalledTimes(1);
  });

  it.each(['signal', 'timeout'] as const)(
    'that an engine has in hand is rejected by its %s once the engine has returned the message',
    async (limit) => {
      useFakeTime();
      onTestFinished(useRealTime);
      const { socket, wire } = testSocket();
      wire.takesInHand = true;
      wire.room = 0;
      const controller = new AbortController();
      const first = failure(socket.send('first', limit === 'signal' ? { signal: controller.signal } : { timeout: 30 }));
      const second = failure(socket.send('second'));
      // The engine returns it within this time, whether or not there was room.
      expect(wire.inHandTimeout).toBeLessThanOrEqual(20);
      wire.settleInHand(false);
      await vi.waitFor(() => expect(wire.inHand).toBe('first'), { interval: 1 });
      controller.abort('given up');
      await vi.advanceTimersByTimeAsync(301);
      expect(socket.stats().waitingSends).toBe(2);
      wire.settleInHand(false);
      expect(await first).toEqual(limit === 'signal' ? 'given up' : expect.objectContaining({ code: 'EAGAIN' }));
      await vi.waitFor(() => expect(wire.inHand).toBe('second'));
      wire.settleInHand(true);
      expect(await second).toBe(true);
      expect(wire.sent).toStrictEqual(['second']);
    },
  );

  it('that an engine has in hand resolves when it left before the engine could return it', async () => {
    const { socket, wire } = testSocket();
    wire.takesInHand = true;
    wire.room = 0;
    const controller = new AbortController();
    const sent = socket.send('x', { signal: controller.signal });
    controller.abort();
    wire.settleInHand(true);
    expect(await sent).toBe(true);
    expect(wire.sent).toStrictEqual(['x']);
  });

  it('that an engine has in hand when the socket closes rejects with the reason of its signal', async () => {
    const { socket, wire } = testSocket();
    wire.takesInHand = true;
    wire.room = 0;
    const controller = new AbortController();
    const sent = failure(socket.send('x', { signal: controller.signal }));
    controller.abort('given up');
    const closed = socket.close({ linger: 0 });
    await expect.poll(() => wire.calls).toContain('close');
    wire.settleInHand(false);
    expect(await sent).toBe('given up');
    await closed;
  });

  it.each([
    [{ timeout: -1 }, 'timeout is -1'],
    [{ timeOut: 5 }, 'Do you mean timeout?'],
    [{ signal: new AbortController() }, 'controller.signal'],
    [new AbortController().signal, 'write { signal }'],
    [5, 'Options are an object'],
    [null, 'Options are an object'],
    ['b', "send(['first', 'second'])"],
    [Buffer.from('b'), "send(['first', 'second'])"],
    [['b'], "send(['first', 'second'])"],
  ])('refuses %j as options', async (options, says) => {
    const { socket, wire } = testSocket();
    await expect(socket.send('x', options as never)).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining(says),
    });
    expect(wire.sent).toStrictEqual([]);
  });
});

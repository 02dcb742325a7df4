import { getEventListeners } from 'node:events';
import { nextTurn, testSocket, useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SendReceiveState } from '../../src/spi.js';
import { keepAlive } from '../../src/runtime/keep-alive.js';
import { poll } from '../../src/socket/poll.js';

/** Whether a promise has settled by the end of this turn. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  const note = (): void => {
    done = true;
  };
  promise.then(note, note);
  await nextTurn();
  return done;
}

/** The order of a REQ. */
class Alternation implements SendReceiveState {
  readonly sendExpectation = 'receive first';
  awaiting = false;

  beginSend(): boolean {
    if (this.awaiting) return false;
    this.awaiting = true;
    return true;
  }

  maySend(): boolean {
    return !this.awaiting;
  }

  failSend(): void {
    this.awaiting = false;
  }

  receiveRefusal(): string | undefined {
    return this.awaiting ? undefined : 'send first';
  }

  mayDeliver(): boolean {
    return this.awaiting;
  }

  delivered(): void {
    this.awaiting = false;
  }
}

afterEach(() => vi.restoreAllMocks());

describe('readable', () => {
  it('is whether there is a message, and takes none', () => {
    const { socket, wire } = testSocket();
    expect(socket.readable).toBe(false);
    wire.deliver('a');
    expect([socket.readable, socket.readable]).toEqual([true, true]);
    expect(`${socket.tryReceive()}`).toBe('a');
    expect(socket.readable).toBe(false);
  });

  it('is false on a closed socket', async () => {
    const { socket, wire } = testSocket();
    wire.deliver('a');
    await socket.close();
    expect(socket.readable).toBe(false);
  });

  it('is false while the messages that are there are for receives that wait', async () => {
    const { socket, wire } = testSocket();
    const received = [socket.receive(), socket.receive()];
    wire.deliver('a');
    expect(socket.readable).toBe(false);
    wire.deliver('b', 'c');
    await Promise.all(received);
    expect(socket.readable).toBe(true);
  });

  it('follows the order of REQ and REP', async () => {
    const { socket, wire } = testSocket({}, undefined, new Alternation());
    wire.deliver('early');
    expect(socket.readable).toBe(false);
    await socket.send('request');
    expect(socket.readable).toBe(true);
  });
});

describe('whenReadable', () => {
  it('resolves in the same turn when there is a message, and takes none', async () => {
    const { socket, wire } = testSocket();
    wire.deliver('a');
    await socket.whenReadable();
    await socket.whenReadable({ timeout: 0 });
    expect(`${socket.tryReceive()}`).toBe('a');
  });

  it('resolves when a message comes, for any number of calls', async () => {
    const { socket, wire } = testSocket();
    const calls = Promise.all([socket.whenReadable(), socket.whenReadable({ timeout: 1000 })]);
    expect(wire.interest).toBe('brief');
    wire.deliver('a');
    await calls;
    expect(wire.interest).toBe('none');
    expect(`${await socket.receive()}`).toBe('a');
  });

  it('waits on when a receive that was there before takes the message', async () => {
    const { socket, wire } = testSocket();
    const received = socket.receive();
    const ready = socket.whenReadable();
    wire.deliver('a');
    expect(`${await received}`).toBe('a');
    expect(await settled(ready)).toBe(false);
    wire.deliver('b');
    await ready;
  });

  it('resolves when the receives are given up for which messages were there', async () => {
    const { socket, wire } = testSocket();
    const controller = new AbortController();
    const receives = Array.from({ length: 3 }, () => socket.receive({ signal: controller.signal }));
    const outcome = Promise.allSettled(receives);
    const ready = socket.whenReadable();
    // Aborted between the arrival of the messages and their delivery.
    vi.spyOn(wire, 'receive').mockReturnValueOnce(undefined);
    wire.deliver('a', 'b', 'c');
    controller.abort();
    await outcome;
    await ready;
    expect(socket.readable).toBe(true);
  });

  it('begins to look for messages once a REQ may receive', async () => {
    const { socket, wire } = testSocket({}, undefined, new Alternation());
    const ready = socket.whenReadable();
    expect(wire.interest).toBe('none');
    await socket.send('request');
    expect(wire.interest).toBe('brief');
    wire.deliver('reply');
    await ready;
  });

  it('rejects after its timeout, by its signal, and when the socket closes', async () => {
    useFakeTime();
    onTestFinished(useRealTime);
    const { socket } = testSocket();
    const failure = (options: object): Promise<unknown> =>
      socket.whenReadable(options).catch((error: unknown) => error);
    const late = failure({ timeout: 10 });
    await vi.advanceTimersByTimeAsync(11);
    expect(await late).toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No message arrived within 10 ms.'),
    });
    expect(await failure({ timeout: 0 })).toMatchObject({ code: 'EAGAIN' });
    const controller = new AbortController();
    const aborted = failure({ signal: controller.signal });
    controller.abort('enough');
    expect(await aborted).toBe('enough');
    const closed = failure({});
    await socket.close();
    expect(await closed).toMatchObject({ code: 'ENOTSOCK' });
    expect(await failure({})).toMatchObject({ code: 'ENOTSOCK' });
  });

  it('refuses what is no option', async () => {
    const { socket } = testSocket();
    await expect(socket.whenReadable({ timout: 1 } as never)).rejects.toThrow('Do you mean timeout?');
    await expect(socket.whenWritable({ timout: 1 } as never)).rejects.toThrow('whenWritable accepts');
  });

  it('PO-05 keeps the process alive in a poll that waits', async () => {
    const { socket, wire } = testSocket();
    const held = vi.spyOn(keepAlive, 'acquire');
    const released = vi.spyOn(keepAlive, 'release');
    const ready = poll([socket]);
    expect([held.mock.calls.length, released.mock.calls.length]).toEqual([1, 0]);
    wire.deliver('a');
    expect(await ready).toHaveLength(1);
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('keeps the process alive as a receive does', async () => {
    const { socket, wire } = testSocket();
    const held = vi.spyOn(keepAlive, 'acquire');
    const released = vi.spyOn(keepAlive, 'release');
    const ready = socket.whenReadable();
    expect([held.mock.calls.length, released.mock.calls.length]).toEqual([1, 0]);
    wire.deliver('a');
    await ready;
    expect(released).toHaveBeenCalledTimes(1);
  });
});

describe('sendState and writable', () => {
  it('tell whether there is room, and use none', async () => {
    const { socket, wire } = testSocket();
    expect([socket.sendState, socket.writable]).toEqual(['ready', true]);
    wire.room = 1;
    expect([socket.writable, socket.writable]).toEqual([true, true]);
    await socket.send('a');
    expect([socket.sendState, socket.writable]).toEqual(['full', false]);
    expect(socket.trySend('b')).toBe(false);
    expect(wire.sent).toStrictEqual(['a']);
  });

  it('are full while sends wait, though the engine has room', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sent = socket.send('a');
    wire.room = 5;
    expect(socket.sendState).toBe('full');
    wire.makeRoom(5);
    await sent;
    expect(socket.sendState).toBe('ready');
  });

  it('tell a full socket from one whose turn it is not', async () => {
    const { socket, wire } = testSocket({}, undefined, new Alternation());
    wire.room = 0;
    expect(socket.trySend('request')).toBe(false);
    expect(socket.sendState).toBe('full');
    wire.makeRoom();
    expect(socket.trySend('request')).toBe(true);
    expect(socket.trySend('another')).toBe(false);
    expect([socket.sendState, socket.writable]).toEqual(['out-of-turn', false]);
  });

  it('are closed on a closed socket', async () => {
    const { socket } = testSocket();
    await socket.close();
    expect([socket.sendState, socket.writable]).toEqual(['closed', false]);
  });
});

describe('whenWritable', () => {
  it('resolves at once when there is room', async () => {
    const { socket } = testSocket();
    await socket.whenWritable({ timeout: 0 });
  });

  it('resolves when there is room, and asks again when that was too early', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const ready = socket.whenWritable();
    wire.makeRoom(0);
    expect(await settled(ready)).toBe(false);
    expect(wire.writableWanted).toBe(true);
    wire.makeRoom(1);
    await ready;
    expect(socket.trySend('a')).toBe(true);
  });

  // libzmq makes room in a thread of its own, at any time, and reports it only when it was asked.
  it.each([1, 2])('resolves when an engine makes room after %i looks at it', async (looks) => {
    const { socket, wire } = testSocket();
    const canSend = vi.spyOn(wire, 'canSend').mockReturnValue(true);
    const fullAtFirst = (): void => {
      for (let left = looks; left > 0; left--) canSend.mockReturnValueOnce(false);
    };
    fullAtFirst();
    await socket.whenWritable();

    // The same when the engine was asked, and has told that it may have room.
    canSend.mockReturnValue(false);
    const ready = socket.whenWritable();
    expect(wire.writableWanted).toBe(true);
    canSend.mockReturnValue(true);
    fullAtFirst();
    while (wire.writableWanted) wire.makeRoom(0);
    await ready;
  });

  it('looks for room as often as it is called, however many calls wait', async () => {
    const { socket, wire } = testSocket();
    const canSend = vi.spyOn(wire, 'canSend').mockReturnValue(false);
    const waiting = Array.from({ length: 200 }, () => socket.whenWritable());
    expect(canSend.mock.calls.length).toBeLessThan(600);
    expect(wire.writableWanted).toBe(true);
    canSend.mockReturnValue(true);
    wire.makeRoom(1);
    await Promise.all(waiting);
  });

  it('resolves when the last send that waited has been given up or sent', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const controller = new AbortController();
    const sends = ['a', 'b'].map((text) => socket.send(text, { signal: controller.signal }).catch(() => {}));
    const ready = socket.whenWritable();
    wire.room = 1;
    expect(socket.writable).toBe(false);
    controller.abort();
    await Promise.all(sends);
    await ready;
    expect(wire.sent).toStrictEqual([]);
  });

  it('resolves when it is the turn of a REQ again', async () => {
    const { socket, wire } = testSocket({}, undefined, new Alternation());
    await socket.send('request');
    const ready = socket.whenWritable();
    expect(await settled(ready)).toBe(false);
    expect(wire.writableWanted).toBe(false);
    wire.deliver('reply');
    await socket.receive();
    await ready;
  });

  it('rejects after its timeout, by its signal, and when the socket closes', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    await expect(socket.whenWritable({ timeout: 1 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('There was no room to send within 1 ms.'),
    });
    await expect(socket.whenWritable({ signal: AbortSignal.abort('enough') })).rejects.toBe('enough');
    const closed = socket.whenWritable().catch((error: unknown) => error);
    await socket.close({ linger: 0 });
    expect(await closed).toMatchObject({ code: 'ENOTSOCK' });
  });
});

describe('poll', () => {
  it('adds one listener to a signal for all calls, and takes it off with the last', async () => {
    const { socket, wire } = testSocket();
    const { signal } = new AbortController();
    const waiting = Array.from({ length: 20 }, () => poll([socket, socket], { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    wire.deliver('x');
    await Promise.all(waiting);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

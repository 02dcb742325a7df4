import { describe, expect, it } from 'vitest';
import { ZMQContext } from '../../src/index.js';
import type { FakeSocket } from '@zeromq-ts/testing';
import { FakeEngine, TestSocket, testSocket } from '@zeromq-ts/testing';

const gate = (): { promise: Promise<void>; open: () => void } => {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
};

/** The time spent closing before counts. */
function expectLinger(wire: FakeSocket, linger: number): void {
  expect(wire.linger).toBeLessThanOrEqual(linger);
  expect(wire.linger).toBeGreaterThan(linger - 10_000);
}

describe('close', () => {
  it('resolves when the engine is done, and is idempotent', async () => {
    const { socket, wire } = testSocket();
    const closing = gate();
    wire.closeGate = closing.promise;
    let done = 0;
    const all = [socket.close(), socket.close({ linger: 0 })].map((closed) => closed.then(() => done++));
    expect(socket.closed).toBe(true);
    await Promise.resolve();
    expect(done).toBe(0);
    closing.open();
    await Promise.all(all);
    await socket.close();
    expect(wire.calls).toStrictEqual(['close']);
  });

  it('gives the engine the linger of the call, of the option, or the default', async () => {
    const ofCall = testSocket({ linger: 500_000 });
    await ofCall.socket.close({ linger: 70_000 });
    expectLinger(ofCall.wire, 70_000);
    const ofOption = testSocket({ linger: 500_000 });
    await ofOption.socket.close();
    expectLinger(ofOption.wire, 500_000);
    const ofDefault = testSocket();
    await ofDefault.socket.close();
    expectLinger(ofDefault.wire, 30_000);
    const forEver = testSocket();
    await forEver.socket.close({ linger: Infinity });
    expect(forEver.wire.linger).toBe(Infinity);
  });

  it.each([-1, NaN, '5', 2 ** 31])('rejects a linger of %s and leaves the socket open', async (linger) => {
    const { socket } = testSocket();
    await expect(socket.close({ linger: linger as number })).rejects.toMatchObject({ code: 'EINVAL' });
    expect(socket.closed).toBe(false);
    await socket.close();
  });

  it('rejects receives that wait, and every later operation, with ENOTSOCK', async () => {
    const { socket } = testSocket();
    const receiving = [socket.receive(), socket.receive({ timeout: 1000 })];
    const closing = socket.close();
    const refusal = { code: 'ENOTSOCK', message: expect.stringContaining('TestSocket is closed') };
    for (const outcome of await Promise.allSettled(receiving)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: refusal });
    }
    await expect(socket.send('x')).rejects.toMatchObject(refusal);
    await expect(socket.receive()).rejects.toMatchObject(refusal);
    await expect(socket.bind('inproc://x')).rejects.toMatchObject(refusal);
    await expect(socket.unbind('inproc://x')).rejects.toMatchObject(refusal);
    expect(() => socket.connect('inproc://x')).toThrow(expect.objectContaining(refusal));
    expect(() => socket.disconnect('inproc://x')).toThrow(expect.objectContaining(refusal));
    expect(() => socket.tryReceive()).toThrow(expect.objectContaining(refusal));
    await closing;
  });

  it('still hands over sends that wait, within linger', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sending = [socket.send('1'), socket.send('2')];
    const closing = socket.close({ linger: 60_000 });
    await Promise.resolve();
    wire.makeRoom();
    expect(await Promise.all(sending)).toStrictEqual([true, true]);
    await closing;
    expect(wire.sent).toStrictEqual(['1', '2']);
    expectLinger(wire, 60_000);
  });

  it('rejects sends that still wait when linger is over', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sending = socket.send('x').catch((error: unknown) => error);
    await socket.close({ linger: 10 });
    expect(await sending).toMatchObject({ code: 'ENOTSOCK' });
    expect(wire.linger).toBe(0);
  });

  it('does not report as unhandled the rejection of a send that nobody waits for', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): unknown => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const { socket, wire } = testSocket();
    wire.room = 0;
    void socket.send('x');
    await socket.close({ linger: 0 });
    // Node reports them when the microtasks are over.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('rejects them at once with a linger of 0', async () => {
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sending = socket.send('x').catch((error: unknown) => error);
    await socket.close({ linger: 0 });
    expect(await sending).toMatchObject({ code: 'ENOTSOCK' });
  });

  it('raises closed for every endpoint and then for the socket', async () => {
    const { socket } = testSocket();
    const closed: unknown[] = [];
    socket.on('closed', ({ endpoint }) => closed.push(endpoint));
    await socket.bind('inproc://a');
    socket.connect('inproc://b');
    await socket.close();
    expect(closed).toStrictEqual(['inproc://a', 'inproc://b', undefined]);
  });

  it('is what await using does', async () => {
    const { socket: used, wire } = testSocket();
    {
      await using socket = used;
      expect(socket.closed).toBe(false);
    }
    expect(used.closed).toBe(true);
    expect(wire.calls).toStrictEqual(['close']);
  });
});

describe('a context', () => {
  it('closes all of its sockets, and takes no more', async () => {
    const engine = new FakeEngine();
    const context = new ZMQContext({ engine });
    const sockets = [new TestSocket(undefined, { context }), new TestSocket(undefined, { context })];
    const [first] = sockets;
    expect(context.size).toBe(2);
    await first?.close();
    expect(context.size).toBe(1);
    await context.close({ linger: 5 });
    expect(sockets.every((socket) => socket.closed)).toBe(true);
    expect(engine.sockets.map((socket) => socket.calls)).toStrictEqual([['close'], ['close']]);
    expect(engine.last.linger).toBeLessThanOrEqual(5);
    expect(context.size).toBe(0);
    expect(context.closed).toBe(true);
    expect(() => new TestSocket(undefined, { context })).toThrow(expect.objectContaining({ code: 'ETERM' }));
  });
});

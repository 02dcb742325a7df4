import { describe, expect, it } from 'vitest';
import { keepAlive } from '../../src/runtime/keep-alive.js';
import { testSocket } from '@zeromq-ts/testing';

/** How many timers of sockets keep this process alive. Those of vitest, which come and go, do not count. */
const holds = (): number => Number(keepAlive.active);

describe('a process', () => {
  it('is not held by an open socket with nothing pending', async () => {
    const before = holds();
    const { socket } = testSocket({}, '@tcp://127.0.0.1:*');
    await socket.ready;
    expect(holds()).toBe(before);
    await socket.close();
  });

  it('is held by a send that waits, until it is over', async () => {
    const before = holds();
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sending = Promise.all([socket.send('1'), socket.send('2')]);
    // `await` and `Promise.all` look at a promise in a microtask.
    await Promise.resolve();
    expect(holds()).toBe(before + 1);
    wire.makeRoom();
    await sending;
    expect(holds()).toBe(before);
  });

  it('is held by a send as soon as the program waits for it', async () => {
    const before = holds();
    const { socket, wire } = testSocket();
    wire.room = 0;
    const sending = socket.send('1');
    expect(holds()).toBe(before);
    const seen = sending.finally(() => {});
    expect(holds()).toBe(before + 1);
    wire.makeRoom();
    expect(await seen).toBe(true);
    expect(holds()).toBe(before);
    await sending;
    expect(holds()).toBe(before);
  });

  it('is not held by a send that nobody waits for, or whose errors alone are of interest', async () => {
    const before = holds();
    const { socket, wire } = testSocket({ sendTimeout: 60_000 });
    wire.room = 0;
    void socket.send('1');
    socket.send('2').catch(() => {});
    void socket.send('3').then(undefined, () => {});
    expect(holds()).toBe(before);
    wire.makeRoom();
    await socket.close();
    expect(wire.sent).toEqual(['1', '2', '3']);
    expect(holds()).toBe(before);
  });

  it('is held by a receive that waits, until it is over, however it ends', async () => {
    const before = holds();
    const { socket, wire } = testSocket();
    const receiving = socket.receive();
    expect(holds()).toBe(before + 1);
    wire.deliver('x');
    await receiving;
    expect(holds()).toBe(before);
    const controller = new AbortController();
    const aborted = socket.receive({ signal: controller.signal }).catch(() => {});
    expect(holds()).toBe(before + 1);
    controller.abort();
    await aborted;
    expect(holds()).toBe(before);
    const refused = socket.receive().catch(() => {});
    await socket.close();
    await refused;
    expect(holds()).toBe(before);
  });

  it('is held by somebody who waits for a peer', async () => {
    const before = holds();
    const { socket, wire } = testSocket();
    const connected = socket.connected();
    expect(holds()).toBe(before + 1);
    wire.raise('handshake-succeeded');
    await connected;
    expect(holds()).toBe(before);
  });

  it('is held by a socket that closes, until it is closed', async () => {
    const before = holds();
    const { socket, wire } = testSocket();
    let open = (): void => {};
    wire.closeGate = new Promise((resolve) => (open = resolve));
    const closing = socket.close();
    expect(holds()).toBe(before + 1);
    open();
    await closing;
    expect(holds()).toBe(before);
  });
});

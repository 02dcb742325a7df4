import { describe, expect, it } from 'vitest';
import { testSocket } from '../test-sockets.js';

/** Timers that keep this process alive. */
const holds = (): number => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

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
    const sending = [socket.send('1'), socket.send('2')];
    expect(holds()).toBe(before + 1);
    wire.makeRoom();
    await Promise.all(sending);
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

import { describe, expect, it } from 'vitest';
import { testSocket } from '@zeromq-ts/testing';

describe('connected', () => {
  it('resolves once a peer has completed the handshake', async () => {
    const { socket, wire } = testSocket();
    let done = false;
    const connected = socket.connected().then(() => (done = true));
    wire.raise('connected');
    await Promise.resolve();
    expect(done).toBe(false);
    expect(wire.watching).toBe(true);
    wire.raise('handshake-succeeded');
    await connected;
    expect(wire.watching).toBe(false);
    expect(socket.stats().peers).toBe(1);
  });

  it('counts peers that leave', async () => {
    const { socket, wire } = testSocket();
    wire.raise('handshake-succeeded');
    wire.raise('disconnected');
    await expect(socket.connected({ timeout: 5 })).rejects.toMatchObject({
      code: 'EAGAIN',
      message: expect.stringContaining('No peer has completed the handshake within 5 ms.'),
    });
    const two = socket.connected({ peers: 2 });
    wire.raise('handshake-succeeded');
    wire.raise('handshake-succeeded');
    await two;
  });

  it('resolves at once when they are there, and for 0 peers', async () => {
    const { socket, wire } = testSocket();
    await socket.connected({ peers: 0, timeout: 0 });
    wire.raise('handshake-succeeded');
    await socket.connected({ timeout: 0 });
    expect(wire.watching).toBe(false);
  });

  it('rejects with the reason of the signal, and with ENOTSOCK when the socket closes', async () => {
    const { socket } = testSocket();
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborted = socket.connected({ signal: controller.signal }).catch((error: unknown) => error);
    const closed = socket.connected().catch((error: unknown) => error);
    controller.abort(reason);
    expect(await aborted).toBe(reason);
    await socket.close();
    expect(await closed).toMatchObject({ code: 'ENOTSOCK' });
    await expect(socket.connected()).rejects.toMatchObject({ code: 'ENOTSOCK' });
  });

  it.each([
    [{ peers: -1 }, 'peers is -1'],
    [{ peers: 1.5 }, 'peers is 1.5'],
    [{ peers: 'two' }, 'peers is "two"'],
    [{ timeout: -5 }, 'timeout is -5'],
    [{ signal: 1 }, 'signal is 1'],
    [null, 'null'],
  ])('rejects %o with EINVAL', async (options, text) => {
    const { socket } = testSocket();
    await expect(socket.connected(options as never)).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining(text),
    });
  });
});

describe('waiting for something to become true', () => {
  it('looks again at every event and every change of subscriptions', async () => {
    const { socket, wire } = testSocket();
    let looks = 0;
    const waiting = socket.waitFor(() => ++looks === 4, 'It did not happen');
    wire.raise('accepted');
    wire.addSubscriber('a');
    wire.addSubscriber('b');
    await waiting;
    expect(looks).toBe(4);
  });
});

describe('stats', () => {
  it('are plain numbers of what went in and out', async () => {
    const { socket, wire } = testSocket();
    await socket.send(['é', 'b']);
    wire.deliver('four', 'waiting');
    await socket.receive();
    wire.drop('full', 3);
    wire.drop('full', 2);
    expect(socket.stats()).toStrictEqual({
      messagesSent: 1,
      bytesSent: 3,
      messagesReceived: 1,
      bytesReceived: 4,
      ignored: 0,
      dropped: { full: 5, unroutable: 0, linger: 0, disconnected: 0, unread: 0, 'too-large': 0, unreadable: 0 },
      peers: 0,
      waitingSends: 0,
      queuedOutgoing: undefined,
      queuedIncoming: 1,
    });
  });

  it('do not change afterwards', () => {
    const { socket, wire } = testSocket();
    const before = socket.stats();
    wire.drop('linger', 1);
    expect(before.dropped.linger).toBe(0);
  });
});

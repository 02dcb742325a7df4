import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { foreignServer, pair, socket } from './test-socket.js';

describe('monitor events on libzmq', () => {
  it.each(['tcp://127.0.0.1:*', 'tcp://*:*', 'ipc://*'])('tell both sides of a connection over %s', async (given) => {
    const bound = socket('PULL');
    const endpoint = await bound.bind(given);
    const target = endpoint.replace('0.0.0.0', '127.0.0.1');
    const accepted = bound.next('accepted');
    const welcomed = bound.next('handshake-succeeded');
    const connected = socket('PUSH');
    const made = connected.next('connected');
    connected.connect(target);
    expect(await accepted).toEqual({ endpoint });
    expect(await welcomed).toEqual({ endpoint });
    expect(await made).toEqual({ endpoint: target, peer: { address: target } });
    await connected.connected();

    const lost = bound.next('disconnected');
    await connected.close();
    expect(await lost).toEqual({ endpoint });
    expect(bound.stats().peers).toBe(0);
  });

  it('name the endpoint as it was connected', async () => {
    const bound = socket('PULL');
    const port = (await bound.bind('tcp://127.0.0.1:*')).split(':').pop();
    const connected = socket('PUSH', { reconnectInterval: 10 });
    const first = connected.next('handshake-succeeded');
    connected.connect(`tcp://localhost:${port}`);
    expect(await first).toMatchObject({ endpoint: `tcp://localhost:${port}` });
    const lost = connected.next('disconnected');
    await bound.unbind(`tcp://127.0.0.1:${port}`);
    expect(await lost).toMatchObject({ endpoint: `tcp://localhost:${port}` });
    const again = connected.next('handshake-succeeded');
    await expect.poll(() => bound.bind(`tcp://127.0.0.1:${port}`).catch(() => undefined)).toBeDefined();
    expect(await again).toMatchObject({ endpoint: `tcp://localhost:${port}` });
    expect(connected.stats().peers).toBe(1);
  });

  it('tell of every peer that an unbind or a disconnect has let go of', async () => {
    const [bound, first] = await pair('PULL', 'PUSH');
    const second = socket('PUSH');
    second.connect(bound.endpoint!);
    await bound.connected({ peers: 2 });
    const lost = first.next('disconnected');
    await bound.unbind(bound.endpoint!);
    await lost;
    await expect.poll(() => bound.stats().peers).toBe(0);
    expect(bound.seen.filter((name) => name === 'disconnected')).toHaveLength(2);

    const [, other] = await pair('PULL', 'PUSH');
    other.disconnect(other.endpoint!);
    await expect.poll(() => other.stats().peers).toBe(0);
  });

  it('tell of socket types that do not fit', async () => {
    const bound = socket('PULL');
    const refused = bound.next('handshake-failed');
    const connected = socket('SUB', { reconnectInterval: Infinity });
    const failed = connected.next('handshake-failed');
    connected.connect(await bound.bind('tcp://127.0.0.1:*'));
    expect((await refused).error).toMatchObject({ code: 'EPROTO', message: expect.stringContaining('PUSH') });
    expect((await failed).error).toMatchObject({ code: 'EPROTO', message: expect.stringContaining('PUB, XPUB') });
    expect([...bound.seen, ...connected.seen]).not.toContain('disconnected');
  });

  it('tell a stranger from a peer that leaves, although others are there', async () => {
    const [bound, first] = await pair('PULL', 'PUSH');
    const failed = bound.next('handshake-failed');
    const stranger = socket('SUB', { reconnectInterval: Infinity });
    stranger.connect(bound.endpoint!);
    await failed;
    expect(bound.stats().peers).toBe(1);
    const lost = bound.next('disconnected');
    await first.close();
    await lost;
    expect(bound.stats().peers).toBe(0);
  });

  it('tell of a connection that does not speak ZMTP', async () => {
    const bound = socket('PULL');
    const port = Number((await bound.bind('tcp://127.0.0.1:*')).split(':').pop());
    const failed = bound.next('handshake-failed');
    const stranger = connect(port, '127.0.0.1', () => stranger.destroy());
    expect((await failed).error).toMatchObject({ name: 'ZMQError', endpoint: bound.endpoint });
  });

  it('tell of a server that hangs up, and of the next attempt', async () => {
    const endpoint = await foreignServer((server) => server.on('connection', (connection) => connection.destroy()));
    const push = socket('PUSH', { reconnectInterval: 20 });
    const failed = push.next('handshake-failed');
    const retried = push.next('connect-retried');
    push.connect(endpoint);
    expect(await failed).toMatchObject({ endpoint });
    expect((await retried).interval).toBeGreaterThan(0);
  });

  it('say that a host name does not resolve', async () => {
    const push = socket('PUSH', { reconnectInterval: 20 });
    const retried = push.next('connect-retried');
    push.connect('tcp://no-such-host.invalid:5555');
    expect(await retried).toMatchObject({
      endpoint: 'tcp://no-such-host.invalid:5555',
      error: { code: 'ENOTFOUND', message: expect.stringContaining('no-such-host.invalid') },
    });
  });

  it('come without anybody waiting for them', async () => {
    const bound = socket('PULL');
    const connected = socket('PUSH');
    connected.connect(await bound.bind('tcp://127.0.0.1:*'));
    await expect.poll(() => bound.seen).toEqual(['accepted', 'handshake-succeeded']);
    await connected.close();
    await expect.poll(() => bound.seen).toContain('disconnected');
  });

  it('do not pile up when there are thousands of them', async () => {
    const bound = socket('PULL');
    const endpoint = await bound.bind('tcp://127.0.0.1:*');
    const port = Number(endpoint.split(':').pop());
    const knock = (): Promise<void> =>
      new Promise((resolve) => {
        const stranger = connect(port, '127.0.0.1', () => stranger.destroy());
        stranger.on('close', () => resolve());
      });
    for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 50 }, knock));
    const push = socket('PUSH');
    push.connect(endpoint);
    await push.send('alive');
    expect(await pull(bound)).toBe('alive');
  });
});

const pull = (from: { text(): Promise<string> }): Promise<string> => from.text();

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import type { SecurityOptions, ZMQSocket } from '@zeromq-ts/core';
import { registeredCryptography } from '@zeromq-ts/core/spi';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { Certificate } from '@zeromq-ts/security';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';

const [server, client] = [Certificate.generate(), Certificate.generate()];
const options = { engine: 'zmtp', linger: 0, reconnectInterval: 10_000, handshakeInterval: 300 } as const;

/** The secrets of connections that have been made, and what they were. */
const made: { readonly live: Uint8Array; readonly copy: Buffer }[] = [];
const cryptography = await registeredCryptography()!.load();
const keyPair = cryptography.keyPair.bind(cryptography);
const sharedKey = cryptography.sharedKey.bind(cryptography);

beforeEach(() => {
  made.length = 0;
  const remember = (live: Uint8Array | undefined): void => {
    if (live !== undefined) made.push({ live, copy: Buffer.from(live) });
  };
  vi.spyOn(cryptography, 'keyPair').mockImplementation(() => {
    const pair = keyPair();
    remember(pair.secretKey);
    return pair;
  });
  vi.spyOn(cryptography, 'sharedKey').mockImplementation((publicKey, secretKey) => {
    const key = sharedKey(publicKey, secretKey);
    remember(key);
    return key;
  });
  return () => vi.restoreAllMocks();
});

/** How many of the secrets are still what they were. */
const kept = (): number => made.filter(({ live, copy }) => copy.equals(live)).length;

function closing<S extends ZMQSocket>(socket: S): S {
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket;
}

async function serve(more: SecurityOptions = {}): Promise<{ pull: ZMQPull; endpoint: string }> {
  const pull = closing(new ZMQPull(undefined, { ...options, ...server.server(), authenticate: () => true, ...more }));
  return { pull, endpoint: await pull.bind('tcp://127.0.0.1:*') };
}

function push(endpoint: string, more: object = {}): ZMQPush {
  return closing(new ZMQPush(endpoint, { ...options, ...client.client(server), ...more }));
}

async function meet(): Promise<{ pull: ZMQPull; endpoint: string; sender: ZMQPush }> {
  const { pull, endpoint } = await serve();
  const sender = push(endpoint);
  await sender.send('x');
  await pull.receive({ timeout: 20_000 });
  expect(kept()).toBe(2);
  return { pull, endpoint, sender };
}

/** Resolves when a handshake of this socket has failed. */
function failureOf(socket: ZMQSocket): Promise<void> {
  return new Promise((resolve) => socket.once('handshake-failed', () => resolve()));
}

/** A place between a client and a server. */
async function between(endpoint: string): Promise<{ endpoint: string; cut: () => void }> {
  const sockets: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(endpoint.split(':').at(-1)), '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => {});
    near.pipe(far).pipe(near);
    sockets.push(near, far);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const cut = (): void => sockets.forEach((socket) => socket.destroy());
  return { endpoint: `tcp://127.0.0.1:${(proxy.address() as { port: number }).port}`, cut };
}

describe('the keys of a CURVE connection are overwritten at both ends', () => {
  it('CV-20 when both sockets are closed', async () => {
    const { pull, sender } = await meet();
    await Promise.all([pull.close({ linger: 0 }), sender.close({ linger: 0 })]);
    await expect.poll(kept).toBe(0);
    expect(made.length).toBeGreaterThanOrEqual(8);
  });

  it('CV-20 when one of them is closed, and the other waits for the next', async () => {
    const { sender } = await meet();
    await sender.close({ linger: 0 });
    await expect.poll(kept).toBe(0);
    const other = await meet();
    await other.pull.close({ linger: 0 });
    await expect.poll(kept).toBe(0);
  });

  it('CV-20 when an endpoint is disconnected or unbound', async () => {
    const first = await meet();
    first.sender.disconnect(first.endpoint);
    await expect.poll(kept).toBe(0);
    const second = await meet();
    await second.pull.unbind(second.endpoint);
    await expect.poll(kept).toBe(0);
  });

  it('CV-20 when the connection is cut', async () => {
    const { pull, endpoint } = await serve();
    const proxy = await between(endpoint);
    await push(proxy.endpoint).send('x');
    await pull.receive({ timeout: 20_000 });
    expect(kept()).toBe(2);
    proxy.cut();
    await expect.poll(kept).toBe(0);
  });

  const failures: readonly [what: string, server: SecurityOptions, client: object][] = [
    ['the client is refused', { authenticate: () => false }, {}],
    ['the authenticator fails', { authenticate: () => Promise.reject(new Error('no')) }, {}],
    ['the authenticator takes too long', { authenticate: () => new Promise(() => {}), authenticateTimeout: 50 }, {}],
    ['the handshake takes too long', { authenticate: () => new Promise(() => {}) }, {}],
    ['the client has the key of another server', {}, client.client(Certificate.generate())],
  ];
  it.each(failures)('CV-20 when a handshake fails because %s', async (_what, atServer, atClient) => {
    const { pull, endpoint } = await serve(atServer);
    const failed = failureOf(pull);
    push(endpoint, atClient);
    await failed;
    expect(made.length).toBeGreaterThan(0);
    await expect.poll(kept).toBe(0);
  });

  it('CV-20 when a socket is closed in the middle of a handshake', async () => {
    const asked = resolvers();
    const answer = resolvers();
    const { pull, endpoint } = await serve({
      authenticate: async () => {
        asked.resolve();
        await answer.promise;
        return true;
      },
    });
    const sender = push(endpoint);
    await asked.promise;
    await Promise.all([pull.close({ linger: 0 }), sender.close({ linger: 0 })]);
    await expect.poll(kept).toBe(0);
    // Whatever is made for an answer that comes too late goes as well.
    answer.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(kept()).toBe(0);
  });

  it('CV-20 when a server does not answer, or answers with something else', async () => {
    for (const answer of [undefined, Buffer.from('\x04\x06\x05HELLO', 'latin1')]) {
      const mute = createServer((socket) => {
        socket.on('error', () => {});
        const greeting = Buffer.alloc(64);
        greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 1]);
        greeting.write('CURVE', 12, 'latin1');
        greeting[32] = 1;
        socket.write(greeting);
        socket.once('data', () => {
          if (answer !== undefined) socket.write(answer);
        });
      });
      mute.listen(0, '127.0.0.1');
      await once(mute, 'listening');
      onTestFinished(() => void mute.close());
      const sender = push(`tcp://127.0.0.1:${(mute.address() as { port: number }).port}`);
      await failureOf(sender);
      expect(made.length).toBeGreaterThan(0);
      await expect.poll(kept).toBe(0);
    }
  });
});

function resolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve };
}

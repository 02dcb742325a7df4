import { describe, expect, it } from 'vitest';
import { createSocket, setDefaultEngine, ZMQError } from '../../src/index.js';
import { TestSocket, testSocket } from '@zeromq-ts/testing';

const REFUSED = new ZMQError('ECONNREFUSED', 'Cannot connect to tcp://127.0.0.1:1 yet: no socket listens there.');

async function reasonOf(operation: () => unknown): Promise<Error> {
  return Promise.resolve()
    .then(operation)
    .then(
      () => expect.unreachable('it should have failed'),
      (error: unknown) => error as Error,
    );
}

describe('the stack of an error leads to the caller', () => {
  it.each([
    ['send', (socket: TestSocket) => socket.send('x')],
    ['trySend', (socket: TestSocket) => socket.trySend('x')],
    ['receive', (socket: TestSocket) => socket.receive()],
    ['tryReceive', (socket: TestSocket) => socket.tryReceive()],
    ['connected', (socket: TestSocket) => socket.connected()],
    ['connect', (socket: TestSocket) => socket.connect('inproc://x')],
    ['bind', (socket: TestSocket) => socket.bind('inproc://x')],
  ])('when %s is called on a closed socket', async (_name, call) => {
    const { socket } = testSocket();
    await socket.close();
    const error = await reasonOf(function theCaller() {
      return call(socket);
    });
    expect(error.stack).toContain('theCaller');
  });

  it.each([
    ['connected', (socket: TestSocket) => socket.connected({ timeout: 5 })],
    ['receive', (socket: TestSocket) => socket.receive({ timeout: 5 })],
    ['send', (socket: TestSocket) => socket.send('x', { timeout: 5 })],
    ['send with sendTimeout', (socket: TestSocket) => socket.send('x')],
    ['whenReadable', (socket: TestSocket) => socket.whenReadable({ timeout: 5 })],
    ['whenWritable', (socket: TestSocket) => socket.whenWritable({ timeout: 5 })],
  ])('and begins there when %s times out', async (_name, call) => {
    const { socket, wire } = testSocket({ sendTimeout: 5 });
    wire.room = 0;
    const error = await reasonOf(async function theCaller() {
      await call(socket);
    });
    const frames = error.stack?.split('\n').filter((line) => /^ {4}at (?!.*node:internal)/.test(line)) ?? [];
    expect(frames[0]).toContain('theCaller');
    expect(error.stack).toContain(error.message);
  });
});

describe('a timeout says why no peer is connected', () => {
  it.each([
    ['connected', (socket: TestSocket) => socket.connected({ timeout: 5 })],
    ['receive', (socket: TestSocket) => socket.receive({ timeout: 5 })],
    ['receive without waiting', (socket: TestSocket) => socket.receive({ timeout: 0 })],
    ['send', (socket: TestSocket) => socket.send('x')],
  ])('in %s', async (_name, call) => {
    const { socket, wire } = testSocket({ sendTimeout: 5 });
    wire.room = 0;
    wire.raise('connect-retried', { error: REFUSED });
    const error = await reasonOf(() => call(socket));
    expect(error).toMatchObject({ code: 'EAGAIN', cause: REFUSED });
    expect(error.message).toMatch(/within [05] ms\. No peer is connected: Cannot connect to tcp:\/\/127\.0\.0\.1:1/);
  });

  it('and not why others are not when one is, or the handshake has succeeded since', async () => {
    const { socket, wire } = testSocket();
    wire.raise('handshake-succeeded');
    wire.raise('handshake-failed', { error: REFUSED });
    expect((await reasonOf(() => socket.receive({ timeout: 0 }))).message).toBe(
      'No message arrived within 0 ms. 1 peer is connected.',
    );
    wire.raise('handshake-succeeded');
    wire.raise('disconnected');
    wire.raise('disconnected');
    expect((await reasonOf(() => socket.receive({ timeout: 0 }))).message).toBe(
      'No message arrived within 0 ms. The socket is neither bound nor connected.',
    );
  });

  it('of each endpoint that has none', async () => {
    const { socket, wire } = testSocket();
    const reason = async (): Promise<Error> => reasonOf(() => socket.receive({ timeout: 0 }));
    expect((await reason()).message).toContain('The socket is neither bound nor connected.');
    socket.connect('tcp://127.0.0.1:1');
    expect((await reason()).message).toContain('Cannot connect to tcp://127.0.0.1:1 yet: there is no answer.');
    wire.raise('connected', { endpoint: 'tcp://127.0.0.1:1' });
    expect(await reason()).toMatchObject({ cause: { code: 'ETIMEDOUT', endpoint: 'tcp://127.0.0.1:1' } });
    wire.raise('connect-retried', { endpoint: 'tcp://127.0.0.1:1' });
    expect(await reason()).toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    socket.connect('tcp://127.0.0.1:2');
    wire.raise('connect-retried', { endpoint: 'tcp://127.0.0.1:1', error: REFUSED });
    wire.raise('handshake-failed', { endpoint: 'tcp://127.0.0.1:2', error: REFUSED });
    expect(await reason()).toMatchObject({ cause: { errors: [REFUSED, REFUSED] } });
    wire.raise('handshake-succeeded', { endpoint: 'tcp://127.0.0.1:2' });
    expect((await reason()).message).toContain('1 peer is connected. Cannot connect to tcp://127.0.0.1:1 yet');
    socket.disconnect('tcp://127.0.0.1:1');
    expect(await reason()).toMatchObject({ message: 'No message arrived within 0 ms. 1 peer is connected.' });
    wire.raise('disconnected', { endpoint: 'tcp://127.0.0.1:2' });
    expect((await reason()).message).toContain('The peer at tcp://127.0.0.1:2 has closed the connection.');
  });
});

describe('an error hints at what was meant', () => {
  it('createSocket: the type in upper case', () => {
    expect(() => createSocket('req' as 'PAIR')).toThrow('There is no socket type "req". Do you mean "REQ"?');
  });

  it('setDefaultEngine: where the name of an unknown engine was chosen', () => {
    setDefaultEngine('foo');
    try {
      expect(() => new TestSocket(undefined, {})).toThrow(
        'The engine "foo", chosen by setDefaultEngine, is not registered.',
      );
      expect(() => new TestSocket(undefined, { engine: 'foo' })).toThrow('The engine "foo" is not registered.');
    } finally {
      setDefaultEngine(undefined);
    }
  });

  it('signal: the signal of a controller', async () => {
    const error = await reasonOf(() => testSocket().socket.receive({ signal: new AbortController() as never }));
    expect(error.message).toBe(
      'signal is an AbortController; it accepts an AbortSignal. Pass the signal of the controller: controller.signal.',
    );
  });
});

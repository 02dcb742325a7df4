import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import type { SocketEvent } from '../../src/index.js';
import { FakeEngine, TestSocket, addressInUse, nextTurn, testSocket } from '@zeromq-ts/testing';

const gate = (): { promise: Promise<void>; open: () => void } => {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => (open = resolve));
  return { promise, open };
};

describe('the endpoint of a constructor', () => {
  it('may be left out', async () => {
    const { socket, wire } = testSocket();
    await socket.ready;
    expect(socket.endpoint).toBeNull();
    expect(wire.calls).toStrictEqual([]);
  });

  it('does what the socket type does by default, and what its prefix says', () => {
    expect(testSocket({}, 'tcp://127.0.0.1:5555').wire.calls).toStrictEqual(['connect tcp://127.0.0.1:5555']);
    expect(testSocket({}, '@tcp://127.0.0.1:5555').wire.calls).toStrictEqual(['bind tcp://127.0.0.1:5555']);
    expect(testSocket({}, '>inproc://a').wire.calls).toStrictEqual(['connect inproc://a']);
  });

  it('may be several, as a list or an array', () => {
    const calls = ['connect inproc://a', 'bind inproc://b'];
    expect(testSocket({}, '>inproc://a,@inproc://b').wire.calls.sort()).toStrictEqual(calls.toSorted());
    expect(testSocket({}, ['inproc://a', '@inproc://b']).wire.calls.sort()).toStrictEqual(calls.toSorted());
  });

  it.each([
    ['tcp://nowhere', 'EINVAL'],
    ['nonsense', 'EINVAL'],
    ['carrier-pigeon://coop', 'EPROTONOSUPPORT'],
    [42, 'EINVAL'],
    [{ linger: 0 }, 'EINVAL'],
    [[42], 'EINVAL'],
  ])('throws at once when it is %o, and opens nothing', (endpoint, code) => {
    const engine = new FakeEngine();
    expect(() => new TestSocket(endpoint as string, { engine })).toThrow(expect.objectContaining({ code }));
    expect(engine.sockets).toHaveLength(0);
  });

  it('throws when the engine does not carry its protocol, and names what it does', () => {
    const engine = Object.assign(new FakeEngine(), { protocols: ['inproc'] });
    expect(() => new TestSocket('tcp://127.0.0.1:1', { engine })).toThrow(
      expect.objectContaining({ code: 'EPROTONOSUPPORT', message: expect.stringContaining('inproc') }),
    );
    expect(() => new TestSocket(undefined, { engine }).connect('tcp://127.0.0.1:1')).toThrow(
      expect.objectContaining({ code: 'EPROTONOSUPPORT' }),
    );
  });

  it('throws what the engine throws when it cannot be opened', () => {
    const engine = new FakeEngine();
    engine.openFailure = new ZMQError('ENOTSUP', 'Not installed.');
    expect(() => new TestSocket(undefined, { engine })).toThrow(engine.openFailure);
  });
});

describe('ready', () => {
  it('resolves when every endpoint is bound', async () => {
    const engine = new FakeEngine();
    const binding = gate();
    engine.bindGate = binding.promise;
    const socket = new TestSocket('@tcp://127.0.0.1:*', { engine });
    let ready = false;
    void socket.ready.then(() => (ready = true));
    await nextTurn();
    expect(ready).toBe(false);
    binding.open();
    await socket.ready;
    expect(socket.endpoint).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  });

  it('rejects when a bind fails, without an unhandled rejection, and so does every later operation', async () => {
    const engine = new FakeEngine();
    engine.bindFailure = addressInUse;
    const socket = new TestSocket('@tcp://127.0.0.1:5555', { engine });
    const failed: SocketEvent[] = [];
    socket.on('bind-failed', (event) => failed.push(event));
    await nextTurn();
    const failure = { code: 'EADDRINUSE', endpoint: 'tcp://127.0.0.1:5555' };
    await expect(socket.ready).rejects.toMatchObject(failure);
    await expect(socket.send('x')).rejects.toMatchObject(failure);
    await expect(socket.receive()).rejects.toMatchObject(failure);
    await expect(socket.connected()).rejects.toMatchObject(failure);
    expect(() => socket.trySend('x')).toThrow(expect.objectContaining(failure));
    expect(() => socket.tryReceive()).toThrow(expect.objectContaining(failure));
    expect(failed).toMatchObject([{ endpoint: 'tcp://127.0.0.1:5555', error: failure }]);
    await socket.close();
  });

  it('rejects what waits when a bind fails', async () => {
    const engine = new FakeEngine();
    engine.bindFailure = addressInUse;
    const socket = new TestSocket('@tcp://127.0.0.1:5555', { engine });
    engine.last.room = 0;
    const waiting = [socket.send('x'), socket.receive(), socket.connected()];
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'EADDRINUSE' } });
    }
    await socket.close();
  });
});

describe('bind', () => {
  it('resolves to the real endpoint, port filled in, and raises listening', async () => {
    const { socket } = testSocket();
    const listening: SocketEvent[] = [];
    socket.on('listening', (event) => listening.push(event));
    const endpoint = await socket.bind('tcp://127.0.0.1:*');
    expect(endpoint).toBe('tcp://127.0.0.1:40000');
    expect(socket.endpoint).toBe(endpoint);
    expect(listening).toMatchObject([{ endpoint }]);
  });

  it('tries the ports of a range until one is free', async () => {
    const { socket, wire, engine } = testSocket();
    engine.bindFailure = (endpoint) => (/:600[01]$/.test(endpoint) ? addressInUse(endpoint) : undefined);
    expect(await socket.bind('tcp://127.0.0.1:*[6000-6005]')).toBe('tcp://127.0.0.1:6002');
    expect(wire.calls).toStrictEqual([
      'bind tcp://127.0.0.1:6000',
      'bind tcp://127.0.0.1:6001',
      'bind tcp://127.0.0.1:6002',
    ]);
  });

  it('rejects with EADDRINUSE when every port of a range is taken', async () => {
    const { socket, engine } = testSocket();
    engine.bindFailure = addressInUse;
    await expect(socket.bind('tcp://127.0.0.1:*[6000-6003]')).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: expect.stringContaining('*[6000-6003]'),
    });
  });

  it('does not go through a range when the system refuses for another reason', async () => {
    const { socket, wire, engine } = testSocket();
    engine.bindFailure = (endpoint) => new ZMQError('EACCES', 'Not allowed.', { endpoint });
    await expect(socket.bind('tcp://127.0.0.1:*[6000-6003]')).rejects.toMatchObject({ code: 'EACCES' });
    expect(wire.calls).toHaveLength(1);
  });

  it('rejects, raises bind-failed, and leaves the socket usable', async () => {
    const { socket, engine } = testSocket();
    const failed: SocketEvent[] = [];
    socket.on('bind-failed', (event) => failed.push(event));
    engine.bindFailure = addressInUse;
    await expect(socket.bind('tcp://127.0.0.1:5555')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(failed).toMatchObject([{ endpoint: 'tcp://127.0.0.1:5555', error: { code: 'EADDRINUSE' } }]);
    expect(await socket.send('x')).toBe(true);
  });

  it.each(['tcp://127.0.0.1', '', 'pigeon://x', 'tcp://a:1;b:2', undefined, 7])(
    'rejects, and does not throw, for %s',
    async (endpoint) => {
      const { socket } = testSocket();
      await expect(socket.bind(endpoint as string)).rejects.toBeInstanceOf(ZMQError);
    },
  );

  it('rejects with ENOTSOCK when the socket is closed before it is done', async () => {
    const engine = new FakeEngine();
    const binding = gate();
    engine.bindGate = binding.promise;
    const socket = new TestSocket(undefined, { engine });
    const bound = socket.bind('inproc://late').catch((error: unknown) => error);
    const closed = socket.close();
    binding.open();
    expect(await bound).toMatchObject({ code: 'ENOTSOCK' });
    await closed;
  });
});

describe('connect', () => {
  it('throws at once on a malformed endpoint', () => {
    const { socket } = testSocket();
    expect(() => socket.connect('tcp://127.0.0.1')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => socket.connect('tcp://*:*')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => socket.connect(undefined as never)).toThrow(ZMQError);
  });

  it('makes the endpoint that of the socket', () => {
    const { socket } = testSocket();
    socket.connect('tcp://LOCALHOST:5555');
    expect(socket.endpoint).toMatch(/^tcp:\/\/localhost:5555$/i);
  });
});

describe('unbind and disconnect', () => {
  it('take the endpoint as given or as resolved, and raise closed', async () => {
    const { socket, wire } = testSocket();
    const closed: SocketEvent[] = [];
    socket.on('closed', (event) => closed.push(event));
    await socket.bind('tcp://127.0.0.1:*');
    await socket.unbind('tcp://127.0.0.1:*');
    const again = await socket.bind('tcp://127.0.0.1:*');
    await socket.unbind(again);
    socket.connect('inproc://a');
    socket.disconnect('inproc://a');
    expect(wire.calls.filter((call) => !call.startsWith('bind'))).toStrictEqual([
      'unbind tcp://127.0.0.1:40000',
      'unbind tcp://127.0.0.1:40001',
      'connect inproc://a',
      'disconnect inproc://a',
    ]);
    expect(closed.map(({ endpoint }) => endpoint)).toStrictEqual([
      'tcp://127.0.0.1:40000',
      'tcp://127.0.0.1:40001',
      'inproc://a',
    ]);
  });

  it('refuse an endpoint that they do not know with ENOENT and those they do', async () => {
    const { socket } = testSocket();
    socket.connect('inproc://a');
    expect(() => socket.disconnect('inproc://b')).toThrow(
      expect.objectContaining({ code: 'ENOENT', message: expect.stringContaining('inproc://a') }),
    );
    await expect(socket.unbind('inproc://a')).rejects.toMatchObject({
      code: 'ENOENT',
      message: expect.stringContaining('bound to nothing'),
    });
  });

  it('refuse what is no endpoint with EINVAL', async () => {
    const { socket } = testSocket();
    expect(() => socket.disconnect('nonsense')).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    await expect(socket.unbind('nonsense')).rejects.toMatchObject({ code: 'EINVAL' });
  });
});

describe('a socket', () => {
  it('shows what it is, and not its inside, when it is inspected', () => {
    const { socket } = testSocket({}, 'inproc://shown');
    expect(inspect(socket)).toBe(`TestSocket { endpoint: "inproc://shown", engine: 'fake', closed: false }`);
    expect(Object.keys(socket)).toStrictEqual([]);
  });
});

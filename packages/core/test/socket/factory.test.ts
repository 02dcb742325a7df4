import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SocketOptions } from '../../src/index.js';
import { createSocket, registerSocketType, setDefaultEngine, ZMQContext, ZMQError } from '../../src/index.js';
import { coreOf, registerEngine, SendSocket } from '../../src/spi.js';
import { FakeEngine, TestSocket, definitionOf } from '@zeromq-ts/testing';

const PUSH = definitionOf('PUSH', 'FirstPush');

class FirstPush extends SendSocket {
  constructor(endpoint?: string | readonly string[], options?: SocketOptions) {
    super(PUSH, endpoint, options);
  }
}

class SecondPush extends FirstPush {}

afterEach(() => {
  setDefaultEngine(undefined);
  vi.unstubAllEnvs();
});

const createAny = createSocket as (type: string, ...args: unknown[]) => FirstPush;

describe('createSocket', () => {
  it('refuses a type whose package is not imported, naming the package', () => {
    const refusal = (text: string) =>
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining(text) });
    expect(() => createAny('ROUTER')).toThrow(refusal("Import '@zeromq-ts/dealerrouter'"));
    expect(() => createAny('SUB')).toThrow(refusal("Import '@zeromq-ts/pubsub'"));
    expect(() => createAny('REQ')).toThrow(refusal("Import '@zeromq-ts/reqrep'"));
    expect(() => createAny('PAIR')).toThrow(refusal("Import '@zeromq-ts/pair'"));
    expect(() => createAny('PULL')).toThrow(refusal("Import '@zeromq-ts/pushpull'"));
  });

  it.each(['push', 'toString', '__proto__', '', undefined, 7])('refuses %s, which there is not', (type) => {
    expect(() => createAny(type as string)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('There are: REQ, REP') }),
    );
  });

  it('creates a socket of the class registered first for the type', () => {
    const engine = new FakeEngine();
    registerSocketType(PUSH, FirstPush);
    registerSocketType({ ...PUSH, className: 'SecondPush' }, SecondPush);
    const socket = createAny('PUSH', 'inproc://x', { engine });
    expect(socket).toBeInstanceOf(FirstPush);
    expect(socket).not.toBeInstanceOf(SecondPush);
    expect(engine.last.calls).toStrictEqual(['connect inproc://x']);
  });
});

describe('the engine of a socket', () => {
  const preferred = new FakeEngine('fake-preferred');
  registerEngine(preferred, { preferred: true });
  registerEngine(new FakeEngine('fake-other'));

  const engineOf = (options: SocketOptions = {}): string => new TestSocket(undefined, options).engine;

  it('is its own choice, its context’s, the application’s, the environment’s, the default, in this order', () => {
    expect(engineOf()).toBe('fake-preferred');
    registerEngine(new FakeEngine('fake-environment'));
    vi.stubEnv('ZMQ_ENGINE', 'fake-environment');
    expect(engineOf()).toBe('fake-environment');
    setDefaultEngine('fake-other');
    expect(engineOf()).toBe('fake-other');
    const context = new ZMQContext({ engine: new FakeEngine('fake-context') });
    expect(engineOf({ context })).toBe('fake-context');
    expect(engineOf({ context, engine: new FakeEngine('fake-own') })).toBe('fake-own');
  });

  it('is the one registered first under its name', () => {
    registerEngine(new FakeEngine('fake-preferred'));
    const socket = new TestSocket(undefined, { engine: 'fake-preferred' });
    expect(preferred.sockets).toContain(coreOf(socket).engine);
  });

  it('is refused when it is not registered, with advice', () => {
    expect(() => engineOf({ engine: 'steam' })).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(/"steam".*'fake-preferred'/) }),
    );
    expect(() => engineOf({ engine: 'zmtp' })).toThrow(
      expect.objectContaining({ message: expect.stringContaining("'@zeromq-ts/transports/zmtp'") }),
    );
    vi.stubEnv('ZMQ_ENGINE', 'turbine');
    expect(() => engineOf()).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/"turbine".*ZMQ_ENGINE/) }),
    );
  });

  it('is not chosen by an empty environment variable', () => {
    vi.stubEnv('ZMQ_ENGINE', '');
    expect(engineOf()).toBe('fake-preferred');
  });

  it.each([1, null, {}, '', []])('cannot be %o', (engine) => {
    expect(() => setDefaultEngine(engine as never)).toThrow(ZMQError);
    expect(() => new ZMQContext({ engine: engine as never })).toThrow(ZMQError);
  });
});

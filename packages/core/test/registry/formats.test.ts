import { afterEach, describe, expect, it } from 'vitest';
import { createSocket, setDefaultEngine, ZMQContext } from '../../src/index.js';
import {
  DuplexSocket,
  type Engine,
  endpointSyntax,
  RoutingEngine,
  registerCryptography,
  registerEngine,
  registerSocketType,
  ZMTP_SECURITY,
} from '../../src/spi.js';
import type { SocketTypeDefinition, Transport } from '../../src/spi.js';
import { FakeEngine, TEST_DEFINITION, TestSocket } from '@zeromq-ts/testing';

/** Anything that is made for another version of its seam. */
function madeFor<T extends object>(thing: T, seam: string): T {
  return Object.create(thing, { seam: { value: seam } }) as T;
}

const newer = 'engine@99';

describe('what is made for another version of a seam', () => {
  it.each<[string, () => void, RegExp]>([
    [
      'an engine',
      () => registerEngine(madeFor<Engine>(new FakeEngine('new'), newer)),
      /"new" is made for engine@99.*engine@2/,
    ],
    [
      'an engine without a version',
      () => registerEngine(madeFor<Engine>(new FakeEngine('old'), undefined as never)),
      /"old" has undefined as its property seam.*engine@2/,
    ],
    [
      'a socket type',
      () => registerSocketType(madeFor(TEST_DEFINITION, 'routing@99'), TestSocket),
      /routing@99.*routing@2/,
    ],
    [
      'cryptography',
      () => registerCryptography({ seam: 'cryptography@99' as never, loaded: undefined, load: () => Promise.reject() }),
      /cryptography@99.*cryptography@1/,
    ],
    [
      'a transport',
      () =>
        void new RoutingEngine('mine', [{ seam: 'transport@99', protocol: 'tcp' } as unknown as Transport], {
          takesRegistered: false,
          security: ZMTP_SECURITY,
          syntaxOf: endpointSyntax,
        }),
      /transport tcp is made for transport@99.*transport@2/,
    ],
  ])('is refused when it is registered: %s', (_what, register, text) => {
    expect(register).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(text) as unknown }),
    );
    expect(register).toThrow(/Update the packages of @zeromq-ts together/);
  });

  it.each<[string, () => void, RegExp]>([
    ['an engine', () => void new TestSocket(undefined, { engine: madeFor(new FakeEngine(), newer) }), /engine@99/],
    ['the engine of a context', () => void new ZMQContext({ engine: madeFor(new FakeEngine(), newer) }), /engine@99/],
    ['the default engine', () => setDefaultEngine(madeFor(new FakeEngine(), newer)), /engine@99/],
  ])('is refused when it is chosen: %s', (_what, choose, text) => {
    expect(choose).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(text) as unknown }),
    );
  });

  it('is refused when a socket of it is created', () => {
    const definition: SocketTypeDefinition = madeFor(TEST_DEFINITION, 'routing@99');
    class OtherSocket extends DuplexSocket {}
    expect(() => new OtherSocket(definition, undefined, { engine: new FakeEngine() })).toThrow(/routing@99/);
  });

  it('is refused when it is a context', () => {
    const context = { [Symbol.for('@zeromq-ts/core/ZMQContext')]: true } as unknown as ZMQContext;
    expect(() => new TestSocket(undefined, { context, engine: new FakeEngine() })).toThrow(
      /context is one of another release of @zeromq-ts\/core/,
    );
  });
});

describe('a copy with another format in the same process', () => {
  const slots = globalThis as { [key: symbol]: unknown };
  const engines = Symbol.for('@zeromq-ts/core/engine@99');
  const types = Symbol.for('@zeromq-ts/core/routing@99');

  afterEach(() => {
    delete slots[engines];
    delete slots[types];
  });

  it('has what it shares beside what this copy shares', () => {
    slots[engines] = 'what nobody here can read';
    slots[types] = 'what nobody here can read';
    const engine = new FakeEngine('beside');
    registerEngine(engine);
    registerSocketType(TEST_DEFINITION, TestSocket);
    const create = createSocket as unknown as (type: string, ...args: unknown[]) => TestSocket;
    expect(create('DEALER', undefined, { engine: 'beside' }).engine).toBe('beside');
  });

  it('is named when the engine or the socket type that is asked for is not there', () => {
    slots[engines] = {};
    slots[types] = {};
    expect(() => new TestSocket(undefined, { engine: 'elsewhere' })).toThrow(
      /"elsewhere" is not registered\. Engines for engine@99 are loaded, and this copy of @zeromq-ts\/core takes engine@2\./,
    );
    expect(() => (createSocket as unknown as (type: string) => unknown)('PUB')).toThrow(
      /Packages for routing@99 are loaded, and this copy of @zeromq-ts\/core takes routing@2\. Import '@zeromq-ts\/pubsub'/,
    );
  });
});

import Module from 'node:module';
import { afterEach, describe, expect, it, vi } from 'vitest';

// Node's own name for what every require() goes through.
const LOAD = '_load';
type Loader = Record<typeof LOAD, (request: string, ...rest: unknown[]) => unknown>;
const loader = Module as unknown as Loader;

/** Loads the engine anew, in a process where `zeromq` fails to load. */
function engineWithout(failure: Error): Promise<() => unknown> {
  return engineThatLoads(() => {
    throw failure;
  });
}

/** Loads the engine anew, in a process where `zeromq` is something else. */
async function engineThatLoads(zeromq: () => unknown): Promise<() => unknown> {
  const load = loader[LOAD];
  vi.spyOn(loader, LOAD).mockImplementation((request, ...rest) =>
    request === 'zeromq' ? zeromq() : load.call(Module, request, ...rest),
  );
  vi.resetModules();
  const { loadBinding } = await import('../../src/libzmq/load-binding.js');
  return loadBinding;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

describe('loading the binding', () => {
  it('says what to install when it is not there', async () => {
    const cause = Object.assign(new Error("Cannot find module 'zeromq'"), { code: 'MODULE_NOT_FOUND' });
    const load = await engineWithout(cause);
    expect(load).toThrow(
      expect.objectContaining({
        name: 'ZMQError',
        code: 'ENOTSUP',
        cause,
        message: expect.stringMatching(/not installed.*npm install zeromq/),
      }),
    );
  });

  it('says why the binary of this platform cannot be loaded', async () => {
    const load = await engineWithout(new Error('No native build was found'));
    expect(load).toThrow(
      expect.objectContaining({ code: 'ENOTSUP', message: expect.stringContaining('No native build was found') }),
    );
  });

  it.each([
    [
      'an alias of @zeromq-ts/zeromq',
      () => ({ Socket: Object.assign(() => {}, { [Symbol.for('@zeromq-ts/zeromq')]: true }) }),
    ],
    ['an older version of it', () => ({ Socket: function ofVersion5() {} })],
    ['another package', () => ({})],
  ])('says that zeromq is %s', async (what, zeromq) => {
    const load = await engineThatLoads(zeromq);
    expect(load).toThrow(expect.objectContaining({ code: 'ENOTSUP', message: expect.stringContaining(what) }));
  });

  it('does not happen before the first socket is opened', async () => {
    await engineWithout(new Error('never asked for'));
    const { libzmq } = await import('../../src/libzmq.js');
    expect(libzmq.name).toBe('libzmq');
  });
});

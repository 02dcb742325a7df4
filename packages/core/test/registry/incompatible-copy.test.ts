import { expect, it } from 'vitest';
import { FakeEngine } from '../fake-engine.js';
import { TestSocket } from '../test-sockets.js';

it('a copy of this package that does not fit to the one loaded before says so, and what to do', () => {
  // What an older or newer copy has left: nothing has used the slot in this process so far.
  Object.defineProperty(globalThis, Symbol.for('@zeromq-ts/core/registry'), { value: { format: 99 } });
  expect(() => new TestSocket(undefined, { engine: new FakeEngine() })).toThrow(
    expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(/99.*Update all @zeromq-ts packages/) }),
  );
});

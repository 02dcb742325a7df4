import { describe, expect, it, vi } from 'vitest';
import * as first from '../../src/index.js';
import type * as firstSpi from '../../src/spi.js';
import { FakeEngine } from '../fake-engine.js';
import { TestSocket } from '../test-sockets.js';

/** Loads this package a second time, as when two copies of it are installed. */
async function secondCopy(): Promise<typeof first & typeof firstSpi> {
  vi.resetModules();
  const [index, spi] = await Promise.all([import('../../src/index.js'), import('../../src/spi.js')]);
  return { ...index, ...spi };
}

describe('two copies of this package in one process', () => {
  it('know each other’s errors and messages, and send them', async () => {
    const second = await secondCopy();
    expect(second.Message).not.toBe(first.Message);
    expect(new second.ZMQError('EAGAIN', '')).toBeInstanceOf(first.ZMQError);
    expect(new first.ZMQError('EAGAIN', '')).toBeInstanceOf(second.ZMQError);
    const message = new second.Message(['a', 'b']);
    expect(message).toBeInstanceOf(first.Message);
    const engine = new FakeEngine();
    const socket = new TestSocket(undefined, { engine });
    await socket.send(message);
    await socket.send(['x', message]);
    expect(engine.last.sent).toStrictEqual(['a|b', 'x|a|b']);
  });

  it('share socket types and engines', async () => {
    const second = await secondCopy();
    const engine = new FakeEngine('fake-shared');
    second.registerEngine(engine);
    const socket = new TestSocket(undefined, { engine: 'fake-shared' });
    expect(socket.engine).toBe('fake-shared');
    const definition = (socket as unknown as { core: firstSpi.SocketCore }).core.definition;
    second.registerSocketType(definition, TestSocket);
    expect(
      (first.createSocket as (type: string, ...args: unknown[]) => unknown)('DEALER', undefined, { engine }),
    ).toBeInstanceOf(TestSocket);
  });

  it('share the choice of the engine', async () => {
    const second = await secondCopy();
    second.setDefaultEngine(new FakeEngine('fake-chosen'));
    expect(new TestSocket().engine).toBe('fake-chosen');
    first.setDefaultEngine(undefined);
  });

  it('take each other’s contexts', async () => {
    const second = await secondCopy();
    const context = new second.ZMQContext();
    const socket = new TestSocket(undefined, { context, engine: new FakeEngine() });
    expect(context.size).toBe(1);
    await socket.close();
    expect(context.size).toBe(0);
  });
});

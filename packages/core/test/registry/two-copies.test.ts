import { describe, expect, it, vi } from 'vitest';
import * as first from '../../src/index.js';
import * as firstSpi from '../../src/spi.js';
import { FakeEngine, TestSocket } from '@zeromq-ts/testing';

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

  it.each([
    [
      'of frames of their own',
      (copy: typeof firstSpi) => copy.messageOfFrames([Buffer.from('topic'), Buffer.from('x')]),
    ],
    [
      'of shared frames',
      (copy: typeof firstSpi) => copy.messageOfSharedFrames([Buffer.from('topic'), Buffer.from('x')]),
    ],
    ['in a block', (copy: typeof firstSpi) => copy.messageFromSlice(Buffer.from('a topic x'), 2, 7)],
  ])('do with a message %s of the other copy what the other copy does', async (_kind, make) => {
    const second = await secondCopy();
    const message = make(second);
    const seen: string[] = [];
    const looker = {
      look: (block: Uint8Array, start: number, end: number) => {
        seen.push(String(block.subarray(start, end)));
        return true;
      },
    };
    expect(firstSpi.matchFirstFrame(message, looker)).toBe(true);
    expect(seen).toHaveLength(1);
    expect(firstSpi.weightOfMessage(message)).toBe(second.weightOfMessage(message));
    expect(firstSpi.framesInPlace(message).map(String)).toEqual(second.framesInPlace(message).map(String));
    const peer = Object.freeze({ address: 'tcp://127.0.0.1:1' });
    firstSpi.setMessagePeer(message, peer);
    expect(message.peer).toBe(peer);
  });

  it('send a message of a release whose inside is unknown by what its application gets', async () => {
    const engine = new FakeEngine();
    const socket = new TestSocket(undefined, { engine });
    const message = { [Symbol.for('@zeromq-ts/core/Message')]: true, frames: [Buffer.from('a'), Buffer.from('b')] };
    await socket.send(message as unknown as first.Message);
    expect(engine.last.sent).toStrictEqual(['a|b']);
  });

  it('share socket types and engines', async () => {
    const second = await secondCopy();
    const engine = new FakeEngine('fake-shared');
    second.registerEngine(engine);
    const socket = new TestSocket(undefined, { engine: 'fake-shared' });
    expect(socket.engine).toBe('fake-shared');
    const definition = firstSpi.coreOf(socket).definition;
    second.registerSocketType(definition, TestSocket);
    expect(
      (first.createSocket as (type: string, ...args: unknown[]) => unknown)('DEALER', undefined, { engine }),
    ).toBeInstanceOf(TestSocket);
  });

  it('each have the inside of their own sockets, and say so', async () => {
    const second = await secondCopy();
    const socket = new TestSocket(undefined, { engine: new FakeEngine() });
    expect(firstSpi.coreOf(socket).definition.className).toBe('TestSocket');
    expect(() => second.coreOf(socket)).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('another copy of @zeromq-ts/core') }),
    );
  });

  it('share the choice of the engine', async () => {
    const second = await secondCopy();
    second.setDefaultEngine(new FakeEngine('fake-chosen'));
    expect(new TestSocket().engine).toBe('fake-chosen');
    first.setDefaultEngine(undefined);
  });

  it('share the default context, and the turns of the event loop', async () => {
    const second = await secondCopy();
    expect(second.defaultContext()).toBe(firstSpi.defaultContext());
    expect(second.turnBudget).toBe(firstSpi.turnBudget);
    expect(second.readingBudget).toBe(firstSpi.readingBudget);
  });

  it('take each other’s contexts', async () => {
    const second = await secondCopy();
    const context = new second.ZMQContext();
    const socket = new TestSocket(undefined, { context, engine: new FakeEngine() });
    expect(context.size).toBe(1);
    await socket.close();
    expect(context.size).toBe(0);
  });

  it('know each other’s contexts, and those of a subclass only if they are its own', async () => {
    const second = await secondCopy();
    class Own extends first.ZMQContext {}
    expect(new second.ZMQContext()).toBeInstanceOf(first.ZMQContext);
    expect(new second.ZMQContext()).not.toBeInstanceOf(Own);
    expect(new Own()).toBeInstanceOf(Own);
  });
});

import { EventEmitter, getEventListeners, on, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { ZMQError } from '../../src/index.js';
import { coreOf } from '../../src/spi.js';
import { FakeEngine, TestSocket, nextTurn, testSocket } from '@zeromq-ts/testing';

function socketThatCannotBind(): TestSocket {
  const engine = new FakeEngine();
  engine.bindFailure = () => new ZMQError('EADDRINUSE', 'It is in use.');
  return new TestSocket('@tcp://127.0.0.1:1', { engine });
}

describe('the helpers of node:events', () => {
  it('once resolves to the next event, and leaves no listener', async () => {
    const { socket, wire } = testSocket();
    const waiting = once(socket, 'connected');
    wire.raise('connected', { endpoint: 'tcp://127.0.0.1:1' });
    expect(await waiting).toStrictEqual([{ endpoint: 'tcp://127.0.0.1:1' }]);
    expect(socket.off('error', () => {})).toBe(socket);
  });

  it('once rejects when its signal is aborted, and leaves no listener', async () => {
    const { socket } = testSocket();
    const controller = new AbortController();
    const waiting = once(socket, 'connected', { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(coreOf(socket).emitter.listening).toBe(false);
  });

  it('on iterates over events, ends at the one that it is told, and leaves no listener', async () => {
    const { socket, wire } = testSocket();
    const seen: unknown[] = [];
    const events = on(socket, 'accepted', { close: ['closed'] });
    wire.raise('accepted', { endpoint: 'a' });
    wire.raise('accepted', { endpoint: 'b' });
    wire.raise('closed', {});
    for await (const [event] of events) seen.push(event);
    expect(seen).toStrictEqual([{ endpoint: 'a' }, { endpoint: 'b' }]);
    expect(coreOf(socket).emitter.listening).toBe(false);
  });

  it('reject with the reason when the constructor cannot bind', async () => {
    const waiting = once(socketThatCannotBind(), 'listening');
    await expect(waiting).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('getEventListeners finds the listeners', () => {
    const { socket } = testSocket();
    const listener = (): void => {};
    socket.once('connected', listener);
    expect(getEventListeners(socket, 'connected')).toStrictEqual([listener]);
  });

  it('a socket has all methods of an EventEmitter', () => {
    const { socket } = testSocket();
    const names = Object.entries(Object.getOwnPropertyDescriptors(EventEmitter.prototype)).flatMap(
      ([name, { value }]) => (typeof value === 'function' && name !== 'constructor' ? [name] : []),
    );
    expect(names).toContain('prependOnceListener');
    for (const name of names) expect(socket).toHaveProperty(name, expect.any(Function));
    expect(socket satisfies NodeJS.EventEmitter).toBe(socket);
  });

  it('an error that nobody listens for ends nothing', async () => {
    await expect(socketThatCannotBind().ready).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await nextTurn();
  });

  it('a listener added twice, once and for good, is called once more', () => {
    const { socket, wire } = testSocket();
    let calls = 0;
    const listener = (): void => void calls++;
    socket.once('connected', listener).on('connected', listener);
    wire.raise('connected');
    wire.raise('connected');
    expect(calls).toBe(3);
  });
});

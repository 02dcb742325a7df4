import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SocketEvent } from '../../src/index.js';
import { testSocket } from '../test-sockets.js';

describe('listening to the events of a socket', () => {
  it('calls every listener with the event, in the order they were added', () => {
    const { socket, wire } = testSocket();
    const seen: unknown[] = [];
    socket
      .on('accepted', (event) => seen.push(['first', event]))
      .on('accepted', (event) => seen.push(['second', event]));
    wire.raise('accepted', { endpoint: 'tcp://127.0.0.1:1' });
    expect(seen).toStrictEqual([
      ['first', { endpoint: 'tcp://127.0.0.1:1' }],
      ['second', { endpoint: 'tcp://127.0.0.1:1' }],
    ]);
  });

  it('calls a listener added with once a single time', () => {
    const { socket, wire } = testSocket();
    const listener = vi.fn<(event: SocketEvent) => void>();
    socket.once('connected', listener);
    wire.raise('connected');
    wire.raise('connected');
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('stops calling a listener that was removed, one addition for each removal', () => {
    const { socket, wire } = testSocket();
    const listener = vi.fn<(event: SocketEvent) => void>();
    socket.on('connected', listener).on('connected', listener).off('connected', listener);
    wire.raise('connected');
    expect(listener).toHaveBeenCalledTimes(1);
    socket.off('connected', listener).off('connected', listener);
    wire.raise('connected');
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it('removes a listener that was added with once', () => {
    const { socket, wire } = testSocket();
    const listener = vi.fn<(event: SocketEvent) => void>();
    socket.once('closed', listener).off('closed', listener);
    wire.raise('closed');
    expect(listener).not.toHaveBeenCalled();
  });

  it('still calls all listeners of an event when one removes itself', () => {
    const { socket, wire } = testSocket();
    const second = vi.fn<(event: SocketEvent) => void>();
    const first = (): void => void socket.off('connected', first);
    socket.on('connected', first).on('connected', second);
    wire.raise('connected');
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('lets what a listener throws surface outside of the engine, and calls the other listeners', async () => {
    const { socket, wire } = testSocket();
    const others = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    onTestFinished(() => {
      process.removeAllListeners('uncaughtException');
      for (const listener of others) process.on('uncaughtException', listener);
    });
    const surfaced = new Promise((resolve) => process.once('uncaughtException', resolve));
    const second = vi.fn<(event: SocketEvent) => void>();
    const failure = new Error('from a listener');
    socket.on('connected', () => {
      throw failure;
    });
    socket.on('connected', second);
    expect(() => wire.raise('connected')).not.toThrow();
    expect(second).toHaveBeenCalledTimes(1);
    expect(await surfaced).toBe(failure);
  });

  it('refuses events that there are not, and listeners that are no functions', () => {
    const { socket } = testSocket();
    expect(() => socket.on('message' as never, () => {})).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringMatching(/"message".*handshake-succeeded/) }),
    );
    expect(() => socket.off('nothing' as never, () => {})).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => socket.once('closed', 'listener' as never)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SocketEvent } from '../../src/index.js';
import { testSocket } from '@zeromq-ts/testing';

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

  it('calls a listener that was put first before the others, once if that was said', () => {
    const { socket, wire } = testSocket();
    const seen: string[] = [];
    socket
      .addListener('connected', () => seen.push('added'))
      .prependListener('connected', () => seen.push('first'))
      .prependOnceListener('connected', () => seen.push('once'));
    wire.raise('connected');
    wire.raise('connected');
    expect(seen).toStrictEqual(['once', 'first', 'added', 'first', 'added']);
  });

  it('tells its listeners, their number and their events', () => {
    const { socket } = testSocket();
    const [one, two] = [(): void => {}, (): void => {}];
    expect([socket.eventNames(), socket.listeners('closed'), socket.listenerCount('closed')]).toStrictEqual([
      [],
      [],
      0,
    ]);
    socket.on('closed', one).once('closed', two).on('closed', one).on('accepted', two);
    expect(socket.listeners('closed')).toStrictEqual([one, two, one]);
    expect(socket.rawListeners('closed')).toStrictEqual([one, two, one]);
    expect([socket.listenerCount('closed'), socket.listenerCount('closed', one)]).toStrictEqual([3, 2]);
    expect(socket.eventNames()).toStrictEqual(['closed', 'accepted']);
    socket.off('accepted', two);
    expect(socket.eventNames()).toStrictEqual(['closed']);
  });

  it('removes all listeners, of one event or of all', () => {
    const { socket } = testSocket();
    for (const name of ['closed', 'accepted', 'connected'] as const) socket.on(name, () => {});
    expect(socket.removeAllListeners('accepted').eventNames()).toStrictEqual(['closed', 'connected']);
    expect(socket.removeAllListeners().eventNames()).toStrictEqual([]);
  });

  it('emit calls the listeners, says whether there were any, and changes nothing else', () => {
    const { socket } = testSocket();
    const seen: unknown[] = [];
    expect(socket.emit('handshake-succeeded', {})).toBe(false);
    expect(socket.emit('error', new Error('x'))).toBe(false);
    socket.once('handshake-succeeded', (event) => seen.push(event));
    expect(socket.emit('handshake-succeeded', { endpoint: 'inproc://a' })).toBe(true);
    expect(socket.emit('handshake-succeeded', {})).toBe(false);
    expect(seen).toStrictEqual([{ endpoint: 'inproc://a' }]);
    expect(socket.stats().peers).toBe(0);
  });

  it('warns once of more listeners for an event than setMaxListeners has said, and by default of none', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warn.mockRestore());
    const { socket } = testSocket();
    expect(socket.getMaxListeners()).toBe(0);
    for (let count = 0; count < 20; count++) socket.on('closed', () => {});
    expect(warn).not.toHaveBeenCalled();
    expect(socket.setMaxListeners(2).getMaxListeners()).toBe(2);
    for (let count = 0; count < 4; count++) socket.on('accepted', () => {});
    expect(warn.mock.calls).toStrictEqual([
      [expect.stringMatching(/^3 listeners for accepted/), { type: 'ZMQWarning', code: 'ZMQ_MAX_LISTENERS' }],
    ]);
    expect(() => socket.setMaxListeners(-1)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });

  it.each([
    'emit',
    'listeners',
    'rawListeners',
    'listenerCount',
    'removeAllListeners',
    'prependListener',
    'prependOnceListener',
    'addListener',
    'removeListener',
  ] as const)('%s refuses an event that there is not', (method) => {
    const { socket } = testSocket();
    const call = socket[method] as (name: string, listener?: () => void) => unknown;
    const given: [string, (() => void)?] = method.endsWith('Listener') ? ['messages', () => {}] : ['messages'];
    expect(() => call.apply(socket, given)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
  });
});

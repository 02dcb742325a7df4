import { describe, expect, it } from 'vitest';
import type { NativeEvent, NativeObserver, NativeSocket } from '../../src/libzmq/native-binding.js';
import { HOLDS, Monitor } from '../../src/libzmq/monitor.js';

const CANARY = '/dev/null/zeromq-ts';

/** A socket whose monitor events are given by the test. Binding the canary raises what libzmq raises. */
class FakeSocket {
  readonly queue: NativeEvent[] = [];
  canaries = 0;
  #waiting: ((event: NativeEvent) => void) | undefined;

  get pending(): boolean {
    return this.#waiting !== undefined;
  }

  readonly events: NativeObserver = {
    receive: () => {
      const event = this.queue.shift();
      if (event !== undefined) return Promise.resolve(event);
      return new Promise((resolve) => {
        this.#waiting = resolve;
      });
    },
    close: () => {},
  };

  raise(event: NativeEvent): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting === undefined) this.queue.push(event);
    else waiting(event);
  }

  bindSync(endpoint: string): void {
    expect(endpoint).toBe(`ipc://${CANARY}`);
    this.canaries++;
    this.raise({ type: 'close', address: `ipc://${CANARY}` });
    this.raise({ type: 'bind:error', address: CANARY });
    throw new Error('Not a directory');
  }
}

function watched(): { socket: FakeSocket; monitor: Monitor; seen: string[] } {
  const socket = new FakeSocket();
  const seen: string[] = [];
  const monitor = new Monitor({
    socket: socket as unknown as NativeSocket,
    busy: () => true,
    event: ({ type }) => seen.push(type),
    sweep: () => {},
    touched: () => {},
  });
  monitor.start();
  return { socket, monitor, seen };
}

describe('the monitor', () => {
  it('idle: reads what there is from time to time, and leaves nothing pending', async () => {
    const { socket, monitor, seen } = watched();
    for (let index = 0; index < 900; index++) socket.raise({ type: `event ${index}` });
    expect(socket.pending).toBe(false);
    monitor.expect();
    await expect.poll(() => seen.length).toBe(900);
    await expect.poll(() => socket.canaries).toBeGreaterThan(0);
    await expect.poll(() => socket.pending).toBe(false);
    expect(seen.at(-1)).toBe('event 899');
    await finish(socket, monitor);
  });

  it('armed: passes on an event as it comes', async () => {
    const { socket, monitor, seen } = watched();
    monitor.hold(HOLDS.receive, true);
    expect(socket.pending).toBe(true);
    socket.raise({ type: 'accept' });
    await Promise.resolve();
    expect(seen).toEqual(['accept']);
    expect(socket.canaries).toBe(0);
    await finish(socket, monitor);
  });

  it('lets go once the last hold has ended', async () => {
    const { socket, monitor } = watched();
    monitor.hold(HOLDS.receive, true);
    monitor.hold(HOLDS.send, true);
    monitor.hold(HOLDS.receive, false);
    expect([socket.pending, socket.canaries]).toEqual([true, 0]);
    monitor.hold(HOLDS.send, false);
    await expect.poll(() => socket.pending).toBe(false);
    expect(socket.canaries).toBeGreaterThan(0);
    await finish(socket, monitor);
  });

  it('tells why a bind has failed', async () => {
    const { socket, monitor } = watched();
    const failure = monitor.bindFailure('nosuchnic:*');
    const error = Object.assign(new Error('No such device'), { code: 'ENODEV' });
    socket.raise({ type: 'bind:error', address: 'nosuchnic:*', error });
    expect(await failure).toBe(error);
    await finish(socket, monitor);
  });

  it.each(['close', 'close:error'])('tells by the event %s that a listener is closed', async (type) => {
    const { socket, monitor } = watched();
    const closed = monitor.listenerClosed('ipc:///tmp/here');
    socket.raise({ type, address: 'ipc:///tmp/elsewhere' });
    expect(await Promise.race([closed, Promise.resolve('not yet')])).toBe('not yet');
    socket.raise({ type, address: 'ipc:///tmp/here' });
    await closed;
    await finish(socket, monitor);
  });

  it('ends with the socket, and only then', async () => {
    const { socket, monitor } = watched();
    const end = monitor.end();
    socket.raise({ type: 'disconnect' });
    expect(await Promise.race([end, Promise.resolve('not yet')])).toBe('not yet');
    socket.raise({ type: 'end' });
    await end;
  });
});

/** Ends the fake socket, so that no timer is left. */
function finish(socket: FakeSocket, monitor: Monitor): Promise<void> {
  const end = monitor.end();
  socket.raise({ type: 'end' });
  return end;
}

import { describe, expect, it } from 'vitest';
import { writeQueueSize } from '../../src/node/write-queue-size.js';
import { OutputWatch } from '../../src/stream/output-watch.js';

describe('the watch of an output', () => {
  it('is idle while the system takes everything, however much is written', () => {
    const watch = new OutputWatch({ writableLength: 0 });
    expect([0, 100, 1_000_000].map((written) => watch.look(written))).toEqual(['idle', 'idle', 'idle']);
  });

  it('sees whole writes leave that had to wait', () => {
    const socket = { writableLength: 500 };
    const watch = new OutputWatch(socket);
    expect(watch.look(1000)).toBe('blocked');
    expect(watch.look(1000)).toBe('blocked');
    socket.writableLength = 600;
    expect(watch.look(1300)).toBe('moving');
    // Only more of ours.
    socket.writableLength = 900;
    expect(watch.look(1600)).toBe('blocked');
    socket.writableLength = 0;
    expect(watch.look(1600)).toBe('moving');
    expect(watch.look(1600)).toBe('idle');
  });

  it('sees parts of the write under way leave', () => {
    const handle = { writeQueueSize: 400 };
    const socket = { writableLength: 500, _handle: handle };
    const watch = new OutputWatch(socket, writeQueueSize);
    expect(watch.look(1000)).toBe('blocked');
    handle.writeQueueSize = 100;
    expect(watch.look(1000)).toBe('moving');
    expect(watch.look(1000)).toBe('blocked');
  });

  it('counts a write as a whole where nobody tells its parts', () => {
    const socket = { writableLength: 500, _handle: null };
    const watch = new OutputWatch(socket, writeQueueSize);
    expect([watch.look(1000), watch.look(1000)]).toEqual(['blocked', 'blocked']);
  });
});

import { useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandProcessor } from '../../src/libzmq/command-processor.js';
import type { Inbound } from '../../src/libzmq/inbound.js';
import type { NativeSocketState } from '../../src/libzmq/native-socket-state.js';

/** A native socket that counts how often its commands are processed: each look at `readable` does. */
class Looks {
  count = 0;
  messages = 0;
  closed = false;
  readonly socket = {
    looks: this,
    get readable(): boolean {
      this.looks.count++;
      return this.looks.messages > 0;
    },
  };

  wakeReceive(): void {}
}

function processorOf(looks: Looks): CommandProcessor {
  const inbound = { wakeSend: () => {} };
  return new CommandProcessor(looks as unknown as NativeSocketState, inbound as unknown as Inbound);
}

beforeEach(() => useFakeTime());
afterEach(useRealTime);

describe('the commands of a connection that ends', () => {
  it.each([0, 20, 200, 1000, 2000])(
    'are processed when a thread of libzmq sends them %i ms late',
    async (milliseconds) => {
      const looks = new Looks();
      processorOf(looks).processUntilEnded();
      await vi.advanceTimersByTimeAsync(milliseconds);
      const before = looks.count;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(looks.count).toBeGreaterThan(before);
    },
  );

  it('are looked for with exponential backoff, and then no more', async () => {
    const looks = new Looks();
    processorOf(looks).processUntilEnded();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks.count).toBe(11);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are looked for once for all connections, when these have ended', async () => {
    const looks = new Looks();
    const processor = processorOf(looks);
    for (let left = 100; left > 0; left--) processor.processUntilEnded();
    await vi.advanceTimersByTimeAsync(15);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('are looked for as long as messages are there that have not been read', async () => {
    const looks = new Looks();
    looks.messages = 1;
    const done = vi.fn();
    processorOf(looks).processUntilEnded(done);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(done).not.toHaveBeenCalled();
    looks.messages = 0;
    await vi.advanceTimersByTimeAsync(8);
    expect(done).toHaveBeenCalledOnce();
  });

  it.each([0, 15, 500])('are not looked for in a socket that was closed after %i ms', async (milliseconds) => {
    const looks = new Looks();
    processorOf(looks).processUntilEnded();
    await vi.advanceTimersByTimeAsync(milliseconds);
    looks.closed = true;
    const before = looks.count;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(looks.count).toBe(before);
    expect(vi.getTimerCount()).toBe(0);
  });
});

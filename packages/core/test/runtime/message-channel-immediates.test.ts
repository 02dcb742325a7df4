import { describe, expect, it } from 'vitest';
import { immediatesByMessageChannel } from '../../src/runtime/message-channel-immediates.js';

describe('immediates by a MessageChannel', () => {
  it('run in order, after the present task and all its microtasks', async () => {
    const { setImmediate } = immediatesByMessageChannel();
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      setImmediate(() => order.push('first'));
      setImmediate(() => {
        order.push('second');
        resolve();
      });
      void Promise.resolve().then(() => order.push('microtask'));
      order.push('now');
    });
    expect(order).toEqual(['now', 'microtask', 'first', 'second']);
  });

  it('that are planned by one of them run in another task', async () => {
    const { setImmediate } = immediatesByMessageChannel();
    const order: string[] = [];
    await new Promise<void>((resolve) => {
      setImmediate(() => {
        setImmediate(() => {
          order.push('planned');
          resolve();
        });
        void Promise.resolve().then(() => order.push('microtask'));
      });
      setImmediate(() => order.push('behind'));
    });
    expect(order).toEqual(['behind', 'microtask', 'planned']);
  });

  it('let timers run in between', async () => {
    const { setImmediate } = immediatesByMessageChannel();
    let turns = 0;
    let fired = false;
    globalThis.setTimeout(() => (fired = true), 1);
    await new Promise<void>((resolve) => {
      const turn = (): void => {
        turns++;
        if (fired) resolve();
        else setImmediate(turn);
      };
      setImmediate(turn);
    });
    expect(turns).toBeGreaterThan(0);
  });

  it('do not run once they are stopped', async () => {
    const { setImmediate, clearImmediate } = immediatesByMessageChannel();
    const order: string[] = [];
    clearImmediate(undefined);
    clearImmediate(setImmediate(() => order.push('stopped')));
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    expect(order).toEqual([]);
  });
});

import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onAbort } from '../../src/spi.js';

describe('onAbort', () => {
  it('calls every listener once, in order, with the reason', () => {
    const controller = new AbortController();
    const calls: unknown[] = [];
    for (const name of ['a', 'b', 'c']) onAbort(controller.signal, (reason) => calls.push([name, reason]));
    controller.abort('why');
    expect(calls).toEqual([
      ['a', 'why'],
      ['b', 'why'],
      ['c', 'why'],
    ]);
  });

  it('has one listener on the signal while there are listeners, and none after', () => {
    const { signal } = new AbortController();
    const count = (): number => getEventListeners(signal, 'abort').length;
    const detach = Array.from({ length: 5 }, () => onAbort(signal, () => {}));
    expect(count()).toBe(1);
    for (const each of detach) each();
    expect(count()).toBe(0);
    const again = onAbort(signal, () => {});
    expect(count()).toBe(1);
    again();
    again();
    expect(count()).toBe(0);
  });

  it('does not call a listener that another one has taken off', () => {
    const controller = new AbortController();
    const calls: string[] = [];
    onAbort(controller.signal, () => {
      calls.push('first');
      detach();
    });
    const detach = onAbort(controller.signal, () => calls.push('second'));
    controller.abort();
    expect(calls).toEqual(['first']);
  });
});

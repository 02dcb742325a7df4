import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Liveness } from '../../src/stream/liveness.js';
import { LivenessSchedule } from '../../src/stream/liveness-schedule.js';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';

/** An output whose signs of life are counted. */
class Output {
  left = 0;
  full = false;
  signs = 0;

  showLife(): void {
    this.signs++;
    this.left += 7;
  }
}

function begin(
  interval = 1000,
  schedule = new LivenessSchedule(),
): { readonly output: Output; readonly sign: Liveness } {
  const output = new Output();
  return { output, sign: new Liveness(output, interval, schedule) };
}

describe('signs of life', () => {
  beforeEach(() => {
    useFakeTime({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    useRealTime();
  });

  it('need no timer while little comes', () => {
    const { sign, output } = begin();
    for (let index = 0; index < 40; index++) sign.heard(100);
    expect(vi.getTimerCount()).toBe(0);
    expect(output.signs).toBe(0);
  });

  it('are shown every 100 ms while much comes and nothing leaves, and end with that', () => {
    const { sign, output } = begin();
    for (let at = 0; at < 1000; at += 10) {
      sign.heard(5000);
      vi.advanceTimersByTime(10);
    }
    expect(output.signs).toBe(10);
    vi.advanceTimersByTime(10_000);
    expect(output.signs).toBeLessThanOrEqual(11);
    expect(vi.getTimerCount()).toBe(0);
    for (let at = 0; at < 500; at += 10) {
      sign.heard(5000);
      vi.advanceTimersByTime(10);
    }
    expect(output.signs).toBeGreaterThanOrEqual(14);
  });

  it('are not needed where something leaves anyway', () => {
    const { sign, output } = begin();
    for (let at = 0; at < 1000; at += 10) {
      sign.heard(5000);
      output.left++;
      vi.advanceTimersByTime(10);
    }
    expect(output.signs).toBe(0);
  });

  it('are not shown while neither side heartbeats: a peer that has closed would answer with RST', () => {
    const { sign, output } = begin(0);
    sign.heard(1_000_000);
    sign.held(true);
    vi.advanceTimersByTime(1000);
    expect([output.signs, vi.getTimerCount()]).toEqual([0, 0]);
    sign.pinged();
    vi.advanceTimersByTime(1000);
    expect(output.signs).toBe(10);
  });

  it('go on for as long as the reading is paused (H-13)', () => {
    const { sign, output } = begin();
    sign.held(true);
    vi.advanceTimersByTime(5000);
    expect(output.signs).toBe(50);
    sign.held(false);
    vi.advanceTimersByTime(5000);
    expect(output.signs).toBeLessThanOrEqual(51);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('come at half the interval of a peer that heartbeats faster', () => {
    const { sign, output } = begin();
    for (let count = 0; count < 3; count++) {
      sign.pinged();
      vi.advanceTimersByTime(60);
    }
    sign.held(true);
    vi.advanceTimersByTime(300);
    expect(output.signs).toBe(10);
  });

  it.each([2, 3, 1000])('are bounded for a peer that sends %i PINGs in a row', (pings) => {
    const { sign, output } = begin();
    for (let count = 0; count < pings; count++) sign.pinged();
    sign.held(true);
    vi.advanceTimersByTime(1000);
    expect(output.signs).toBeLessThanOrEqual(pings === 2 ? 10 : 50);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('are bounded for all peers together, and each gets its share', () => {
    const schedule = new LivenessSchedule();
    const all = Array.from({ length: 1000 }, () => begin(1000, schedule));
    for (const { sign } of all) sign.held(true);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    const signs = all.map(({ output }) => output.signs);
    expect(signs.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(5000);
    expect(Math.min(...signs)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...signs)).toBeLessThanOrEqual(5);
    for (const { sign } of all) sign.stop();
    vi.advanceTimersByTime(100);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('wait while nothing gets through', () => {
    const { sign, output } = begin();
    output.full = true;
    sign.held(true);
    vi.advanceTimersByTime(1000);
    expect(output.signs).toBe(0);
    output.full = false;
    vi.advanceTimersByTime(100);
    expect(output.signs).toBe(1);
  });

  it('end with the connection', () => {
    const { sign, output } = begin();
    sign.held(true);
    sign.stop();
    sign.heard(1_000_000);
    vi.advanceTimersByTime(1000);
    expect(output.signs).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

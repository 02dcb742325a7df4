import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Heartbeat, type HeartbeatRules } from '../../src/stream/heartbeat.js';
import type { OutputProgress } from '../../src/stream/output-watch.js';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';

const OFF: HeartbeatRules = { interval: 0, timeout: 0, timeToLive: 0 };

/** The milliseconds that the one more look takes on the clock of the tests, on which nothing comes at once. */
const LOOK = 1;

/** A heartbeat on a clock of the test's own, and what it wants to be done, with the milliseconds. */
function begin(
  rules: Partial<HeartbeatRules>,
  progress: () => OutputProgress = () => 'idle',
): { readonly heartbeat: Heartbeat; readonly acts: string[] } {
  const acts: string[] = [];
  const begun = performance.now();
  const note = (what: string): number => acts.push(`${Math.round(performance.now() - begun)} ${what}`);
  const heartbeat: Heartbeat = new Heartbeat(
    { ...OFF, ...rules },
    {
      ping: (timeToLive) => note(`ping ${timeToLive}`),
      progress,
      expired: (milliseconds, limit) => {
        note(`expired after ${milliseconds}, ${limit}`);
        heartbeat.stop();
      },
    },
  );
  return { heartbeat, acts };
}

describe('a heartbeat', () => {
  beforeEach(() => {
    useFakeTime({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance'] });
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBeLessThanOrEqual(1);
    useRealTime();
  });

  it('has no timer while neither side heartbeats', () => {
    const { heartbeat, acts } = begin({});
    heartbeat.heard();
    heartbeat.pause();
    heartbeat.resume();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100_000);
    expect(acts).toEqual([]);
  });

  it('pings at every interval while something comes (H-05, H-08)', () => {
    const { heartbeat, acts } = begin({ interval: 100, timeout: 50, timeToLive: 300 });
    for (let at = 0; at < 350; at += 10) {
      vi.advanceTimersByTime(10);
      heartbeat.heard();
    }
    expect(acts).toEqual(['100 ping 300', '200 ping 300', '300 ping 300']);
  });

  it('expires when nothing comes for the timeout after a PING (H-06, B-093)', () => {
    const { acts } = begin({ interval: 100, timeout: 70 });
    vi.advanceTimersByTime(10_000);
    expect(acts).toEqual(['100 ping 0', `${170 + LOOK} expired after 70, heartbeatTimeout`]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('has one PING under way at most, however long the timeout (H-08)', () => {
    const { acts } = begin({ interval: 10, timeout: 1000 });
    vi.advanceTimersByTime(900);
    expect(acts).toEqual(['10 ping 0']);
  });

  it('pings again an interval after the last PING, when the answer came late', () => {
    const { heartbeat, acts } = begin({ interval: 10, timeout: 1000 });
    vi.advanceTimersByTime(500);
    heartbeat.heard();
    vi.advanceTimersByTime(1);
    expect(acts).toEqual(['10 ping 0', '501 ping 0']);
  });

  it('never expires with a timeout of 0', () => {
    const { acts } = begin({ interval: 10, timeout: 0 });
    vi.advanceTimersByTime(100_000);
    expect(acts).toEqual(['10 ping 0']);
  });

  it.each([100, 65_600, 6_553_500])(
    'expires when the peer is silent for its TTL of %i ms (H-07, A-37)',
    (timeToLive) => {
      const { heartbeat, acts } = begin({});
      vi.advanceTimersByTime(50);
      heartbeat.pinged(timeToLive);
      vi.advanceTimersByTime(timeToLive - 1);
      heartbeat.heard();
      vi.advanceTimersByTime(timeToLive - 1);
      expect(acts).toEqual([]);
      vi.advanceTimersByTime(1000);
      expect(acts).toEqual([
        `${50 + 2 * timeToLive - 1 + LOOK} expired after ${timeToLive}, the time to live in its heartbeat`,
      ]);
    },
  );

  it('forgets the TTL of the peer when a later PING has none', () => {
    const { heartbeat, acts } = begin({});
    heartbeat.pinged(100);
    vi.advanceTimersByTime(50);
    heartbeat.pinged(0);
    vi.advanceTimersByTime(100_000);
    expect(acts).toEqual([]);
  });

  it('never expires while our own reading is paused (H-13)', () => {
    const { heartbeat, acts } = begin({ interval: 100, timeout: 50 });
    heartbeat.pinged(80);
    vi.advanceTimersByTime(20);
    heartbeat.pause();
    vi.advanceTimersByTime(200);
    expect(acts).toEqual([]);
    heartbeat.resume();
    vi.advanceTimersByTime(5);
    heartbeat.heard();
    vi.advanceTimersByTime(79);
    expect(acts).toEqual(['221 ping 0']);
    vi.advanceTimersByTime(1 + LOOK);
    expect(acts.at(-1)).toBe(`${305 + LOOK} expired after 80, the time to live in its heartbeat`);
  });

  it('pings at every interval, however often the reading is paused in between', () => {
    const { heartbeat, acts } = begin({ interval: 100, timeout: 50 });
    for (let at = 0; at < 400; at += 20) {
      heartbeat.pause();
      vi.advanceTimersByTime(10);
      heartbeat.resume();
      heartbeat.heard();
      vi.advanceTimersByTime(10);
    }
    expect(acts.filter((act) => act.endsWith('ping 0')).length).toBeGreaterThanOrEqual(3);
    expect(acts.filter((act) => act.includes('expired'))).toEqual([]);
  });

  it('takes bytes that leave after the system has refused them for life: the PING waits behind them', () => {
    let progress: OutputProgress = 'moving';
    const { acts } = begin({ interval: 100, timeout: 40 }, () => progress);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual(['100 ping 0']);
    // The peer does not read any more. The system makes room in large steps: an interval is granted for that.
    progress = 'blocked';
    vi.advanceTimersByTime(140 + LOOK);
    expect(acts).toEqual(['100 ping 0', `${1140 + LOOK} expired after 40, heartbeatTimeout`]);
  });

  it('waits for an answer from when the PING has left, not from when it was queued', () => {
    let progress: OutputProgress = 'blocked';
    const { acts } = begin({ interval: 100, timeout: 40 }, () => progress);
    vi.advanceTimersByTime(180);
    progress = 'moving';
    vi.advanceTimersByTime(10);
    progress = 'idle';
    vi.advanceTimersByTime(30);
    expect(acts).toEqual(['100 ping 0']);
    vi.advanceTimersByTime(10 + LOOK);
    expect(acts.at(-1)).toBe(`${230 + LOOK} expired after 40, heartbeatTimeout`);
  });

  it('takes no sign of life from a system that takes all that is sent', () => {
    const { acts } = begin({ interval: 100, timeout: 40 }, () => 'idle');
    vi.advanceTimersByTime(1000);
    expect(acts.at(-1)).toBe(`${140 + LOOK} expired after 40, heartbeatTimeout`);
  });

  it('forgives a silence that was our own: what waits in the system is read first', () => {
    const { heartbeat, acts } = begin({ interval: 100, timeout: 50 });
    vi.advanceTimersByTime(149);
    vi.advanceTimersToNextTimer();
    // The deadline is over; now comes the I/O that lies between a timer and an immediate.
    heartbeat.heard();
    vi.advanceTimersByTime(30);
    expect(acts.filter((act) => act.includes('expired'))).toEqual([]);
  });

  it('begins to count anew, once, when this process was stopped itself, as the peer may have been', () => {
    const { acts } = begin({ interval: 100, timeout: 70 });
    const real = performance.now.bind(performance);
    let stopped = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => real() + stopped);
    vi.advanceTimersByTime(110);
    stopped = 500;
    // The timer of the next look is the first to see it, at 118 on the clock of the timers and 618 on the other.
    vi.advanceTimersByTime(118 - 110 + 70 - 1);
    expect(acts).toEqual(['100 ping 0']);
    vi.advanceTimersByTime(1 + LOOK);
    clock.mockRestore();
    expect(acts).toEqual(['100 ping 0', `${618 + 70 + LOOK} expired after 70, heartbeatTimeout`]);
  });

  it('does not begin anew for a peer that promised to be heard and is silent for long (H-07)', () => {
    const { heartbeat, acts } = begin({});
    heartbeat.pinged(100);
    vi.advanceTimersByTime(100 + LOOK);
    expect(acts).toEqual([`${100 + LOOK} expired after 100, the time to live in its heartbeat`]);
  });

  it('takes the longest interval there is (A-37)', () => {
    const longest = 2 ** 31 - 1;
    const { acts } = begin({ interval: longest, timeout: longest });
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual([]);
    vi.advanceTimersByTime(longest - 1000);
    expect(acts).toEqual([`${longest} ping 0`]);
    vi.advanceTimersByTime(longest + 1);
    expect(acts).toHaveLength(2);
  });

  it('pings every millisecond, if it is to (A-37)', () => {
    const { heartbeat, acts } = begin({ interval: 1, timeout: 1 });
    for (let at = 0; at < 5; at++) {
      vi.advanceTimersByTime(1);
      heartbeat.heard();
    }
    expect(acts).toEqual(['1 ping 0', '2 ping 0', '3 ping 0', '4 ping 0', '5 ping 0']);
  });

  it('does nothing after it was stopped', () => {
    const { heartbeat, acts } = begin({ interval: 10, timeout: 10 });
    heartbeat.stop();
    heartbeat.heard();
    heartbeat.pinged(100);
    heartbeat.pause();
    heartbeat.resume();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1000);
    expect(acts).toEqual([]);
  });
});

import type { LinkEvents, LocalSocket, Message } from '@zeromq-ts/core/spi';
import { useFakeTime, useRealTime } from '@zeromq-ts/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BrowserSocket } from '../../src/web-socket/browser-globals.js';
import { WebLink } from '../../src/web-socket/web-link.js';

const MORE = 1;
const LAST = 0;
const NORMAL = 1000;
const POLICY_VIOLATION = 4008;

/** A link over a browser's socket that a test plays. */
class Page {
  readonly messages: Message[] = [];
  readonly closedWith: (number | undefined)[] = [];
  accepts = true;
  readonly lost: Promise<Error | undefined>;
  readonly #socket: BrowserSocket;

  constructor(maxIncomingBytes: number, idleTimeout = 0) {
    this.#socket = {
      protocol: 'ZWS2.0.NULL',
      bufferedAmount: 0,
      binaryType: 'arraybuffer',
      onopen: null,
      onerror: null,
      onclose: null,
      onmessage: null,
      send: () => {},
      close: (code) => this.closedWith.push(code),
    };
    const options = { maxIncomingBytes, maxMessageSize: Infinity };
    const local = { options, definition: { type: 'PULL' } } as unknown as LocalSocket;
    const link = new WebLink(
      this.#socket,
      local,
      {},
      {
        endpoint: 'ws://server.example/',
        maxFrameBytes: Infinity,
        seal: undefined,
        idleTimeout,
      },
    );
    this.lost = new Promise((resolve) => {
      const events: Partial<LinkEvents> = {
        message: (message) => {
          this.messages.push(message);
          return this.accepts;
        },
        batchEnd: () => {},
        held: () => {},
        closed: resolve,
      };
      link.start(events as LinkEvents);
    });
  }

  arrive(flags: number, size: number): void {
    const payload = new Uint8Array(1 + size);
    payload[0] = flags;
    this.#socket.onmessage?.({ data: payload.buffer });
  }
}

describe('the link of a browser', () => {
  it('WB-02 is closed when a message that does not end takes more than maxIncomingBytes', async () => {
    const page = new Page(100_000);
    for (let count = 0; count < 11; count++) page.arrive(MORE, 10_000);
    expect(page.closedWith).toEqual([POLICY_VIOLATION]);
    expect(await page.lost).toMatchObject({ code: 'EPROTO', message: expect.stringContaining('maxIncomingBytes') });
    expect(page.messages).toEqual([]);
  });

  it('counts frames without a body, too', () => {
    const page = new Page(100_000);
    for (let count = 0; count < 10_000; count++) page.arrive(MORE, 0);
    expect(page.closedWith).toEqual([POLICY_VIOLATION]);
  });

  it('counts what waits and what has not ended together', () => {
    const page = new Page(100_000);
    page.arrive(MORE, 60_000);
    expect(page.closedWith).toEqual([]);
    page.accepts = false;
    page.arrive(LAST, 10);
    for (let count = 0; count < 9; count++) page.arrive(MORE, 10_000);
    expect(page.closedWith).toEqual([]);
    page.arrive(MORE, 10_000);
    expect(page.closedWith).toEqual([POLICY_VIOLATION]);
  });

  it('counts nothing of messages that have been received', () => {
    const page = new Page(100_000);
    for (let count = 0; count < 20; count++) {
      page.arrive(MORE, 50_000);
      page.arrive(LAST, 40_000);
    }
    expect(page.closedWith).toEqual([]);
    expect(page.messages.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 2));
  });
});

describe('WL-04 the idle timeout of a browser', () => {
  beforeEach(() => useFakeTime({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    useRealTime();
  });

  const idle = (limit: number): Page => new Page(100_000, limit);

  it('is off by default: there is no timer', () => {
    idle(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends a connection on which nothing has come for so long; what comes begins it again', async () => {
    const page = idle(1_000);
    for (let count = 0; count < 10; count++) {
      vi.advanceTimersByTime(900);
      page.arrive(LAST, 10);
    }
    vi.advanceTimersByTime(999);
    expect(page.closedWith).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(page.closedWith).toEqual([NORMAL]);
    expect(await page.lost).toMatchObject({
      code: 'ETIMEDOUT',
      message: expect.stringContaining('1000 ms') as unknown,
    });
  });

  it('counts frames of a message that has not ended, and what the receiver has no room for', () => {
    const page = idle(1_000);
    page.accepts = false;
    for (let count = 0; count < 10; count++) {
      vi.advanceTimersByTime(900);
      page.arrive(count % 2 === 0 ? LAST : MORE, 10);
    }
    expect(page.closedWith).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(page.closedWith).toEqual([NORMAL]);
  });

  it('has one timer, however much comes', () => {
    const page = idle(1_000);
    for (let count = 0; count < 1_000; count++) page.arrive(LAST, 10);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1_000);
  });

  it('begins again, once, when the page was frozen: what has come meanwhile is behind the timer', () => {
    const page = idle(1_000);
    // A clock that goes on while timers stand still.
    const begun = performance.now();
    const clock = vi.spyOn(performance, 'now').mockReturnValue(begun + 60_000);
    vi.advanceTimersByTime(1_000);
    expect(page.closedWith).toEqual([]);
    page.arrive(LAST, 10);
    clock.mockReturnValue(begun + 61_000);
    vi.advanceTimersByTime(1_000);
    expect(page.closedWith).toEqual([NORMAL]);
    clock.mockRestore();
  });
});

import type { LinkEvents, LocalSocket, Message } from '@zeromq-ts/core/spi';
import { describe, expect, it } from 'vitest';
import type { BrowserSocket } from '../../src/web-socket/browser-globals.js';
import { WebLink } from '../../src/web-socket/web-link.js';

const MORE = 1;
const LAST = 0;
const POLICY_VIOLATION = 4008;

/** A link over a browser's socket that a test plays. */
class Page {
  readonly messages: Message[] = [];
  readonly closedWith: (number | undefined)[] = [];
  accepts = true;
  readonly lost: Promise<Error | undefined>;
  readonly #socket: BrowserSocket;

  constructor(maxIncomingBytes: number) {
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
  it('is closed when a message that does not end takes more than maxIncomingBytes', async () => {
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

import type { ServerResponse } from 'node:http';
import { clearTimeout, performance, setTimeout } from '@zeromq-ts/core/spi';
import type { Model, Position } from './model.js';

/** The media type of {@link EventStream}. */
export const EVENT_STREAM_TYPE = 'text/event-stream; charset=utf-8';

/** Four messages a second at most. */
const MIN_INTERVAL_MS = 250;
/** What is given to the connection at once: a message may be megabytes, and progress is seen at each part. */
const MAX_PART_BYTES = 65_536;
/** How long a page may take for a part. */
export const STALL_TIMEOUT_MS = 30_000;

/**
 * What one page is sent: server-sent events, each with what has changed since the one before. While the page has not
 * taken one, none is made: what comes next is the newest. A page that takes nothing for {@link STALL_TIMEOUT_MS} is disconnected.
 * The model has a new point for the charts each second, so that no message is needed to show that both sides are there.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #model: Model;
  readonly #stallTimeout: number;
  #position: Position | undefined;
  /** The next message; or, while the page is waited for, its end. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What is still to be given to the connection of the message that was begun. */
  #rest: Uint8Array = new Uint8Array();
  #isBlocked = false;
  /** The timer is for the next message. */
  #isDue = false;
  #sent = -Infinity;

  /** @param stallTimeout How long it may take nothing, in milliseconds. */
  constructor(response: ServerResponse, model: Model, stallTimeout = STALL_TIMEOUT_MS) {
    this.#response = response;
    this.#model = model;
    this.#stallTimeout = stallTimeout;
    response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE, 'x-accel-buffering': 'no' });
    response.once('close', () => clearTimeout(this.#timer));
    response.on('drain', () => {
      this.#isBlocked = false;
      this.#writeRest();
      this.changed();
    });
    this.#send();
  }

  /** The model has changed. */
  changed(): void {
    if (this.#isBlocked || this.#isDue || this.#response.destroyed) return;
    this.#isDue = true;
    this.#after(Math.max(0, this.#sent + MIN_INTERVAL_MS - performance.now()), () => this.#send());
  }

  /** Ends it at once, whatever the page has still to take. */
  destroy(): void {
    this.#response.destroy();
  }

  #send(): void {
    this.#isDue = false;
    const update = this.#model.since(this.#position, Date.now());
    if (update === undefined) return;
    this.#position = update.position;
    this.#write(`data: ${JSON.stringify(update.message)}\n\n`);
  }

  #write(text: string): void {
    this.#sent = performance.now();
    this.#rest = Buffer.from(text);
    this.#writeRest();
  }

  #writeRest(): void {
    while (this.#rest.length > 0 && !this.#isBlocked) {
      const part = this.#rest.subarray(0, MAX_PART_BYTES);
      this.#rest = this.#rest.subarray(part.length);
      this.#isBlocked = !this.#response.write(part);
    }
    if (this.#isBlocked) this.#after(this.#stallTimeout, () => this.destroy());
  }

  #after(milliseconds: number, callback: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(callback, milliseconds);
    (this.#timer as { unref?(): void }).unref?.();
  }
}

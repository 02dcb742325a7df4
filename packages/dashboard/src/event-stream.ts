import type { ServerResponse } from 'node:http';
import { clearTimeout, setTimeout } from '@zeromq-ts/core/spi';
import type { Model, Position } from './model.js';

/** The media type of {@link EventStream}. */
export const EVENT_STREAM_TYPE = 'text/event-stream; charset=utf-8';

/** Four messages a second at most. */
const LEAST_INTERVAL_MS = 250;
/** A comment after so long without a message, so that both sides notice when the other is gone. */
const KEEP_ALIVE_MS = 15_000;

/**
 * What one page is sent: server-sent events, each with what has changed since the one before. While the page has not
 * taken one, none is made: what comes next is the newest.
 */
export class EventStream {
  readonly #response: ServerResponse;
  readonly #model: Model;
  #position: Position | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isBlocked = false;
  #sent = -Infinity;

  constructor(response: ServerResponse, model: Model) {
    this.#response = response;
    this.#model = model;
    response.writeHead(200, { 'content-type': EVENT_STREAM_TYPE, 'x-accel-buffering': 'no' });
    response.once('close', () => clearTimeout(this.#timer));
    response.on('drain', () => {
      this.#isBlocked = false;
      this.changed();
    });
    this.#send();
  }

  /** The model has changed. */
  changed(): void {
    if (this.#isBlocked || this.#response.destroyed) return;
    this.#after(Math.max(0, this.#sent + LEAST_INTERVAL_MS - Date.now()), () => this.#send());
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#response.end();
  }

  #send(): void {
    const message = this.#model.since(this.#position, Date.now());
    if (message !== undefined) {
      this.#position = this.#model.position;
      this.#write(`data: ${JSON.stringify(message)}\n\n`);
    }
    if (!this.#isBlocked) this.#after(KEEP_ALIVE_MS, () => this.#write(':\n\n'));
  }

  #write(text: string): void {
    this.#sent = Date.now();
    this.#isBlocked = !this.#response.write(text);
  }

  #after(milliseconds: number, callback: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(callback, milliseconds);
    (this.#timer as { unref?(): void }).unref?.();
  }
}

import type { ServerResponse } from 'node:http';
import { performance } from '@zeromq-ts/core/spi';
import { EventStream, STALL_TIMEOUT_MS } from './event-stream.js';
import type { Model } from './model.js';

/** How many pages are served at the same time. */
const MAX_STREAMS = 64;
/** How long a page is connected before it has to make room for another one. */
const MIN_AGE_MS = 60_000;

/** Limits of {@link EventStreams}; times are in milliseconds. */
export interface StreamLimits {
  readonly maxStreams?: number | undefined;
  readonly minAge?: number | undefined;
  readonly stallTimeout?: number | undefined;
}

/**
 * The event streams of all pages, until they are closed. There is a limit; a page that finds it reached takes the place of the
 * one that has been connected for longest, if that is a minute at least: a page that does not read, but whose system still has
 * room for what it is sent, looks like any other, and 64 of them must not lock out everyone.
 */
export class EventStreams {
  readonly #model: Model;
  readonly #maxStreams: number;
  readonly #minAge: number;
  readonly #stallTimeout: number;
  /** Since when each is open; the oldest first. */
  readonly #since = new Map<EventStream, number>();
  #isClosed = false;

  constructor(
    model: Model,
    { maxStreams = MAX_STREAMS, minAge = MIN_AGE_MS, stallTimeout = STALL_TIMEOUT_MS }: StreamLimits = {},
  ) {
    this.#model = model;
    this.#maxStreams = maxStreams;
    this.#minAge = minAge;
    this.#stallTimeout = stallTimeout;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Answers with a stream. @returns `false` when there is no room, or they are closed: the response is as it was. */
  open(response: ServerResponse): boolean {
    if (this.#isClosed || !this.#hasRoom()) return false;
    const stream = new EventStream(response, this.#model, this.#stallTimeout);
    this.#since.set(stream, performance.now());
    response.once('close', () => this.#since.delete(stream));
    return true;
  }

  /** The model has changed. */
  changed(): void {
    for (const stream of this.#since.keys()) stream.changed();
  }

  /** Ends all, whatever their pages have still to take. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#since.keys()) stream.destroy();
  }

  #hasRoom(): boolean {
    if (this.#since.size < this.#maxStreams) return true;
    const [oldest] = this.#since;
    if (oldest === undefined || performance.now() - oldest[1] < this.#minAge) return false;
    this.#since.delete(oldest[0]);
    oldest[0].destroy();
    return true;
  }
}

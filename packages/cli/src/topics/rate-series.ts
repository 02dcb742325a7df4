import type { Counts } from './live-counts.js';

/** How many bars are kept. */
const MAX_BARS = 60;

/** What has come in the time of one bar. */
interface Bar {
  messages: number;
  bytes: number;
}

/** A look at the series. */
export interface RateLook {
  readonly messages: number;
  readonly bytes: number;
  /** Since the start. */
  readonly seconds: number;
  /** Those of the last bar; of a look at all, since the start. */
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Messages in a second, in each of the last bars, the newest last. */
  readonly bars: readonly number[];
  /** How long a bar is. */
  readonly barSeconds: number;
}

/** Counts messages by the time at which they come: in bars of the same length, of which the last 60 are kept. */
export class RateSeries implements Counts<RateLook> {
  readonly #start: number;
  readonly #barMs: number;
  readonly #bars = new Map<number, Bar>();
  readonly #total: Bar = { messages: 0, bytes: 0 };

  /** @param start The time, in milliseconds. */
  constructor(start: number, barMs: number) {
    this.#start = start;
    this.#barMs = barMs;
  }

  get messages(): number {
    return this.#total.messages;
  }

  add(_topic: Uint8Array, bytes: number, now: number): void {
    const index = this.#indexAt(now);
    let bar = this.#bars.get(index);
    if (bar === undefined) {
      bar = { messages: 0, bytes: 0 };
      this.#bars.set(index, bar);
      for (const old of this.#bars.keys()) if (old < index - MAX_BARS) this.#bars.delete(old);
    }
    for (const each of [bar, this.#total]) {
      each.messages += 1;
      each.bytes += bytes;
    }
  }

  /** The bars that are over by now. */
  look(now: number): RateLook {
    const last = this.#indexAt(now) - 1;
    const bar = this.#bars.get(last);
    return this.#look(now, last, bar ?? { messages: 0, bytes: 0 }, this.#barMs / 1000);
  }

  /** All bars, with the one that is not over. */
  lookAtAll(now: number): RateLook {
    // The clock may have stood still: a rate is a number.
    return this.#look(now, this.#indexAt(now), this.#total, Math.max(now - this.#start, 1) / 1000);
  }

  #look(now: number, last: number, { messages, bytes }: Readonly<Bar>, seconds: number): RateLook {
    const first = Math.max(0, last - MAX_BARS + 1);
    const barSeconds = this.#barMs / 1000;
    return {
      ...this.#total,
      seconds: Math.max(now - this.#start, 1) / 1000,
      messagesPerSecond: messages / seconds,
      bytesPerSecond: bytes / seconds,
      bars: Array.from(
        { length: Math.max(0, last - first + 1) },
        (_, place) => (this.#bars.get(first + place)?.messages ?? 0) / barSeconds,
      ),
      barSeconds,
    };
  }

  #indexAt(now: number): number {
    return Math.max(0, Math.floor((now - this.#start) / this.#barMs));
  }
}

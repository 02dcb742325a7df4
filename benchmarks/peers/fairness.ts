import { Delays } from './delays.js';

const STAMP_SIZE = 8;
const TIMER = 10;

/** Milliseconds on a clock that all processes of the machine share. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A message that says when it was sent. */
export function stamp(): Buffer {
  const message = Buffer.alloc(STAMP_SIZE);
  message.writeDoubleBE(clock());
  return message;
}

export function isStamp(message: Uint8Array): boolean {
  return message.length === STAMP_SIZE;
}

export function stampedAt(message: Uint8Array): number {
  return new DataView(message.buffer, message.byteOffset).getFloat64(0);
}

/** How much later than it should a timer of this process fires. */
export class Lateness {
  readonly #delays = new Delays();
  #last = performance.now();

  constructor() {
    setInterval(() => {
      const now = performance.now();
      this.#delays.add(Math.max(0, now - this.#last - TIMER), now);
      this.#last = now;
    }, TIMER);
  }

  result(): ReturnType<Delays['result']> {
    return this.#delays.result();
  }
}

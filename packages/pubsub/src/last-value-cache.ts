import type { Outgoing } from '@zeromq-ts/core/spi';
import { binaryKey, encodeText, weightOfOutgoing } from '@zeromq-ts/core/spi';

interface LastValue {
  readonly message: Outgoing;
  readonly bytes: number;
}

/**
 * The last message of each topic. Topics are kept sorted, so that those with a prefix are found without looking at all, and
 * in the order of their last messages, so that the oldest is known.
 */
export class LastValueCache {
  readonly #maxTopics: number;
  readonly #maxBytes: number;
  /** By topic, one character for each byte; the oldest first. */
  readonly #values = new Map<string, LastValue>();
  /** The same topics, sorted. */
  readonly #sorted: string[] = [];
  #bytes = 0;

  constructor(maxTopics: number, maxBytes: number) {
    this.#maxTopics = maxTopics;
    this.#maxBytes = maxBytes;
  }

  /**
   * Keeps a message that was sent. Bytes are copied: those who sent it may use their buffers again. A message that is larger
   * than the cache is not kept, and neither is the one before it, which is no longer the last.
   */
  keep(message: Outgoing): void {
    if (typeof message === 'string' || message instanceof Uint8Array || message.length < 2) return;
    const [first] = message;
    const topic = binaryKey(typeof first === 'string' ? encodeText(first) : (first as Uint8Array));
    const bytes = weightOfOutgoing(message);
    const previous = this.#values.get(topic);
    if (bytes > this.#maxBytes) {
      if (previous !== undefined) this.#remove(topic, previous);
      return;
    }
    if (previous === undefined) {
      this.#sorted.splice(this.#place(topic), 0, topic);
    } else {
      this.#bytes -= previous.bytes;
      this.#values.delete(topic);
    }
    this.#values.set(topic, {
      message: message.map((frame) => (typeof frame === 'string' ? frame : Uint8Array.from(frame))),
      bytes,
    });
    this.#bytes += bytes;
    for (const [oldest, value] of this.#values) {
      if (this.#values.size <= this.#maxTopics && this.#bytes <= this.#maxBytes) break;
      this.#remove(oldest, value);
    }
  }

  #remove(topic: string, { bytes }: LastValue): void {
    this.#values.delete(topic);
    this.#sorted.splice(this.#place(topic), 1);
    this.#bytes -= bytes;
  }

  /** The messages whose topic begins with a prefix. */
  *matching(prefix: Uint8Array): IterableIterator<Outgoing> {
    const start = binaryKey(prefix);
    for (let index = this.#place(start); index < this.#sorted.length; index++) {
      const topic = this.#sorted[index] as string;
      if (!topic.startsWith(start)) return;
      yield (this.#values.get(topic) as LastValue).message;
    }
  }

  /** The first place whose topic is not before another one. */
  #place(topic: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] as string) < topic) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

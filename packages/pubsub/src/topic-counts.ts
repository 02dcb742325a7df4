/**
 * How often each topic has been subscribed to. A topic subscribed to twice is left after it has been unsubscribed
 * from twice, as in libzmq.
 */
export class TopicCounts {
  readonly #counts = new Map<string, number>();

  /** @returns Whether this is the first subscription to the topic. */
  add(topic: Uint8Array): boolean {
    const key = keyOf(topic);
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count === 0;
  }

  /** @returns Whether this was the last subscription to the topic; false, too, when there was none. */
  remove(topic: Uint8Array): boolean {
    const key = keyOf(topic);
    const count = this.#counts.get(key);
    if (count === undefined) return false;
    if (count > 1) this.#counts.set(key, count - 1);
    else this.#counts.delete(key);
    return count === 1;
  }
}

/** The bytes as a string with one character for each. */
function keyOf(topic: Uint8Array): string {
  let key = '';
  for (const byte of topic) key += String.fromCharCode(byte);
  return key;
}

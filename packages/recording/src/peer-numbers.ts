import type { PeerInfo } from '@zeromq-ts/core';

/** Numbers the peers of a recording, from 1, in the order in which they are met. */
export class PeerNumbers {
  readonly #numbers = new WeakMap<PeerInfo, number>();
  #last = 0;

  of(peer: PeerInfo | undefined): number | undefined {
    if (peer === undefined) return undefined;
    const known = this.#numbers.get(peer);
    if (known !== undefined) return known;
    this.#numbers.set(peer, ++this.#last);
    return this.#last;
  }
}

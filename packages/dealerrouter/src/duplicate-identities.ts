import type { Pipe } from '@zeromq-ts/core/spi';
import { binaryKey } from '@zeromq-ts/core/spi';

/** Peers of a ROUTER whose routing id another one has. They stay connected, but are not heard. */
export class DuplicateIdentities {
  readonly #ids = new Map<Pipe, string>();
  readonly #pipes = new Map<string, Set<Pipe>>();

  add(pipe: Pipe, id: Uint8Array): void {
    this.remove(pipe);
    const key = binaryKey(id);
    this.#ids.set(pipe, key);
    const pipes = this.#pipes.get(key);
    if (pipes === undefined) this.#pipes.set(key, new Set([pipe]));
    else pipes.add(pipe);
  }

  has(pipe: Pipe): boolean {
    return this.#ids.has(pipe);
  }

  remove(pipe: Pipe): void {
    const key = this.#ids.get(pipe);
    if (key === undefined) return;
    this.#ids.delete(pipe);
    const pipes = this.#pipes.get(key);
    pipes?.delete(pipe);
    if (pipes?.size === 0) this.#pipes.delete(key);
  }

  /** Those of an id whose connection stands, in the order of their coming. */
  of(id: Uint8Array): Pipe[] {
    return Array.from(this.#pipes.get(binaryKey(id)) ?? []).filter((pipe) => pipe.live);
  }
}

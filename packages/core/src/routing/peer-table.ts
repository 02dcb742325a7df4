import { asFrame, encodeText } from '../runtime/bytes.js';
import { binaryKey } from '../runtime/bytes.js';
import { randomUint32 } from '../runtime/random.js';
import type { Pipe } from './pipe.js';

/**
 * Which peer has which routing id (RFC 28, "The ROUTER Socket Type").
 *
 * A pipe keeps its id until it is removed, so that its messages still have the id of their sender; another pipe may
 * have the same id by then.
 */
export class PeerTable {
  readonly #pipes = new Map<string, Pipe>();
  readonly #ids = new Map<Pipe, Uint8Array>();
  #counter: number;

  /** @param start Where the ids made up begin: a number of 32 bits. */
  constructor(start: number = randomUint32()) {
    this.#counter = start >>> 0;
  }

  /** The peer with this id. Text is UTF-8. */
  find(id: string | Uint8Array): Pipe | undefined {
    return this.#pipes.get(keyOf(id));
  }

  /** The id that a pipe has, or had last. */
  idOf(pipe: Pipe): Uint8Array | undefined {
    return this.#ids.get(pipe);
  }

  /** The id by which `find` finds a pipe. */
  routingIdOf(pipe: Pipe): Uint8Array | undefined {
    const id = this.#ids.get(pipe);
    return id !== undefined && this.find(id) === pipe ? id : undefined;
  }

  /** Assigns an id to a pipe, and removes it from the pipe that had it. */
  assign(pipe: Pipe, id: Uint8Array): void {
    this.release(pipe);
    // A copy: what came with the handshake may lie in a large block.
    const own = asFrame(Uint8Array.from(id));
    this.#pipes.set(binaryKey(own), pipe);
    this.#ids.set(pipe, own);
  }

  /** Assigns a generated id to a pipe: 5 bytes, the first of which is 0, which no peer may choose. */
  assignAny(pipe: Pipe): void {
    const id = new Uint8Array(5);
    const view = new DataView(id.buffer);
    do {
      view.setUint32(1, this.#counter);
      this.#counter = (this.#counter + 1) >>> 0;
    } while (this.#pipes.has(binaryKey(id)));
    this.assign(pipe, id);
  }

  /** Removes the pipe from the table. */
  release(pipe: Pipe): void {
    const id = this.#ids.get(pipe);
    if (id === undefined) return;
    const key = binaryKey(id);
    if (this.#pipes.get(key) === pipe) this.#pipes.delete(key);
  }

  /** Forgets a pipe. */
  remove(pipe: Pipe): void {
    this.release(pipe);
    this.#ids.delete(pipe);
  }
}

function keyOf(id: string | Uint8Array): string {
  return typeof id === 'string' ? textKey(id) : binaryKey(id);
}

/** The key of the UTF-8 bytes of a text, which for ASCII is the text. */
function textKey(text: string): string {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return binaryKey(encodeText(text));
  }
  return text;
}

import type { ByteStream } from './byte-stream.js';

/**
 * What the output has done since the previous look:
 *
 * - `idle`: it was not blocked, or is no longer blocked and sent nothing meanwhile: the state of the peer is not known;
 * - `blocked`: bytes wait that the system does not take, and none have left;
 * - `moving`: bytes that the system did not take before have left, so the peer has acknowledged some.
 */
export type OutputProgress = 'idle' | 'blocked' | 'moving';

/**
 * Notices whether bytes that the system has refused leave after all, without a callback for each write.
 *
 * ```
 *   written by us ── writableLength of the socket ──> system      whole writes
 *                       └── unsentBytes ────────────────>      the write under way, of which parts may have left
 * ```
 *
 * Where the unsent bytes are not known (Bun, Deno), a write counts as a whole, when it is done.
 */
export class OutputWatch {
  readonly #socket: Pick<ByteStream, 'writableLength'>;
  readonly #unsentBytes: (stream: object) => number;
  #waiting = 0;
  #left = 0;
  #underWay = 0;

  /** @param unsentBytes As `ByteSource.unsentBytes`. */
  constructor(socket: Pick<ByteStream, 'writableLength'>, unsentBytes: (stream: object) => number = () => 0) {
    this.#socket = socket;
    this.#unsentBytes = unsentBytes;
  }

  /**
   * What has happened since the previous call.
   *
   * @param written - How many bytes have been written to the socket so far.
   */
  look(written: number): OutputProgress {
    const waiting = this.#socket.writableLength;
    const left = written - waiting;
    const underWay = waiting === 0 ? 0 : this.#unsentBytes(this.#socket);
    const moved = this.#waiting > 0 && (left > this.#left || underWay < this.#underWay);
    this.#waiting = waiting;
    this.#left = left;
    this.#underWay = underWay;
    if (moved) return 'moving';
    return waiting > 0 ? 'blocked' : 'idle';
  }
}

import type { RecordingSize } from './page-message.js';

/** 1 GiB. */
const DEFAULT_MAX_BYTES = 1_073_741_824;
/** What a file has beside the bytes of frames: about that, so that empty messages fill it, too. */
const MESSAGE_OVERHEAD_BYTES = 64;
const FRAME_OVERHEAD_BYTES = 4;

/** Counts what is recorded, and says when that is enough. */
export class RecordingLimit {
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = DEFAULT_MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get size(): RecordingSize {
    return {
      bytes: this.#bytes,
      maxBytes: this.#maxBytes === Infinity ? null : this.#maxBytes,
      isFull: this.#bytes >= this.#maxBytes,
    };
  }

  /** A recording begins. */
  begin(): void {
    this.#bytes = 0;
  }

  /** A message was recorded. @returns Whether the recording has to end. */
  add(frames: readonly Uint8Array[]): boolean {
    this.#bytes += MESSAGE_OVERHEAD_BYTES;
    for (const { length } of frames) this.#bytes += length + FRAME_OVERHEAD_BYTES;
    return this.#bytes >= this.#maxBytes;
  }
}

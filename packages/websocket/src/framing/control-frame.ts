import { broken, type FrameHeader } from './frame-header.js';
import { applyMask } from './mask.js';
import { CLOSE, MAX_CONTROL_BYTES, PING, PONG } from './opcodes.js';

/** The control frame under way (RFC 6455, section 5.5). It may come between the fragments of a message, and in parts. */
export class ControlFrame {
  readonly #bytes = Buffer.alloc(MAX_CONTROL_BYTES);
  #length = 0;

  /** @throws WebSocketError when it is none that there is, is fragmented, or has more than 125 bytes. */
  begins({ opcode, fin, size }: FrameHeader): void {
    if (opcode !== CLOSE && opcode !== PING && opcode !== PONG) throw broken(`a frame with the opcode ${opcode}`);
    if (!fin || size > MAX_CONTROL_BYTES) throw broken('a control frame that is fragmented, or of more than 125 bytes');
    this.#length = 0;
  }

  /** Takes bytes of the payload. */
  add(chunk: Buffer, start: number, end: number, mask: number): void {
    const from = this.#length;
    this.#length = from + chunk.copy(this.#bytes, from, start, end);
    if (mask !== 0) applyMask(this.#bytes, from, this.#length, mask, from);
  }

  /** What has come of the payload, in a buffer of its own: the next control frame is written over it. */
  get payload(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }
}

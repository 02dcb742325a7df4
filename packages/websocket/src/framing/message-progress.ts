import { POLICY_VIOLATION, TOO_BIG, UNSUPPORTED_DATA, WebSocketError } from './close-codes.js';
import { broken, type FrameHeader } from './frame-header.js';
import { BINARY, CONTINUATION, TEXT } from './opcodes.js';

/** The most fragments of a message: browsers make one of about 128 KiB, so these are 4 GiB, and a flood of tiny ones ends. */
const MAX_FRAGMENTS = 32_768;

/** How far the message under way has come: it may have several frames (RFC 6455, section 5.4). */
export class MessageProgress {
  readonly #limit: number;
  /** Whether fragments are to follow. */
  isOpen = false;
  /** The bytes of the frames that have begun, with that of the flags. */
  bytes = 0;
  /** 0 for a message of one frame. */
  fragments = 0;

  /** @param limit - The largest body to accept, in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A data frame begins. @throws WebSocketError when it must not, or the message is too large with it. */
  frameBegins({ opcode, fin, size }: FrameHeader): void {
    if (opcode === TEXT) throw new WebSocketError(UNSUPPORTED_DATA, 'The peer sent text; a frame is a binary message.');
    if (opcode !== BINARY && opcode !== CONTINUATION) throw broken(`a frame with the opcode ${opcode}`);
    if ((opcode === CONTINUATION) !== this.isOpen) {
      throw broken(this.isOpen ? 'a message inside another one' : 'a fragment without a beginning');
    }
    if (opcode === BINARY) {
      if (fin && size === 0) throw emptyMessage();
      this.bytes = 0;
      this.fragments = 0;
    }
    this.bytes += size;
    // The first byte of all is the flags.
    if (this.bytes > this.#limit + 1) {
      throw new WebSocketError(
        TOO_BIG,
        `The peer announced a frame of ${this.bytes - 1} bytes; at most ${this.#limit} are accepted.`,
      );
    }
    if (!fin || opcode === CONTINUATION) {
      this.fragments++;
      if (this.fragments > MAX_FRAGMENTS) {
        throw new WebSocketError(POLICY_VIOLATION, `The peer sent a message of more than ${MAX_FRAGMENTS} fragments.`);
      }
    }
    this.isOpen = !fin;
  }
}

/** A message has at least its flags. */
export function emptyMessage(): WebSocketError {
  return broken('an empty message, without the byte of its flags');
}

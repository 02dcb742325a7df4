import { FrameReader } from './frame-reader.js';
import type { CreateFrameSource, FrameSource } from './framing.js';
import type { AssemblerOptions, MessageEvents } from './message-assembler.js';
import { MessageAssembler } from './message-assembler.js';

export interface DecoderOptions extends AssemblerOptions {
  /** The largest frame to accept, in bytes. */
  readonly maxMessageSize: number;
  /** What takes the bytes apart into frames. Default a `FrameReader`. */
  readonly source?: CreateFrameSource | undefined;
}

/** What a decoder calls. */
export interface DecoderEvents extends MessageEvents {
  /** Called after each block of some KiB. @returns false to stop: nothing follows before `resume`. */
  mayGoOn?(): boolean;
}

/**
 * Makes messages and commands of the bytes of a peer, after its handshake; sans I/O.
 *
 *     bytes ──> FrameSource ──frames──> MessageAssembler ──messages, commands──> sink
 */
export class MessageDecoder {
  readonly #reader: FrameSource;
  readonly #assembler: MessageAssembler;

  constructor(options: DecoderOptions, sink: DecoderEvents) {
    const limit = options.maxMessageSize + (options.seal?.overhead ?? 0);
    this.#assembler = new MessageAssembler(options, sink);
    const { source = zmtpSource } = options;
    this.#reader = source(limit, this.#assembler, () => sink.mayGoOn?.() !== false);
  }

  /** Whether the peer is in the middle of a frame or of a message. */
  get midMessage(): boolean {
    return this.#reader.midFrame || this.#assembler.midMessage;
  }

  /** What has been received of a message that has not ended, in bytes, with an overhead for each of its frames. */
  get unfinishedBytes(): number {
    const { bytes, overheadBytes } = this.#assembler;
    return this.#reader.gatheredBytes + bytes + overheadBytes;
  }

  /** The overhead in it. */
  get unfinishedOverhead(): number {
    return this.#assembler.overheadBytes;
  }

  /**
   * Takes bytes of the peer. Nothing of the chunk is kept: it may be written to again.
   *
   * @returns false when the sink has said stop; the rest waits for `resume`.
   * @throws ProtocolError when the connection has to be closed.
   */
  push(chunk: Buffer): boolean {
    try {
      return this.#reader.push(chunk);
    } catch (error) {
      if (this.#reader.failed) this.abandon();
      throw error;
    }
  }

  /** Where the next bytes of the peer are best written to; `undefined`: anywhere, for `push`. */
  get destination(): Buffer | undefined {
    return this.#reader.destination;
  }

  /**
   * This number of bytes of the peer has been written to the destination.
   *
   * @returns false when the sink has said stop. @throws ProtocolError when the connection has to be closed.
   */
  arrived(count: number): boolean {
    try {
      return this.#reader.arrived(count);
    } catch (error) {
      if (this.#reader.failed) this.abandon();
      throw error;
    }
  }

  /** Stops after the frame under way, as when the sink returns false: for the sink to call, from any of its methods. */
  stop(): void {
    this.#reader.stop();
  }

  /** Goes on with the bytes that are kept. @returns false when the sink has said stop again. */
  resume(): boolean {
    try {
      return this.#reader.resume();
    } catch (error) {
      if (this.#reader.failed) this.abandon();
      throw error;
    }
  }

  /**
   * Releases everything that has been received; nothing more is taken. An error that is kept would otherwise keep it,
   * too, through its captured stack.
   */
  abandon(): void {
    this.#reader.abandon();
    this.#assembler.abandon();
  }
}

const zmtpSource: CreateFrameSource = (limit, events, mayGoOn) => new FrameReader(limit, events, mayGoOn);

import type { Message, PeerCommand, PeerInfo } from '@zeromq-ts/core/spi';
import {
  FRAME_OVERHEAD_BYTES,
  MAX_MESSAGE_FRAMES,
  MAX_SHARED_FRAME_BYTES,
  messageOfSharedFrames,
  messageFromSlice,
} from '@zeromq-ts/core/spi';
import { COMMAND, MAX_BYTES, MORE } from './frame.js';
import type { FrameEvents } from './framing.js';
import type { FrameCipher } from './mechanism.js';
import { ProtocolError } from './protocol-error.js';
import { tellCommand, tellSubscription } from './traffic-command.js';

/** What a message assembler calls. */
export interface MessageEvents {
  /** A whole message. @returns false to stop: nothing follows before the frames go on. */
  message(message: Message): boolean;
  /** A command that is among those asked for; SUBSCRIBE and CANCEL also where they came in the form of a message. */
  command(command: PeerCommand): void;
  /** @param timeToLive Milliseconds. @param context At most 16 bytes, to be sent back. */
  ping(timeToLive: number, context: Buffer): void;
  pong(context: Buffer): void;
  /** The peer says that it sends nothing more. @param reason - Why, when something was wrong. */
  closed?(reason: Error | undefined): void;
  /** A message of many frames grows, and has not ended. */
  grows?(): void;
}

export interface AssemblerOptions {
  /** Whether this side is a PUB or XPUB, so that messages 01… and 00… are subscriptions. */
  readonly subscriptions: boolean;
  /** The names of the commands to pass on; besides them, PING and PONG. */
  readonly peerCommands: readonly string[];
  /** How the traffic is sealed, if it is. */
  readonly seal?: FrameCipher | undefined;
  /** The sender of the messages, as `message.peer` has it: one object for all of them. */
  readonly peer?: PeerInfo | undefined;
}

/** After this number of frames, a message that grows is reported: a chunk may have tens of thousands. */
const FRAMES_PER_REPORT = 1_024;

/**
 * Puts the frames of a peer together to messages and commands, after its handshake; sans I/O. It does not know how
 * frames are delimited: a {@link FrameReader} does for the framing of RFC 37.
 */
export class MessageAssembler implements FrameEvents {
  readonly #events: MessageEvents;
  readonly #subscriptions: boolean;
  readonly #peerCommands: readonly string[];
  readonly #seal: FrameCipher | undefined;
  readonly #peer: PeerInfo | undefined;
  /** A frame without flags is a message, and nothing else. */
  readonly #plain: boolean;
  // The frames so far of a message of several, and their bytes.
  #frames: Buffer[] | undefined;
  #bytes = 0;

  constructor({ subscriptions, peerCommands, seal, peer }: AssemblerOptions, events: MessageEvents) {
    this.#events = events;
    this.#subscriptions = subscriptions;
    this.#peerCommands = peerCommands;
    this.#seal = seal;
    this.#peer = peer;
    this.#plain = !subscriptions && seal === undefined;
  }

  /** Whether the peer is in the middle of a message. */
  get midMessage(): boolean {
    return this.#frames !== undefined;
  }

  /** The bytes of the frames of a message that has not ended. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The overhead of these frames, in bytes. */
  get overheadBytes(): number {
    return this.#frames === undefined ? 0 : this.#frames.length * FRAME_OVERHEAD_BYTES;
  }

  /**
   * A large frame begins.
   *
   * @throws ProtocolError when the message would be larger than any may be.
   */
  frameBegins(size: number): void {
    if (size > MAX_BYTES - this.#bytes) throw tooMuch();
  }

  /**
   * Takes a frame, whose body lies in a block from `start` to `end`, where nothing more is written; one of more than
   * `MAX_SHARED_FRAME_BYTES` shares it with no other frame.
   *
   * @param flags - MORE or COMMAND, or 0.
   * @returns false when `message` has returned false.
   * @throws ProtocolError when the connection has to be closed.
   */
  frame(flags: number, block: Buffer, start: number, end: number): boolean {
    if (flags === 0 && this.#plain && this.#frames === undefined && end - start <= MAX_SHARED_FRAME_BYTES) {
      return this.#events.message(messageFromSlice(block, start, end, this.#peer));
    }
    return this.#part(flags, start === 0 && end === block.length ? block : block.subarray(start, end));
  }

  ping(context: Buffer): void {
    this.#events.ping(0, context);
  }

  pong(context: Buffer): void {
    this.#events.pong(context);
  }

  closed(reason: Error | undefined): void {
    this.#events.closed?.(reason);
  }

  /** Releases what has been received of a message. */
  abandon(): void {
    this.#frames = undefined;
  }

  #part(flags: number, body: Buffer): boolean {
    if (this.#seal === undefined) return this.#opened(flags, body);
    // Whether more follow is said inside. Sealed frames come as messages (libzmq) or as commands (RFC 37).
    if ((flags & MORE) !== 0) throw new ProtocolError('The peer sent a sealed frame with MORE, which belongs inside.');
    const opened = this.#seal.open(body);
    return this.#opened(opened.flags, opened.body);
  }

  #opened(flags: number, body: Buffer): boolean {
    if ((flags & COMMAND) !== 0) {
      tellCommand(body, this.#peerCommands, this.#events);
      return true;
    }
    const more = (flags & MORE) !== 0;
    const frames = this.#frames;
    if (frames === undefined) {
      if (!more) return this.#single(body);
      this.#frames = [body];
      this.#bytes = body.length;
      return true;
    }
    if (frames.length === MAX_MESSAGE_FRAMES || body.length > MAX_BYTES - this.#bytes) throw tooMuch();
    frames.push(body);
    this.#bytes += body.length;
    if (more) {
      if (frames.length % FRAMES_PER_REPORT === 0) this.#events.grows?.();
      return true;
    }
    this.#frames = undefined;
    this.#bytes = 0;
    return this.#events.message(messageOfSharedFrames(frames, this.#peer));
  }

  #single(body: Buffer): boolean {
    if (this.#subscriptions && tellSubscription(body, this.#events)) return true;
    return this.#events.message(messageOfSharedFrames([body], this.#peer));
  }
}

function tooMuch(): ProtocolError {
  return new ProtocolError(
    `The peer sent a message of more than ${MAX_MESSAGE_FRAMES} frames, or of more than ${MAX_BYTES} bytes.`,
  );
}

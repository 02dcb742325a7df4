import type { Outgoing, PeerCommand } from '@zeromq-ts/core/spi';
import { CANCEL, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { errorCommand } from './command.js';
import type { Dialect } from './dialect.js';
import { ZMTP_3_1 } from './dialect.js';
import { COMMAND, MORE } from './frame.js';
import { FrameWriter } from './frame-writer.js';
import type { FrameOutput, FrameSink, Taken } from './framing.js';
import type { FrameCipher } from './mechanism.js';

export interface EncoderOptions {
  /** What the peer understands. Default ZMTP 3.1. */
  readonly dialect?: Dialect | undefined;
  /** How the traffic is sealed, if it is. */
  readonly seal?: FrameCipher | undefined;
  /** Where the frames go. Default a `FrameWriter`. */
  readonly output?: FrameOutput | undefined;
}

const MAX_TIME_TO_LIVE_DECISECONDS = 0xffff;

const PING = Buffer.from('\x04PING', 'latin1');
const PONG = Buffer.from('\x04PONG', 'latin1');
const ERROR = Buffer.from('\x05ERROR', 'latin1');
/** The beginnings of commands, by their names: the length of the name, and the name. */
const prefixes = new Map<string, Buffer>();

function prefixOf(name: string): Buffer {
  let prefix = prefixes.get(name);
  if (prefix === undefined) {
    prefix = Buffer.from(`${String.fromCharCode(name.length)}${name}`, 'latin1');
    prefixes.set(name, prefix);
  }
  return prefix;
}

const SUBSCRIBE_MESSAGE = Buffer.of(1);
const CANCEL_MESSAGE = Buffer.of(0);

/**
 * Makes frames out of messages and commands, after the handshake; sans I/O.
 *
 *     messages, commands ──> MessageEncoder ──frames──> FrameOutput ──bytes──> take
 */
export class MessageEncoder {
  readonly #dialect: Dialect;
  readonly #seal: FrameCipher | undefined;
  readonly #output: FrameOutput;
  readonly #frames: FrameSink;

  constructor({ dialect = ZMTP_3_1, seal, output = new FrameWriter() }: EncoderOptions = {}) {
    this.#dialect = dialect;
    this.#seal = seal;
    this.#output = output;
    this.#frames = output;
  }

  /** Bytes that wait to be taken. */
  get pendingBytes(): number {
    return this.#output.pendingBytes;
  }

  /** Whether a large body waits that lies in a buffer of the application. */
  get borrows(): boolean {
    return this.#output.borrows;
  }

  /**
   * Encodes a message. A large body is not copied: it must not be modified before it has been written.
   *
   * @throws when a frame cannot be encoded. Nothing of the message is encoded then.
   */
  message(message: Outgoing): void {
    const seal = this.#seal;
    if (seal !== undefined) this.#sealed(seal, message);
    else if (typeof message === 'string') this.#frames.text(0, message);
    else if (message instanceof Uint8Array) this.#frames.bytes(0, message);
    else this.#frames.frames(MORE, message);
  }

  /** Encodes a command, if the peer understands it; subscriptions in the form that it does. */
  command({ name, data }: PeerCommand): void {
    const { subscriptions, commands } = this.#dialect;
    if (name === SUBSCRIBE || name === CANCEL) {
      if (subscriptions === 'commands') this.#prefixed(COMMAND, prefixOf(name), data);
      else this.#prefixed(0, name === SUBSCRIBE ? SUBSCRIBE_MESSAGE : CANCEL_MESSAGE, data);
    } else if (commands) this.#prefixed(COMMAND, prefixOf(name), data);
  }

  /**
   * Nothing is sent to a peer that knows no heartbeats.
   *
   * @param timeToLive Milliseconds, rounded down to tenths of a second. @param context At most 16 bytes.
   */
  ping(timeToLive: number, context: Uint8Array): void {
    if (!this.#dialect.heartbeats) return;
    if (this.#output.ping !== undefined) return this.#output.ping();
    const tenths = Math.min(Math.floor(timeToLive / 100), MAX_TIME_TO_LIVE_DECISECONDS);
    this.#prefixed(COMMAND, PING, Buffer.concat([Buffer.of(tenths >>> 8, tenths), context]));
  }

  /** @param context That of the PING. */
  pong(context: Uint8Array): void {
    if (this.#output.pong === undefined) this.#prefixed(COMMAND, PONG, context);
    else this.#output.pong(context);
  }

  /** @param reason At most 255 printable characters; others are replaced. */
  error(reason: string): void {
    this.#prefixed(COMMAND, ERROR, errorCommand(reason).data);
  }

  /** Hands over everything encoded so far, to be written in one go. */
  take(): Taken {
    return this.#output.take();
  }

  /** All frames are sealed before the first is written: if one of them cannot be, none is sent. */
  #sealed(seal: FrameCipher, message: Outgoing): void {
    if (typeof message === 'string' || message instanceof Uint8Array) {
      this.#frames.bytes(0, seal.seal(0, bytesOf(message)), true);
      return;
    }
    const last = message.length - 1;
    const boxes = message.map((frame, index) => seal.seal(index === last ? 0 : MORE, bytesOf(frame)));
    this.#frames.frames(0, boxes, true);
  }

  #prefixed(flags: number, prefix: Uint8Array, data: Uint8Array): void {
    const body = Buffer.concat([prefix, data]);
    const seal = this.#seal;
    if (seal === undefined) this.#frames.bytes(flags, body, true);
    else this.#frames.bytes(0, seal.seal(flags, body), true);
  }
}

function bytesOf(frame: string | Uint8Array): Uint8Array {
  return typeof frame === 'string' ? Buffer.from(frame) : frame;
}

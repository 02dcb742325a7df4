import type { Socket } from 'node:net';
import type { LinkReceiver, Message } from '@zeromq-ts/core/spi';
import type { DecoderOptions, DecoderSink } from '../zmtp/message-decoder.js';
import { MessageDecoder } from '../zmtp/message-decoder.js';

/** Whom the input tells of everything but messages and subscriptions. */
export interface InputWatcher {
  /** Something came. */
  heard(): void;
  pinged(timeToLive: number, context: Uint8Array): void;
  /** Nothing is read any more, or again. */
  held(paused: boolean): void;
  /** The peer has sent everything. @param cutShort - whether it stopped in the middle of a message. */
  ended(cutShort: boolean): void;
  /** What came is no ZMTP. */
  broken(error: Error): void;
}

/**
 * What comes in through a greeted connection: octets of the socket to the decoder, messages to the receiver. When the
 * receiver has enough, the rest stays where it is, in the decoder and in the system.
 */
export class StreamInput implements DecoderSink {
  readonly #socket: Socket;
  readonly #receiver: LinkReceiver;
  readonly #watcher: InputWatcher;
  readonly #decoder: MessageDecoder;
  #paused = false;
  #resuming = false;
  #ended = false;
  #stopped = false;
  #decoding = false;

  constructor(socket: Socket, options: DecoderOptions, receiver: LinkReceiver, watcher: InputWatcher) {
    this.#socket = socket;
    this.#receiver = receiver;
    this.#watcher = watcher;
    this.#decoder = new MessageDecoder(options, this);
    socket.on('data', this.#onData);
    socket.on('end', this.#onEnd);
  }

  /** @param rest - What came together with the end of the handshake. */
  start(rest: Buffer): void {
    if (rest.byteLength > 0) this.#onData(rest);
  }

  /** Goes on, after `message` of the receiver has returned false; not from inside this call. */
  resume(): void {
    if (!this.#paused || this.#resuming || this.#stopped) return;
    this.#resuming = true;
    process.nextTick(this.#onResume);
  }

  /** Hands up nothing more. */
  stop(): void {
    this.#stopped = true;
    this.#socket.off('data', this.#onData);
    this.#socket.off('end', this.#onEnd);
    if (!this.#decoding) this.#decoder.abandon();
  }

  message(message: Message): boolean {
    if (this.#stopped) return false;
    return this.#receiver.message(message) && !this.#stopped;
  }

  subscribe(topic: Uint8Array): void {
    if (!this.#stopped) this.#receiver.subscribed(topic);
  }

  cancel(topic: Uint8Array): void {
    if (!this.#stopped) this.#receiver.cancelled(topic);
  }

  ping(timeToLive: number, context: Uint8Array): void {
    if (!this.#stopped) this.#watcher.pinged(timeToLive, context);
  }

  /** That something came is all that a PONG says. */
  pong(): void {}

  readonly #onData = (chunk: Buffer): void => {
    this.#watcher.heard();
    this.#decode(chunk);
  };

  readonly #onResume = (): void => {
    this.#resuming = false;
    if (this.#stopped) return;
    this.#paused = false;
    this.#decode(undefined);
    if (this.#paused || this.#stopped) return;
    this.#watcher.held(false);
    if (this.#ended) this.#tellEnd();
    else this.#socket.resume();
  };

  /** @param chunk - What has come; undefined: what the decoder has kept. */
  #decode(chunk: Buffer | undefined): void {
    let broken: Error | undefined;
    this.#decoding = true;
    try {
      const goOn = chunk === undefined ? this.#decoder.resume() : this.#decoder.push(chunk);
      if (!goOn && !this.#stopped) this.#pause(chunk !== undefined);
    } catch (error) {
      broken = error as Error;
    }
    this.#decoding = false;
    if (this.#stopped) {
      this.#decoder.abandon();
      return;
    }
    this.#receiver.settled();
    if (broken !== undefined && !this.#stopped) this.#watcher.broken(broken);
  }

  #pause(fresh: boolean): void {
    this.#paused = true;
    if (!fresh) return;
    this.#socket.pause();
    this.#watcher.held(true);
  }

  /** It can come while the input is paused, when the system had nothing more to read. */
  readonly #onEnd = (): void => {
    this.#ended = true;
    if (!this.#paused) this.#tellEnd();
  };

  #tellEnd(): void {
    this.#watcher.ended(this.#decoder.midMessage);
  }
}

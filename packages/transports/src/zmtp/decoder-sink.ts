import type { Message } from '@zeromq-ts/core/spi';

/** What a decoder tells. */
export interface DecoderSink {
  /** A message, whole. @returns false to be told nothing more until `resume`. */
  message(message: Message): boolean;
  /** The peer subscribes: by a command, or by a message when this side is a PUB or XPUB. */
  subscribe(topic: Buffer): void;
  cancel(topic: Buffer): void;
  /** @param timeToLive Milliseconds. @param context At most 16 octets, to be sent back. */
  ping(timeToLive: number, context: Buffer): void;
  pong(context: Buffer): void;
  /** Asked after each block of some kilobytes. @returns false to be told nothing more until `resume`. */
  mayGoOn?(): boolean;
  /** A message of many frames grows, and has not ended. */
  grows?(): void;
}

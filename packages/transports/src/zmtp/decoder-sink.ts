import type { Message, PeerCommand } from '@zeromq-ts/core/spi';

/** What a decoder tells. */
export interface DecoderSink {
  /** A message, whole. @returns false to be told nothing more until `resume`. */
  message(message: Message): boolean;
  /** A command that is among those asked for; SUBSCRIBE and CANCEL, too, where they came in the form of a message. */
  command(command: PeerCommand): void;
  /** @param timeToLive Milliseconds. @param context At most 16 octets, to be sent back. */
  ping(timeToLive: number, context: Buffer): void;
  pong(context: Buffer): void;
  /** Asked after each block of some kilobytes. @returns false to be told nothing more until `resume`. */
  mayGoOn?(): boolean;
  /** A message of many frames grows, and has not ended. */
  grows?(): void;
}

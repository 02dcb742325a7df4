import { CANCEL, type Message, type PeerCommand, SUBSCRIBE } from '@zeromq-ts/core/spi';
import { type DecoderOptions, type DecoderEvents, MessageDecoder } from '../../src/zmtp/message-decoder.js';
import { ProtocolError } from '../../src/zmtp/protocol-error.js';

/** What a decoder told, in a form that can be compared. */
export type Told =
  | { readonly message: readonly string[] }
  | { readonly subscribe: string }
  | { readonly cancel: string }
  | { readonly ping: number; readonly context: string }
  | { readonly pong: string };

/** Records what a decoder tells. */
export class Recorder implements DecoderEvents {
  readonly told: Told[] = [];
  /** Says stop after every so many messages. */
  stopEvery = Infinity;
  #messages = 0;

  message(message: Message): boolean {
    this.told.push({ message: message.frames.map((frame) => Buffer.from(frame).toString('latin1')) });
    this.#messages++;
    return this.#messages % this.stopEvery !== 0;
  }

  command({ name, data }: PeerCommand): void {
    const topic = Buffer.from(data).toString('latin1');
    if (name === SUBSCRIBE) this.told.push({ subscribe: topic });
    else if (name === CANCEL) this.told.push({ cancel: topic });
    else throw new Error(`Told of ${name}.`);
  }

  ping(timeToLive: number, context: Buffer): void {
    this.told.push({ ping: timeToLive, context: context.toString('latin1') });
  }

  pong(context: Buffer): void {
    this.told.push({ pong: context.toString('latin1') });
  }
}

/** A decoder with its recorder. */
export function recording(options: Partial<DecoderOptions> = {}): { decoder: MessageDecoder; recorder: Recorder } {
  const recorder = new Recorder();
  const { subscriptions = false } = options;
  const peerCommands = subscriptions ? [SUBSCRIBE, CANCEL] : [];
  const decoder = new MessageDecoder({ maxMessageSize: Infinity, subscriptions, peerCommands, ...options }, recorder);
  return { decoder, recorder };
}

/** What a decoder makes of octets. */
export function decoded(input: Uint8Array, options: Partial<DecoderOptions> = {}): readonly Told[] {
  const { decoder, recorder } = recording(options);
  decoder.push(Buffer.from(input));
  return recorder.told;
}

/** The error with which a decoder refuses octets, and what it had told before. */
export function decodingRefusal(
  input: Uint8Array,
  options: Partial<DecoderOptions> = {},
): { error: ProtocolError; told: readonly Told[] } {
  const { decoder, recorder } = recording(options);
  try {
    decoder.push(Buffer.from(input));
  } catch (error) {
    if (error instanceof ProtocolError) return { error, told: recorder.told };
    throw error;
  }
  throw new Error('The decoder refused nothing.');
}

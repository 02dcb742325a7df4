import type { Outgoing, PeerCommand } from '@zeromq-ts/core/spi';
import type { DecoderEvents, DecoderOptions } from '../zmtp/message-decoder.js';
import type { Taken } from '../zmtp/framing.js';
import type { HandshakeLocal, SecurityResult } from '../zmtp/security-handshake.js';

/**
 * What differs between the framings of messages on a byte stream: that of ZMTP (RFC 37), and that of WebSocket (RFC 45).
 * All of it is sans I/O.
 */
export interface StreamFraming {
  /** Begins on one connection. */
  handshake(local: HandshakeLocal): ConnectionHandshake;
}

/** The beginning of one connection, up to the metadata of the peer. */
export interface ConnectionHandshake {
  /** Set once the peer is known and fits. */
  readonly done: ConnectionResult | undefined;
  /** What the peer says its socket is, though it may not fit. */
  readonly toldType: string | undefined;
  /** Whether the peer has shown that it speaks this protocol, so that its silence is about what this side is. */
  readonly greeted: boolean;
  /** Whether an authenticator is asked: nothing more is to be read from the peer before `settle` has resolved. */
  readonly waiting: boolean;
  /** What is kept of what has come, in bytes. */
  readonly keptBytes: number;
  /** What to send as soon as the connection is made. */
  start(): Uint8Array;
  /**
   * Takes bytes of the peer; nothing of the chunk is kept.
   *
   * @returns what to send now. `done` may be set after it.
   * @throws ZMQError when the peer is refused. With the code `ECONNREFUSED`, the next attempt may follow soon.
   */
  push(chunk: Uint8Array): readonly Uint8Array[];
  /** Waits for the authenticator that the mechanism asks, and goes on. @returns, and throws, what `push` does. */
  settle(): Promise<readonly Uint8Array[]>;
  /** The handshake has failed, or is given up: overwrites the secrets of the connection. */
  end(): void;
  /** The last bytes for a peer that is refused. */
  refusal(error: Error): Uint8Array | undefined;
  /** The error of a connection that has ended too early, where there is more to say than usual. */
  lostError?(cause: Error | undefined, endpoint: string): Error | undefined;
  /** How the traffic that follows is framed; asked for once, when it is done. */
  codec(): ConnectionCodec;
}

/** The outcome of a handshake. */
export interface ConnectionResult extends SecurityResult {
  /** Bytes of the peer that came after its handshake: the first for the decoder. */
  readonly rest: Buffer;
}

/** How the traffic of one connection is framed. */
export interface ConnectionCodec {
  /**
   * Whether the peer answers a PING. `'unknown'`: it may not, and is taken to be alive without it until it has answered
   * one.
   */
  readonly answersPings: boolean | 'unknown';
  decoder(options: DecoderOptions, sink: DecoderEvents): TrafficDecoder;
  encoder(): TrafficEncoder;
  /** The last bytes before this side ends the connection. @param error - Why, unless in good order. */
  farewell(error: Error | undefined): Uint8Array | undefined;
}

/** Makes messages and commands of the bytes of a peer. */
export interface TrafficDecoder {
  /** Whether the peer is in the middle of a frame or of a message. */
  readonly midMessage: boolean;
  /** What has been received of a message that has not ended, in bytes, with an overhead for each of its frames. */
  readonly unfinishedBytes: number;
  /** The overhead in it. */
  readonly unfinishedOverhead: number;
  /** Where the next bytes of the peer are best written to; `undefined`: anywhere, for `push`. */
  readonly destination: Buffer | undefined;
  /** Takes bytes. @returns false when the sink has said stop; the rest waits for `resume`. @throws ProtocolError */
  push(chunk: Buffer): boolean;
  /** This number of bytes has been written to the destination. @returns, and throws, what `push` does. */
  arrived(count: number): boolean;
  /** Stops after the frame under way. */
  stop(): void;
  /** Goes on with the bytes that are kept. @returns, and throws, what `push` does. */
  resume(): boolean;
  /** Releases everything; nothing more is taken. */
  abandon(): void;
}

/** Makes bytes for a peer of messages and commands. */
export interface TrafficEncoder {
  /** Bytes that wait to be taken. */
  readonly pendingBytes: number;
  /** Whether a large body waits that lies in a buffer of the application. */
  readonly borrows: boolean;
  /** @throws when a frame cannot be encoded. Nothing of the message is encoded then. */
  message(message: Outgoing): void;
  command(command: PeerCommand): void;
  ping(timeToLive: number, context: Uint8Array): void;
  pong(context: Uint8Array): void;
  /** Hands over everything encoded so far, to be written in one go. */
  take(): Taken;
}

import type { AuthenticationResult } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';

/**
 * A security mechanism (RFC 37, "Authentication and Confidentiality"): what passes between the greetings and the first
 * message. It moves commands and metadata as bytes; what the metadata says is judged by the handshake.
 */
export interface Mechanism {
  /** Its name in the greeting: at most 20 characters of A-Z, 0-9, `-`, `_`. */
  readonly name: string;
  /** The as-server byte of the greeting. */
  readonly asServer: boolean;
  /**
   * Begins on one connection.
   *
   * @param metadata What to tell the peer about this side. Asked for when the mechanism lets it be told, which is when
   *   the peer is welcome; throws when it is not.
   * @param gate Who judges the peer; undefined: nobody.
   */
  begin(metadata: () => Uint8Array, gate?: AuthenticationHandler): MechanismSession;
}

/** What a peer has shown of itself, in the words of ZAP (RFC 27): a name and a password, a proven key, or nothing. */
export interface Credentials {
  readonly mechanism: 'NULL' | 'PLAIN' | 'CURVE';
  readonly username?: Buffer;
  readonly password?: Buffer;
  readonly publicKey?: Buffer;
}

/** Judges the peer of one connection. It never rejects. */
export type AuthenticationHandler = (credentials: Credentials) => Promise<AuthenticationResult>;

/** A mechanism at work on one connection. ERROR commands of the peer never come this far. */
export interface MechanismSession {
  /** What this side says first. */
  start(): readonly Command[];
  /**
   * Takes a command of the peer. Its data may be kept.
   *
   * @returns what to answer.
   * @throws ProtocolError when this command does not belong here, or is malformed.
   */
  command(name: string, data: Buffer): readonly Command[];
  /** The metadata of the peer: messages may flow in both directions once it is there. */
  readonly peerMetadata: Buffer | undefined;
  /** How the traffic is sealed from then on. `undefined`: it travels as it is, and nothing is asked again. */
  readonly seal: FrameCipher | undefined;
  /**
   * Somebody has to be asked, or something to be loaded: no command is taken before this has been fulfilled with what to
   * send, or rejected with a ProtocolError. It is then undefined again.
   */
  readonly waiting?: Promise<readonly Command[]> | undefined;
  /** Who the peer is, as the gate has said. */
  readonly admission?: AuthenticatedPeer | undefined;
  /** The connection is over, or the handshake has failed: overwrites the secrets of this connection. */
  end?(): void;
}

/** The verdict by which a peer was let in. */
export type AuthenticatedPeer = Extract<AuthenticationResult, { allowed: true }>;

/** Seals and opens the frames of one connection (RFC 26: MESSAGE commands). */
export interface FrameCipher {
  /** By how many bytes a body grows. */
  readonly overhead: number;
  /** Makes the body of the frame to send out of the flags and the body of another. */
  seal(flags: number, body: Uint8Array): Uint8Array;
  /**
   * The reverse. It may write into what it is given, and give a part of that.
   *
   * @throws ProtocolError when it was not sealed by the peer, or has come before.
   */
  open(body: Buffer): { readonly flags: number; readonly body: Buffer };
  /** The connection is over: overwrites its keys. After it, `seal` and `open` throw. */
  end?(): void;
}

import type { AuthenticationResult, Bytes, MechanismName } from '@zeromq-ts/core/spi';
import type { Command } from './command.js';

/**
 * A security mechanism of one socket (RFC 37, "Authentication and Confidentiality"): the commands between the greetings and
 * the first message. It passes metadata on as bytes; the handshake interprets it.
 */
export interface Mechanism {
  /** Its name in the greeting: at most 20 characters of A-Z, 0-9, `-`, `_`. */
  readonly name: string;
  /** The as-server byte of the greeting. */
  readonly asServer: boolean;
  /**
   * Begins on one connection.
   *
   * @param metadata Returns the metadata of this side. To be called when the peer may have it, once; throws when there is
   *   no room for the peer.
   * @param gate The authenticator; `undefined` when there is none.
   */
  begin(metadata: () => Uint8Array, gate?: AuthenticationHandler): MechanismSession;
}

/** The credentials of a peer, as in ZAP (RFC 27): a name and a password, a proven key, or nothing. */
export interface Credentials {
  readonly mechanism: MechanismName;
  readonly username?: Bytes;
  readonly password?: Bytes;
  readonly publicKey?: Bytes;
}

/** Authenticates the peer of one connection. It never rejects. */
export type AuthenticationHandler = (credentials: Credentials) => Promise<AuthenticationResult>;

/** A mechanism on one connection; sans I/O. It does not get ERROR commands: they end the handshake. */
export interface MechanismSession {
  /** The first commands of this side. */
  start(): readonly Command[];
  /**
   * Takes a command of the peer. Its data may be kept.
   *
   * @returns the commands to send.
   * @throws ProtocolError when the command is out of turn or malformed, or when the peer is refused.
   */
  command(name: string, data: Bytes): readonly Command[];
  /** The metadata of the peer. When it is set, the handshake is complete. */
  readonly peerMetadata: Bytes | undefined;
  /** Encrypts the traffic. `undefined`: it is not encrypted. */
  readonly seal: FrameCipher | undefined;
  /**
   * Set while the mechanism waits, for an authenticator or a library: no command is passed to it before the promise has
   * resolved with the commands to send, or rejected with a ProtocolError. It is `undefined` again then.
   */
  readonly waiting?: Promise<readonly Command[]> | undefined;
  /** The answer of the authenticator. */
  readonly admission?: AuthenticatedPeer | undefined;
  /** Called when the connection has ended, or the handshake has failed: overwrites the secrets of this connection. */
  end?(): void;
}

/** The answer of an authenticator that admits a peer. */
export type AuthenticatedPeer = Extract<AuthenticationResult, { allowed: true }>;

/** Encrypts and decrypts the frames of one connection (RFC 26: MESSAGE commands). */
export interface FrameCipher {
  /** How much larger an encrypted body is, in bytes. */
  readonly overhead: number;
  /** Encrypts the flags and the body of a frame; returns the body of the frame to send. */
  seal(flags: number, body: Uint8Array): Uint8Array;
  /**
   * Decrypts a body. It may write to it, and return a part of it.
   *
   * @throws ProtocolError when the peer did not encrypt it, or it is a replay.
   */
  open(body: Bytes): { readonly flags: number; readonly body: Bytes };
  /** Called when the connection has ended: overwrites its keys. After it, `seal` and `open` throw. */
  end?(): void;
}

import type { Bytes } from '../runtime/bytes.js';

/** A key pair, 32 bytes each. */
export interface BoxKeyPair {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/**
 * The box of NaCl (X25519, XSalsa20, Poly1305), which is all that CURVE is made of. It comes from a library, through
 * the package `@zeromq-ts/security`; there is no implementation here.
 */
export interface Cryptography {
  keyPair(): BoxKeyPair;
  /** The public key of a secret key. */
  publicKey(secretKey: Uint8Array): Uint8Array;
  /** Random bytes from the operating system. */
  random(length: number): Bytes;
  /** The shared key of two parties; `undefined` for a public key of low order. */
  sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined;
  /** A box: an authenticator of 16 bytes, then the cipher text, as long as the plain text. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes;
  /** Opens a box; `undefined` if it was not sealed with this key and nonce, or was modified. */
  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Bytes | undefined;
  /**
   * Opens the box after a header, and writes its plain text in place, after the authenticator, so that nothing is
   * allocated. If it cannot be opened, the bytes are not modified.
   *
   * @returns whether it was opened.
   */
  openInPlace(header: number, key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): boolean;
  /**
   * Seals one byte and the bytes after it, and leaves room for a header, which the caller fills in, so that messages
   * are not copied twice.
   */
  sealBehind(header: number, key: Uint8Array, nonce: Uint8Array, first: number, rest: Uint8Array): Bytes;
  /** Overwrites copies of a key inside the library. The caller overwrites the key itself. */
  forget?(key: Uint8Array): void;
}

/** Loads the cryptography when it is needed. */
export interface CryptographyProvider {
  /** The version of these interfaces that the provider implements, as a literal. */
  readonly seam: 'cryptography@1';
  /** The library, if it has been loaded. */
  readonly loaded: Cryptography | undefined;
  /** Loads it; the same promise each time. */
  load(): Promise<Cryptography>;
}

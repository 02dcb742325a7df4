import type { Bytes } from '../runtime/bytes.js';

/** A pair of keys, 32 octets each. */
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
  /** The public key that belongs to a secret one. */
  publicKey(secretKey: Uint8Array): Uint8Array;
  /** Octets from the random numbers of the system. */
  random(length: number): Bytes;
  /** The key of boxes between two parties; `undefined` for a public key of low order, which any two share. */
  sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined;
  /** A box: 16 octets of authenticator, then as many as the plain text has. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes;
  /** `undefined` when the box was not made with this key and nonce, or has been changed. */
  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Bytes | undefined;
  /**
   * Opens the box that begins behind a header, and writes what is in it back behind the authenticator: for messages, so
   * that nothing is allocated. What cannot be opened is left as it is.
   *
   * @returns whether it was opened.
   */
  openInPlace(header: number, key: Uint8Array, nonce: Uint8Array, octets: Uint8Array): boolean;
  /**
   * Makes a box of one octet and what follows it, behind room for a header that the caller fills in: for messages, so
   * that nothing is copied twice.
   */
  sealBehind(header: number, key: Uint8Array, nonce: Uint8Array, first: number, rest: Uint8Array): Bytes;
  /** Overwrites what the library itself holds of a key. The caller overwrites the key. */
  forget?(key: Uint8Array): void;
}

/** Brings the cryptography, once somebody needs it. */
export interface CryptographyProvider {
  /** The version of these interfaces that the provider is made for, written out. */
  readonly seam: 'cryptography@1';
  /** The library, if it has been loaded. */
  readonly loaded: Cryptography | undefined;
  /** Loads it; the same promise each time. */
  load(): Promise<Cryptography>;
}

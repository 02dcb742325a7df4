import type { BoxKeyPair, Cryptography } from '@zeromq-ts/core/spi';
import { ProtocolError } from '../protocol-error.js';

/**
 * Makes the secrets of one connection and holds all of them, so that none is left when it ends, in whatever way: by
 * `close`, because the peer is lost, or because the handshake has failed.
 */
export class SessionKeys {
  readonly cryptography: Cryptography;
  readonly #secrets = new Set<Uint8Array>();
  #ended = false;

  constructor(cryptography: Cryptography) {
    this.cryptography = cryptography;
  }

  /** Whether the secrets are gone: nothing more must be sealed or opened. */
  get ended(): boolean {
    return this.#ended;
  }

  /** @throws ProtocolError when the connection is over. */
  keyPair(): BoxKeyPair {
    this.#assertGoingOn();
    const pair = this.cryptography.keyPair();
    this.#secrets.add(pair.secretKey);
    return pair;
  }

  /**
   * @returns `undefined` for a public key of low order.
   * @throws ProtocolError when the connection is over.
   */
  sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined {
    this.#assertGoingOn();
    const key = this.cryptography.sharedKey(publicKey, secretKey);
    if (key !== undefined) this.#secrets.add(key);
    return key;
  }

  /** Overwrites secrets that are no longer needed. */
  overwrite(...secrets: readonly Uint8Array[]): void {
    for (const secret of secrets) {
      this.#secrets.delete(secret);
      this.cryptography.forget?.(secret);
      secret.fill(0);
    }
  }

  /** Overwrites all that are left. */
  end(): void {
    this.#ended = true;
    this.overwrite(...this.#secrets);
  }

  #assertGoingOn(): void {
    if (this.#ended) throw new ProtocolError('The connection is over.');
  }
}

import type { BoxKeyPair, Bytes, Cryptography } from '@zeromq-ts/core/spi';
import { allocateBytes, secureRandomBytes, ZMQError } from '@zeromq-ts/core/spi';
import type { LibSodium } from 'libsodium';

const KEY_BYTES = 32;
const NONCE_BYTES = 24;
const AUTHENTICATOR_BYTES = 16;
const MIN_SCRATCH_BYTES = 66_000;
/** Of a bench that has become larger than this, the next small box gives the memory back. */
const MAX_KEPT_SCRATCH_BYTES = 1_048_576;

/** Small boxes share memory on Node, where that is faster. */
const allocate: (length: number) => Bytes =
  typeof Buffer === 'undefined' ? allocateBytes : (length) => Buffer.allocUnsafe(length);

/**
 * The box of NaCl by libsodium, in WebAssembly. What it works on has to lie in its own memory:
 *
 *     keys    | key 32 | public 32 | secret 32 | nonce 24 |
 *     bench   | authenticator 16 | plain text, and cipher text in its place …   |
 */
export class SodiumCryptography implements Cryptography {
  readonly #sodium: LibSodium;
  readonly #key: number;
  readonly #public: number;
  readonly #secret: number;
  readonly #nonce: number;
  #bench = 0;
  #benchLength = 0;
  /** Whose bytes lie at `#key`. */
  #loadedKey: Uint8Array | undefined;

  constructor(library: LibSodium) {
    this.#sodium = library;
    this.#key = this.#allocate(3 * KEY_BYTES + NONCE_BYTES);
    this.#public = this.#key + KEY_BYTES;
    this.#secret = this.#public + KEY_BYTES;
    this.#nonce = this.#secret + KEY_BYTES;
  }

  /** As crypto_box_keypair does it, with the random numbers of the system. */
  keyPair(): BoxKeyPair {
    const secretKey = this.random(KEY_BYTES);
    return { publicKey: this.publicKey(secretKey), secretKey };
  }

  publicKey(secretKey: Uint8Array): Uint8Array {
    this.#sodium.HEAPU8.set(secretKey, this.#secret);
    if (this.#sodium._crypto_scalarmult_base(this.#public, this.#secret) !== 0) throw broken();
    this.#wipe(this.#secret);
    return this.#copy(this.#public, KEY_BYTES);
  }

  random(length: number): Bytes {
    return secureRandomBytes(length);
  }

  sharedKey(publicKey: Uint8Array, secretKey: Uint8Array): Uint8Array | undefined {
    const heap = this.#sodium.HEAPU8;
    heap.set(publicKey, this.#public);
    heap.set(secretKey, this.#secret);
    this.#loadedKey = undefined;
    // Not 0 when the product is all zeros: the public key is of low order.
    const failed = this.#sodium._crypto_box_beforenm(this.#key, this.#public, this.#secret) !== 0;
    const key = failed ? undefined : this.#copy(this.#key, KEY_BYTES);
    this.#wipe(this.#secret);
    this.#wipe(this.#key);
    return key;
  }

  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes {
    const bench = this.#prepare(key, nonce, plain.byteLength);
    this.#sodium.HEAPU8.set(plain, bench + AUTHENTICATOR_BYTES);
    this.#sealBench(plain.byteLength);
    return this.#copy(bench, AUTHENTICATOR_BYTES + plain.byteLength);
  }

  sealBehind(header: number, key: Uint8Array, nonce: Uint8Array, first: number, rest: Uint8Array): Bytes {
    const length = 1 + rest.byteLength;
    const bench = this.#prepare(key, nonce, length);
    const heap = this.#sodium.HEAPU8;
    heap[bench + AUTHENTICATOR_BYTES] = first;
    heap.set(rest, bench + AUTHENTICATOR_BYTES + 1);
    this.#sealBench(length);
    const made = allocate(header + AUTHENTICATOR_BYTES + length);
    made.set(heap.subarray(bench, bench + AUTHENTICATOR_BYTES + length), header);
    return made;
  }

  open(key: Uint8Array, nonce: Uint8Array, box: Uint8Array): Bytes | undefined {
    const length = box.byteLength - AUTHENTICATOR_BYTES;
    if (length < 0) return undefined;
    const bench = this.#prepare(key, nonce, length);
    this.#sodium.HEAPU8.set(box, bench);
    const plain = bench + AUTHENTICATOR_BYTES;
    const low = box.byteLength >>> 0;
    if (this.#sodium._crypto_secretbox_open_easy(plain, bench, low, 0, this.#nonce, this.#key) !== 0) return undefined;
    return this.#copy(plain, length);
  }

  openInPlace(header: number, key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): boolean {
    const box = bytes.byteLength - header;
    if (box < AUTHENTICATOR_BYTES) return false;
    const bench = this.#prepare(key, nonce, bytes.byteLength);
    // The header goes along: copying it costs less than a view without it.
    const heap = this.#sodium.HEAPU8;
    heap.set(bytes, bench);
    const from = bench + header;
    const plain = from + AUTHENTICATOR_BYTES;
    if (this.#sodium._crypto_secretbox_open_easy(plain, from, box, 0, this.#nonce, this.#key) !== 0) return false;
    bytes.set(heap.subarray(plain, from + box), header + AUTHENTICATOR_BYTES);
    return true;
  }

  forget(key: Uint8Array): void {
    if (this.#loadedKey !== key) return;
    this.#loadedKey = undefined;
    this.#wipe(this.#key);
  }

  #sealBench(length: number): void {
    const plain = this.#bench + AUTHENTICATOR_BYTES;
    const result = this.#sodium._crypto_secretbox_easy(this.#bench, plain, length, 0, this.#nonce, this.#key);
    if (result !== 0) throw broken();
  }

  /** @returns the address of the scratch memory, with room for a box of this many bytes. */
  #prepare(key: Uint8Array, nonce: Uint8Array, length: number): number {
    const needed = AUTHENTICATOR_BYTES + length;
    if (needed > this.#benchLength || this.#benchLength > MAX_KEPT_SCRATCH_BYTES) this.#renewBench(needed);
    const heap = this.#sodium.HEAPU8;
    if (this.#loadedKey !== key) {
      heap.set(key, this.#key);
      this.#loadedKey = key;
    }
    heap.set(nonce, this.#nonce);
    return this.#bench;
  }

  #renewBench(needed: number): void {
    const length = Math.max(needed, MIN_SCRATCH_BYTES);
    if (length === this.#benchLength) return;
    if (this.#bench !== 0) {
      this.#sodium.HEAPU8.fill(0, this.#bench, this.#bench + this.#benchLength);
      this.#sodium._free(this.#bench);
      this.#bench = 0;
      this.#benchLength = 0;
    }
    this.#bench = this.#allocate(length);
    this.#benchLength = length;
  }

  #allocate(length: number): number {
    const address = this.#sodium._malloc(length);
    if (address !== 0) return address;
    throw new ZMQError('EMSGSIZE', `A frame of ${length} bytes is too large to be encrypted. Send it in parts.`);
  }

  #copy(address: number, length: number): Bytes {
    const copy = allocate(length);
    copy.set(this.#sodium.HEAPU8.subarray(address, address + length));
    return copy;
  }

  #wipe(address: number): void {
    this.#sodium.HEAPU8.fill(0, address, address + KEY_BYTES);
  }
}

function broken(): Error {
  return new Error('libsodium has failed without a reason.');
}

import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { showValue, CURVE_KEY_BYTES, z85Decode, z85Encode, ZMQError } from '@zeromq-ts/core/spi';

/** The DER prefix of the 32 bytes of an X25519 key (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

/** A pair of CURVE keys, as Z85 text of 40 characters each. */
export interface CurveKeyPair {
  /** To be shared: clients need that of their server, a server those of the clients that it admits. */
  readonly publicKey: string;
  /** Never share it: it belongs to one socket. */
  readonly secretKey: string;
}

/**
 * Generates a CURVE key pair (libzmq: `zmq_curve_keypair`).
 *
 * @example
 * ```ts
 * import { curveKeyPair } from '@zeromq-ts/security';
 *
 * const { publicKey, secretKey } = curveKeyPair();
 * console.log(publicKey.length, secretKey.length); // 40 40
 * ```
 */
export function curveKeyPair(): CurveKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-CURVE_KEY_BYTES);
  const pair = { publicKey: publicText(publicKey), secretKey: z85Encode(secret) };
  secret.fill(0);
  return pair;
}

/**
 * Derives the public key of a secret key (libzmq: `zmq_curve_public`).
 *
 * @param secretKey Z85 text, or 32 bytes.
 * @returns Z85 text.
 * @throws ZMQError `EINVAL` for an invalid key; the text does not show it.
 */
export function curvePublicKey(secretKey: string | Uint8Array): string {
  const bytes = typeof secretKey === 'string' ? z85Decode(secretKey) : secretKey;
  if (!(bytes instanceof Uint8Array) || bytes.byteLength !== CURVE_KEY_BYTES) {
    const what = bytes instanceof Uint8Array ? `${bytes.byteLength} bytes` : showValue(bytes);
    throw new ZMQError('EINVAL', `A secret key is 40 characters of Z85 text, or 32 bytes; this is ${what}.`);
  }
  const key = Buffer.concat([PRIVATE_PREFIX, bytes]);
  const derived = publicText(createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' })));
  key.fill(0);
  return derived;
}

function publicText(key: KeyObject): string {
  return z85Encode(key.export({ format: 'der', type: 'spki' }).subarray(-CURVE_KEY_BYTES));
}

import type { SecuritySettings } from '@zeromq-ts/core/spi';
import { CURVE_KEY_BYTES, ZMQError } from '@zeromq-ts/core/spi';

/** What comes before the 32 bytes of an X25519 key in its DER encoding (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * The public key of a socket with CURVE.
 *
 * @throws ZMQError `EINVAL` when the one that was given does not belong to the secret one.
 */
export function ownPublicKey({ publicKey, secretKey }: SecuritySettings): Uint8Array {
  const derived = publicKeyOf(secretKey?.reveal() ?? new Uint8Array(CURVE_KEY_BYTES));
  if (publicKey !== undefined && !derived.equals(publicKey)) {
    throw new ZMQError(
      'EINVAL',
      'curvePublicKey and curveSecretKey are not of one pair. Leave out curvePublicKey: it follows from the other.',
    );
  }
  return derived;
}

function publicKeyOf(secretKey: Uint8Array): Buffer {
  // Loaded here, so that it costs nothing without keys.
  const { createPrivateKey, createPublicKey } = process.getBuiltinModule('node:crypto');
  const key = Buffer.concat([PRIVATE_PREFIX, secretKey]);
  const publicKey = createPublicKey(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
  key.fill(0);
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(-CURVE_KEY_BYTES);
}

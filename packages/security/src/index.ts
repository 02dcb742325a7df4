import { registerCryptography } from '@zeromq-ts/core/spi';
import { sodiumProvider } from './cryptography/sodium-provider.js';

export { z85Decode, z85Encode } from '@zeromq-ts/core/spi';
export { type CurveKeyPair, curveKeyPair, curvePublicKey } from './key-pair.js';

registerCryptography(sodiumProvider);

/**
 * The entry point for browsers: the cryptography of CURVE for the client's side, without what servers have. Types are those of
 * `index.ts`.
 */
import { registerCryptography } from '@zeromq-ts/core/spi';
import { sodiumProvider } from './cryptography/sodium-provider.js';

export { z85Decode, z85Encode } from '@zeromq-ts/core/spi';

registerCryptography(sodiumProvider);

import { registerCryptography } from '@zeromq-ts/core/spi';
import { sodiumProvider } from './cryptography/sodium-provider.js';

// What the compiler names for users of this package: one install is enough.
export type * from '@zeromq-ts/core';
export { z85Decode, z85Encode } from '@zeromq-ts/core/spi';
export { AddressList, type AddressRules } from './address-list.js';
export { allOf } from './all-of.js';
export { Certificate, type CertificateParts } from './certificate.js';
export { CertificateStore } from './certificate-store.js';
export { type CurveKeyPair, curveKeyPair, curvePublicKey } from './key-pair.js';
export { PasswordTable } from './password-table.js';

registerCryptography(sodiumProvider);

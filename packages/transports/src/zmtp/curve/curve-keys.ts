import type { Cryptography, CryptographyProvider } from '@zeromq-ts/core/spi';

/** The long-term keys of one side, as bytes. */
export interface OwnKeys {
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
  readonly serverKey: Uint8Array | undefined;
}

/** What a side of CURVE has, and by what it computes. */
export interface CurveKeys {
  readonly provider: CryptographyProvider;
  readonly serverKey: Uint8Array | undefined;
  own(cryptography: Cryptography): OwnKeys;
}

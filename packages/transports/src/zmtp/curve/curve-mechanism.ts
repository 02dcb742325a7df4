import type { Cryptography, CryptographyProvider, SecuritySettings } from '@zeromq-ts/core/spi';
import type { Mechanism } from '../mechanism.js';
import { CurveClient } from './curve-client.js';
import { CurveServer } from './curve-server.js';

/** The long-term keys of one side, as octets. */
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

/** CURVE (RFC 26), from either side. */
export function curveMechanism(security: SecuritySettings, provider: CryptographyProvider): Mechanism {
  const { server, serverKey } = security;
  let own: OwnKeys | undefined;
  const keys: CurveKeys = {
    provider,
    serverKey,
    own: (cryptography) => (own ??= ownKeys(security, cryptography)),
  };
  return {
    name: 'CURVE',
    asServer: server,
    begin: (metadata, gate) => (server ? new CurveServer(metadata, keys, gate) : new CurveClient(metadata, keys)),
  };
}

function ownKeys({ publicKey, secretKey, serverKey }: SecuritySettings, cryptography: Cryptography): OwnKeys {
  const secret = secretKey?.reveal() ?? new Uint8Array(0);
  return { publicKey: publicKey ?? cryptography.publicKey(secret), secretKey: secret, serverKey };
}

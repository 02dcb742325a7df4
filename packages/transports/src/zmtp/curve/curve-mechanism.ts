import type { Cryptography, CryptographyProvider, SecuritySettings } from '@zeromq-ts/core/spi';
import type { Mechanism } from '../mechanism.js';
import { CurveClient } from './curve-client.js';
import type { CurveKeys, OwnKeys } from './curve-keys.js';
import { CurveServer } from './curve-server.js';

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

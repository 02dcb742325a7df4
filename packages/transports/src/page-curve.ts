/** CURVE for pages: a file of its own, which is loaded with the first connection that needs it. */
import type { CryptographyProvider, SecuritySettings } from '@zeromq-ts/core/spi';
import { CURVE_KEY_BYTES, decodeText, z85Decode } from '@zeromq-ts/core/spi';
import { CurveClient } from './zmtp/curve/curve-client.js';
import type { OwnKeys } from './zmtp/curve/curve-keys.js';
import type { Mechanism } from './zmtp/mechanism.js';

/** The client of CURVE (RFC 26), when what it computes by is there. */
export async function pageCurve(settings: SecuritySettings, provider: CryptographyProvider): Promise<Mechanism> {
  const cryptography = await provider.load();
  const secretKey = keyOf(settings.secretKey?.reveal());
  const serverKey = keyOf(settings.serverKey);
  const { publicKey = cryptography.publicKey(secretKey) } = settings;
  const own: OwnKeys = { publicKey: keyOf(publicKey), secretKey, serverKey };
  return {
    name: 'CURVE',
    asServer: false,
    begin: (metadata) => new CurveClient(metadata, { provider, serverKey, own: () => own }),
  };
}

/** `PAGE_SECURITY` keeps keys as they were given: as bytes, or as Z85 text. */
function keyOf(given: Uint8Array = new Uint8Array(0)): Uint8Array {
  return given.byteLength === CURVE_KEY_BYTES ? given : z85Decode(decodeText(given));
}

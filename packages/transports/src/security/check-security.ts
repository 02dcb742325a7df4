import type { LocalSocket } from '@zeromq-ts/core/spi';
import { ownPublicKey } from './check-own-keys.js';
import { mechanismOf } from './mechanism-of.js';

/**
 * Checks the security of a socket when it is created.
 *
 * @throws ZMQError `EINVAL` when its keys do not belong together; `ENOTSUP` when there is no cryptography for CURVE.
 */
export function checkSecurity(local: Pick<LocalSocket, 'options'>): void {
  const { security } = local.options;
  if (security.mechanism === 'CURVE') ownPublicKey(security);
  mechanismOf(local);
}

import { ZMQError } from '../errors/zmq-error.js';
import { checkSeam, CRYPTOGRAPHY_SEAM } from '../registry/seams.js';
import { otherFormats, sharedSlot } from '../registry/shared-slot.js';
import type { CryptographyProvider } from './cryptography.js';

const SLOT = `core/${CRYPTOGRAPHY_SEAM}`;

/** The provider of all copies of this package with the same interfaces. */
function slot(): { provider: CryptographyProvider | undefined } {
  return sharedSlot(SLOT, () => ({ provider: undefined }));
}

/**
 * Makes a provider known; the first stays. `@zeromq-ts/security` does it when it is imported.
 *
 * @throws ZMQError `EINVAL` when the provider is made for another version of the seam.
 */
export function registerCryptography(provider: CryptographyProvider): void {
  checkSeam('The provider of cryptography', provider.seam, CRYPTOGRAPHY_SEAM);
  slot().provider ??= provider;
}

/** The provider of this process, if one was imported. */
export function registeredCryptography(): CryptographyProvider | undefined {
  return slot().provider;
}

/** @throws ZMQError `ENOTSUP` saying what to install. */
export function noCryptography(cause?: unknown): ZMQError {
  const others = otherFormats(SLOT);
  const loaded =
    others.length === 0
      ? ''
      : ` The one that is loaded brings ${others.join(', ')}, and the engine takes ${CRYPTOGRAPHY_SEAM}: update the ` +
        'packages of @zeromq-ts together.';
  return new ZMQError(
    'ENOTSUP',
    "CURVE on the engine zmtp needs the package '@zeromq-ts/security', which brings the cryptography. " +
      'Run `npm install @zeromq-ts/security`, and import it before the first socket with CURVE.' +
      loaded,
    { cause },
  );
}

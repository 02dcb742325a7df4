import { ZMQError } from '../errors/zmq-error.js';
import { sharedRegistry } from '../registry/shared-registry.js';
import type { CryptographyProvider } from './cryptography.js';

/** Makes a provider known; the first stays. `@zeromq-ts/security` does it when it is imported. */
export function registerCryptography(provider: CryptographyProvider): void {
  sharedRegistry().cryptography ??= provider;
}

/** The provider of this process, if one was imported. */
export function registeredCryptography(): CryptographyProvider | undefined {
  return sharedRegistry().cryptography;
}

/** @throws ZMQError `ENOTSUP` saying what to install. */
export function noCryptography(cause?: unknown): ZMQError {
  return new ZMQError(
    'ENOTSUP',
    "CURVE on the engine zmtp needs the package '@zeromq-ts/security', which brings the cryptography. " +
      'Run `npm install @zeromq-ts/security`, and import it before the first socket with CURVE.',
    { cause },
  );
}

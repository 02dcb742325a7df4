import type { CryptographyProvider, LocalSocket } from '@zeromq-ts/core/spi';
import { noCryptography, registeredCryptography } from '@zeromq-ts/core/spi';
import { requireHere } from '../optional-dependency.js';
import { curveMechanism } from '../zmtp/curve/curve-mechanism.js';
import type { Mechanism } from '../zmtp/mechanism.js';
import { nullMechanism } from '../zmtp/null-mechanism.js';
import { plainMechanism } from '../zmtp/plain-mechanism.js';
import { chosenMechanisms } from './chosen-mechanisms.js';

/** The one mechanism of a socket. */
export function mechanismOf({ options: { security } }: Pick<LocalSocket, 'options'>): Mechanism {
  if (security.mechanism === 'NULL') return nullMechanism;
  let mechanism = chosenMechanisms.get(security);
  if (mechanism === undefined) {
    mechanism =
      security.mechanism === 'PLAIN' ? plainMechanism(security) : curveMechanism(security, cryptographyProvider());
    chosenMechanisms.set(security, mechanism);
  }
  return mechanism;
}

/**
 * Who brings the cryptography: the package that was imported, or the one that is installed.
 *
 * @throws ZMQError `ENOTSUP` saying what to install.
 */
function cryptographyProvider(): CryptographyProvider {
  const imported = registeredCryptography();
  if (imported !== undefined) return imported;
  try {
    requireHere('@zeromq-ts/security');
  } catch (cause) {
    throw noCryptography(cause);
  }
  const brought = registeredCryptography();
  if (brought === undefined) throw noCryptography();
  return brought;
}

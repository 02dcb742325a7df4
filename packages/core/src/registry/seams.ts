import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

// The versions of the seams between packages that are released independently. A version is raised when one side of the
// seam no longer works with implementations of the other side (docs/decisions/versioned-seams.md). Registered objects
// carry the version that they were written for, as a literal: a constant of core would be that of the installed core.

/** `Engine`, and all that it is given and gives. */
export const ENGINE_SEAM = 'engine@2';
/** `Transport`, `PeerLink`. */
export const TRANSPORT_SEAM = 'transport@2';
/** `SocketTypeDefinition`, `Routing`, `Pipe`. */
export const ROUTING_SEAM = 'routing@2';
/** `CryptographyProvider`, `Cryptography`. */
export const CRYPTOGRAPHY_SEAM = 'cryptography@1';

/**
 * Checks that something was made for a seam as this copy of the package has it.
 *
 * @param what Says what it is: `The engine 'zmtp'`.
 * @param found The version that it carries.
 * @throws ZMQError `EINVAL` naming both versions, and what to do.
 */
export function checkSeam(what: string, found: unknown, expected: string): void {
  if (found === expected) return;
  const madeFor = typeof found === 'string' ? `is made for ${found}` : `has ${showValue(found)} as its property seam`;
  throw new ZMQError(
    'EINVAL',
    `${what} ${madeFor}, and this copy of @zeromq-ts/core takes ${expected}. Update the packages of @zeromq-ts together ` +
      '(`npm ls @zeromq-ts/core` shows which copies are installed).',
  );
}

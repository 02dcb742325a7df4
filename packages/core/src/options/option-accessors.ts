import type { SecurityOptions } from './security-options.js';
import { showValue } from '../errors/show-value.js';

/** The options that secure a socket, whatever engine it has. Their rules come with the engine. */
export const SECURITY_OPTION_NAMES: readonly string[] = Object.keys({
  curveServer: true,
  curvePublicKey: true,
  curveSecretKey: true,
  curveServerKey: true,
  plainServer: true,
  plainUsername: true,
  plainPassword: true,
  securityDomain: true,
  enforceSecurityDomain: true,
  authenticate: true,
  authenticateTimeout: true,
} satisfies Record<keyof SecurityOptions, true>);

/**
 * Makes assignments such as `socket.receiveTimeout = 5` errors. Options belong to the constructor; without this, the
 * assignment would add a property to the object, and change nothing.
 *
 * Objects are not sealed instead: a spy of a test framework (`vi.spyOn(socket, 'send')`) and the fields of a subclass are
 * properties that are added to the object.
 *
 * @param prototype Where the options are not assigned to.
 * @param names The names of the options.
 * @param advice What to do instead. It gets the name of the option.
 */
export function refuseAssignedOptions(
  prototype: object,
  names: readonly string[],
  advice: (name: string) => string,
): void {
  for (const name of names) {
    if (Object.hasOwn(prototype, name)) continue;
    Object.defineProperty(prototype, name, {
      configurable: true,
      enumerable: false,
      get: () => undefined,
      set(value: unknown) {
        throw new TypeError(`${name} cannot be set to ${shown(value)} here. ${advice(name)}`);
      },
    });
  }
}

/** Text may be a password or a key. */
function shown(value: unknown): string {
  return typeof value === 'string' ? 'a string' : showValue(value);
}

/**
 * The security mechanisms (RFC 37, RFC 24, RFC 26), by name. A package with a mechanism of its own adds its name, so that
 * `MechanismName` has it.
 *
 * ```ts ignore
 * declare module '@zeromq-ts/core' {
 *   interface MechanismKinds {
 *     TOKEN: true;
 *   }
 * }
 * ```
 */
export interface MechanismKinds {
  readonly NULL: true;
  readonly PLAIN: true;
  readonly CURVE: true;
}

/** Options of the mechanisms of other packages, which add theirs. Sockets whose engine has the mechanism accept them. */
export interface MechanismOptions {}

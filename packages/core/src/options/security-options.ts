import type { AuthenticationOptions } from '../security/authentication-options.js';
import type { CurveOptions } from '../security/curve-options.js';
import type { PlainOptions } from '../security/plain-options.js';

/**
 * Options that secure a socket over tcp and ipc; they have no effect over `inproc`, which stays within the process.
 * Names are those of the npm package `zeromq`. A socket has one mechanism and never falls back to a weaker one: a peer
 * with another mechanism is refused.
 *
 * Keys are Z85 text of 40 characters, or 32 bytes; `@zeromq-ts/security` generates them. Secret keys and passwords do
 * not appear in errors, events or `util.inspect` output.
 */
export interface SecurityOptions extends CurveOptions, PlainOptions, AuthenticationOptions {}

/** The name of an option that concerns security. */
export type SecurityOptionName = keyof SecurityOptions;

import type { OptionRules } from '../options/option-rule.js';
import type { SecurityOptions } from '../options/security-options.js';
import { securityWarning } from './security-warning.js';
import { AUTHENTICATION_OPTIONS } from './authentication-options.js';
import { CURVE_OPTIONS } from './curve-options.js';
import { PLAIN_OPTIONS } from './plain-options.js';
import type { GivenSecurity, SecuritySettings } from './security-settings.js';
import { resolveSecurity } from './security-settings.js';

/**
 * How the connections of an engine can be secured: the options for it, and what they mean together. A socket has it
 * from its engine, so that a bundle that leaves the engine out leaves it out, too.
 */
export interface SecurityScheme {
  /** The options, each alone. */
  readonly rules: OptionRules;
  /**
   * Puts together what was given of them.
   *
   * @throws ZMQError `EINVAL` for options that do not fit together, or that lack another one.
   */
  resolve(given: GivenSecurity): SecuritySettings;
  /** What to warn of, if these settings look safer than they are. */
  warningOf(settings: SecuritySettings): string | undefined;
}

let rules: OptionRules<SecurityOptions> | undefined;

/** The mechanisms of ZMTP: NULL, PLAIN and CURVE, with the options of `SecurityOptions`. */
export const ZMTP_SECURITY: SecurityScheme = {
  // Put together when it is asked for, so that bundlers leave it out where no engine does.
  get rules() {
    rules ??= { ...CURVE_OPTIONS, ...PLAIN_OPTIONS, ...AUTHENTICATION_OPTIONS };
    return rules;
  },
  resolve: resolveSecurity,
  warningOf: securityWarning,
};

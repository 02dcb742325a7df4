import type { OptionRules } from '../options/option-rule.js';
import { isSecurityText, SECURITY_FLAG, SECURITY_NAME } from './security-option.js';

/** Options of the mechanism PLAIN. */
export interface PlainOptions {
  /**
   * This socket is the PLAIN server and requires a user name and password from its peers. Nothing is encrypted. Default
   * false. libzmq: `ZMQ_PLAIN_SERVER`.
   */
  readonly plainServer?: boolean | null | undefined;
  /** This socket is a PLAIN client with this user name, of 1 to 255 bytes. libzmq: `ZMQ_PLAIN_USERNAME`. */
  readonly plainUsername?: string | null | undefined;
  /**
   * The password of the PLAIN client, at most 255 bytes; it is sent unencrypted. Default: the empty string. libzmq:
   * `ZMQ_PLAIN_PASSWORD`.
   */
  readonly plainPassword?: string | null | undefined;
}

/** @see PlainOptions */
export const PLAIN_OPTIONS = {
  plainServer: SECURITY_FLAG,
  plainUsername: SECURITY_NAME,
  plainPassword: {
    accepts: 'a password of 0 to 255 bytes in UTF-8',
    fallback: undefined,
    confidential: true,
    check: (value: unknown) => isSecurityText(value),
  },
} satisfies OptionRules<PlainOptions>;

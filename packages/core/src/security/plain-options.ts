import type { OptionRules } from '../options/option-rule.js';
import { isSecurityText, SECURITY_FLAG, SECURITY_NAME } from './security-option.js';

/** Options of the mechanism PLAIN. */
export interface PlainOptions {
  /**
   * This socket is the PLAIN server and requires a user name and password from its peers. Nothing is encrypted. Default
   * false. libzmq: `ZMQ_PLAIN_SERVER`.
   */
  readonly plainServer?: boolean | null | undefined;
  /** This socket is a PLAIN client with this user name, of 1 to 255 bytes; text is sent as UTF-8. libzmq: `ZMQ_PLAIN_USERNAME`. */
  readonly plainUsername?: string | Uint8Array | null | undefined;
  /**
   * The password of the PLAIN client, at most 255 bytes; it is sent unencrypted, text as UTF-8. Default: the empty string. libzmq:
   * `ZMQ_PLAIN_PASSWORD`.
   */
  readonly plainPassword?: string | Uint8Array | null | undefined;
}

/** @see PlainOptions */
export const PLAIN_OPTIONS = {
  plainServer: SECURITY_FLAG,
  plainUsername: SECURITY_NAME,
  plainPassword: {
    accepts: 'a password of 0 to 255 bytes, as text (UTF-8) or bytes',
    fallback: undefined,
    confidential: true,
    check: (value: unknown) => isSecurityText(value),
  },
} satisfies OptionRules<PlainOptions>;

import { MAX_DURATION_MS, type OptionRules } from '../options/option-rule.js';
import type { AuthenticateOption } from './authentication.js';
import { areKeys, describeKeys } from './keys.js';
import { isAuthenticator, SECURITY_FLAG, SECURITY_NAME } from './security-option.js';

/** Options of the side that authenticates its peers, with any mechanism. */
export interface AuthenticationOptions {
  /**
   * The domain passed to the authenticator, of 1 to 255 bytes. If it is set and there is no authenticator, every peer is
   * refused, unless `enforceSecurityDomain` is false. libzmq: `ZMQ_ZAP_DOMAIN`.
   */
  readonly securityDomain?: string | Uint8Array | null | undefined;
  /**
   * Whether peers are refused when `securityDomain` is set and there is no authenticator. False admits those of NULL and CURVE,
   * as libzmq does by default; those of PLAIN are refused in any case. Default true. libzmq: `ZMQ_ZAP_ENFORCE_DOMAIN`.
   */
  readonly enforceSecurityDomain?: boolean | null | undefined;
  /**
   * Decides which peers may connect: a callback, an authenticator such as a `CertificateStore`, or a set of public
   * keys. A peer is admitted only if it is accepted; if the authenticator throws, rejects, or takes longer than
   * `authenticateTimeout`, the peer is refused. Default: the ZAP handler (RFC 27) bound to `inproc://zeromq.zap.01` in
   * this context and engine, if there is one.
   */
  readonly authenticate?: AuthenticateOption | null | undefined;
  /** How long `authenticate`, or a ZAP handler, may take. Default 5000. */
  readonly authenticateTimeout?: number | null | undefined;
}

/** @see AuthenticationOptions */
export const AUTHENTICATION_OPTIONS = {
  securityDomain: SECURITY_NAME,
  enforceSecurityDomain: { ...SECURITY_FLAG, fallback: true },
  authenticate: {
    accepts: 'a function, an object with a method authenticate, or a set of public keys',
    fallback: undefined,
    confidential: true,
    describe: describeKeys,
    check: (value: unknown) => typeof value === 'function' || isAuthenticator(value) || areKeys(value),
  },
  authenticateTimeout: {
    accepts: 'milliseconds from 1 to 2147483647, or Infinity',
    fallback: 5000,
    check: (value: unknown) =>
      typeof value === 'number' && value >= 1 && (value === Infinity || value <= MAX_DURATION_MS),
  },
} satisfies OptionRules<AuthenticationOptions>;

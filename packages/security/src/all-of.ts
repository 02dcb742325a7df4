import type { AuthenticateCallback, AuthenticationAnswer, Authenticator } from '@zeromq-ts/core';
import { authenticationResultOf } from '@zeromq-ts/core/spi';

/**
 * Combines several authenticators into one that admits a peer only if all of them do. They are called in order, up to
 * the first that refuses or returns an invalid answer. The user id and the metadata of the peer are those of the last
 * authenticator that returns a user id; the connection ends when any of them revokes its admission. Without
 * authenticators, every peer is refused.
 *
 * @example
 * ```ts ignore
 * const authenticate = allOf(new AddressList({ allow: ['10.0.0.0/8'] }), new CertificateStore('clients'));
 * ```
 */
export function allOf(...authenticators: readonly (Authenticator | AuthenticateCallback)[]): AuthenticateCallback {
  return async (request) => {
    let answer: AuthenticationAnswer = false;
    const signals: AbortSignal[] = [];
    for (const authenticator of authenticators) {
      const next: AuthenticationAnswer =
        typeof authenticator === 'function' ? await authenticator(request) : await authenticator.authenticate(request);
      const verdict = authenticationResultOf(next);
      if (next === false) return false;
      if (!verdict.allowed) return { refuse: verdict.reason, status: verdict.status };
      if (verdict.signal !== undefined) signals.push(verdict.signal);
      if (next !== true || answer === false) answer = next;
    }
    if (signals.length === 0 || typeof answer !== 'object') return answer;
    return { ...answer, signal: signals.length === 1 ? signals[0] : AbortSignal.any(signals) };
  };
}

import type { AuthenticateCallback, AuthenticationAnswer, Authenticator } from '@zeromq-ts/core';

/**
 * An authenticator that lets in whom all of these let in, asked one after the other. Who the peer is, is what the last
 * that names it says.
 *
 * @example
 * ```ts ignore
 * const authenticate = allOf(new AddressList({ allow: ['10.0.0.0/8'] }), new CertificateStore('clients'));
 * ```
 */
export function allOf(...authenticators: readonly (Authenticator | AuthenticateCallback)[]): AuthenticateCallback {
  return async (request) => {
    let answer: AuthenticationAnswer = false;
    for (const authenticator of authenticators) {
      const next: AuthenticationAnswer =
        typeof authenticator === 'function' ? await authenticator(request) : await authenticator.authenticate(request);
      const accepted = next === true || (typeof next === 'object' && next !== null && 'userId' in next);
      if (!accepted) return next;
      if (next !== true || answer === false) answer = next;
    }
    return answer;
  };
}

import type { SecuritySettings } from './security-settings.js';

/** What to warn of, if these settings look safer than they are. */
export function securityWarning({ mechanism, server, authenticate, domain }: SecuritySettings): string | undefined {
  if (mechanism !== 'CURVE' || !server || authenticate !== undefined || domain !== undefined) return undefined;
  return (
    'This CURVE server does not authenticate its clients: the traffic is encrypted, but every client that knows its public key is ' +
    'admitted, unless a ZAP handler is bound. Set authenticate to a set of public keys, a CertificateStore or a callback.'
  );
}

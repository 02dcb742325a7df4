import type { SecuritySettings } from './security-settings.js';

/** What to warn of, if these settings look safer than they are. */
export function safetyWarning({ mechanism, server, authenticate, domain }: SecuritySettings): string | undefined {
  if (mechanism !== 'CURVE' || !server || authenticate !== undefined || domain !== undefined) return undefined;
  return (
    'This CURVE server has nobody to judge its clients: the traffic is encrypted, but whoever knows its public key is ' +
    'let in, unless a ZAP handler is bound. Set authenticate to the public keys, the CertificateStore or the callback that knows them.'
  );
}

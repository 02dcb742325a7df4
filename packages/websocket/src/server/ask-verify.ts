import type { AuthenticatedPeer } from '@zeromq-ts/transports/internal';
import type { UpgradeRequest, UpgradeVerdict, WebSocketSettings } from '../options/web-socket-options.js';
import type { HttpRefusal } from './http-refusal.js';

/** What `verify` has decided. */
export type Verified = { readonly admission: AuthenticatedPeer | undefined } | { readonly refusal: HttpRefusal };

const ADMITTED: Verified = { admission: undefined };

/** Asks the option `verify`. Every answer but an explicit acceptance is a refusal. */
export async function askVerify(verify: WebSocketSettings['verify'], request: UpgradeRequest): Promise<Verified> {
  if (verify === undefined) return ADMITTED;
  let verdict: UpgradeVerdict;
  try {
    verdict = await verify(request);
  } catch {
    // What it has thrown is not for the client.
    return { refusal: { status: 500, text: 'The request could not be verified.' } };
  }
  if (verdict === true) return ADMITTED;
  if (typeof verdict === 'object' && verdict !== null && !('refuse' in verdict) && typeof verdict.userId === 'string') {
    const metadata = new Map(Object.entries(verdict.metadata ?? {}));
    return { admission: { allowed: true, userId: verdict.userId, metadata } };
  }
  const { refuse = 'The request was refused.', status = 403 } =
    typeof verdict === 'object' && verdict !== null && 'refuse' in verdict ? verdict : {};
  const valid = Number.isInteger(status) && status >= 400 && status <= 599;
  return {
    refusal: { status: valid ? status : 403, text: typeof refuse === 'string' ? refuse : 'The request was refused.' },
  };
}

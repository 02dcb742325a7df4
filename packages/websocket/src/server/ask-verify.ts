import { authenticationResultOf } from '@zeromq-ts/core/spi';
import type { AuthenticatedPeer } from '@zeromq-ts/transports/internal';
import type { UpgradeRefusal, UpgradeRequest, WebSocketSettings } from '../options/web-socket-options.js';
import type { HttpRefusal } from './http-refusal.js';

/** What `verify` has decided. */
export type Verified = { readonly admission: AuthenticatedPeer | undefined } | { readonly refusal: HttpRefusal };

const ADMITTED: Verified = { admission: undefined };

/** Asks the option `verify`. Every answer but an explicit acceptance is a refusal. Never rejects. */
export async function askVerify(verify: WebSocketSettings['verify'], request: UpgradeRequest): Promise<Verified> {
  if (verify === undefined) return ADMITTED;
  try {
    return verifiedOf(await verify(request));
  } catch (cause) {
    const what = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'it threw a value that is not an Error';
    return unverified(`verify failed (${what})`, cause);
  }
}

/** Reads an answer: it is of the application, and reading it may throw. */
function verifiedOf(answer: unknown): Verified {
  if (answer === true) return ADMITTED;
  const given = typeof answer === 'object' && answer !== null ? answer : {};
  const { refuse, status = 403, userId, metadata } = given as Partial<UpgradeRefusal> & Record<string, unknown>;
  if (typeof userId === 'string' && refuse === undefined) {
    // The same rules as for the answers of `authenticate`.
    const result = authenticationResultOf({ userId, metadata });
    return result.allowed ? { admission: result } : unverified(result.reason.replace('authenticate', 'verify'));
  }
  const valid = Number.isInteger(status) && status >= 400 && status <= 599;
  return {
    refusal: { status: valid ? status : 403, text: typeof refuse === 'string' ? refuse : 'The request was refused.' },
  };
}

/** What is wrong with `verify` is not for the client. */
function unverified(detail: string, cause?: unknown): Verified {
  return { refusal: { status: 500, text: 'The request could not be verified.', detail, cause } };
}

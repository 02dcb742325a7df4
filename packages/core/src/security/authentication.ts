import { textLength } from '../runtime/bytes.js';
import { clearTimeout, setTimeout, unref } from '../runtime/timers.js';

/** The security mechanisms (RFC 37, RFC 24, RFC 26). */
export type MechanismName = 'NULL' | 'PLAIN' | 'CURVE';

/** Who asks to be let in: what an authenticator is given to judge. */
export interface AuthenticationRequest {
  /** The mechanism of the connection. With `'NULL'` there is nothing to go by but the address. */
  readonly mechanism: MechanismName;
  /** The option `securityDomain` of the socket; empty when it has none. */
  readonly domain: string;
  /** The IP address of the peer, without port; empty over ipc, which is this machine. */
  readonly address: string;
  /** CURVE: the public key of the peer as Z85 text. It is proven: the peer has the secret key to it. */
  readonly publicKey?: string | undefined;
  /** PLAIN: the name that the peer claims. */
  readonly username?: string | undefined;
  /** PLAIN: the password that it gives. Not enumerable, so that a printed request does not show it. */
  readonly password?: string | undefined;
}

/** Lets the peer in. */
export interface Acceptance {
  /** Who it is, to be found in the peer of events and messages (ZAP: the user id). */
  readonly userId: string;
  /** What else is known of it, to be found beside it. Names are those of ZMTP properties: letters, digits, `- _ . +`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Refuses the peer. */
export interface Refusal {
  /** Why: for the event `handshake-failed` on this side. The peer is told the status alone. */
  readonly refuse: string;
  /** 300: try again later. 400 (default): these credentials will not do. 500: something is wrong here. */
  readonly status?: 300 | 400 | 500 | undefined;
}

/**
 * `true` lets the peer in without a name; `false` refuses it. Anything else refuses it, too. An object with a `userId` and
 * a `refuse` that is not `undefined` refuses.
 */
export type AuthenticationAnswer = boolean | Acceptance | Refusal;

/** Judges who may connect. It may take its time; when it throws or rejects, the peer is refused. */
export type AuthenticateCallback = (
  request: AuthenticationRequest,
) => AuthenticationAnswer | Promise<AuthenticationAnswer>;

/** Something that judges who may connect: a `CertificateStore`, a `PasswordTable`, an `AddressList`, or your own. */
export interface Authenticator {
  authenticate(request: AuthenticationRequest): AuthenticationAnswer | Promise<AuthenticationAnswer>;
}

/** What the option `authenticate` takes: a callback, an authenticator, or the public keys of those who may connect. */
export type AuthenticateOption = AuthenticateCallback | Authenticator | Iterable<string | Uint8Array>;

/** What came of it. */
export type Verdict =
  | { readonly allowed: true; readonly userId: string; readonly metadata: ReadonlyMap<string, string> }
  | { readonly allowed: false; readonly status: 300 | 400 | 500; readonly reason: string; readonly cause?: unknown };

/** A property name of ZMTP (RFC 37, "Connection Metadata"). */
const NAME = /^[A-Za-z0-9\-_.+]{1,255}$/;
const LONGEST_USER_ID = 255;
const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** Asks an authenticator. Never rejects: whatever goes wrong is a refusal. */
export async function judge(
  callback: AuthenticateCallback,
  request: AuthenticationRequest,
  timeout: number,
): Promise<Verdict> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Verdict>((resolve) => {
    if (timeout === Infinity) return;
    const reason = `authenticate took longer than authenticateTimeout, ${timeout} ms`;
    timer = setTimeout(() => resolve({ allowed: false, status: 300, reason }), timeout);
    unref(timer);
  });
  try {
    return await Promise.race([answerOf(callback, request), late]);
  } catch (cause) {
    const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'it threw a value that is not an Error';
    return { allowed: false, status: 500, reason: `authenticate failed (${text})`, cause };
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(callback: AuthenticateCallback, request: AuthenticationRequest): Promise<Verdict> {
  return verdictOf(await callback(request));
}

/**
 * What an answer of an authenticator means. Only `true`, and an object with a `userId` and without `refuse`, let a peer
 * in: an answer with both refuses, and so does everything else.
 */
export function verdictOf(answer: unknown): Verdict {
  if (answer === true) return { allowed: true, userId: '', metadata: NO_METADATA };
  if (answer === false) return { allowed: false, status: 400, reason: 'authenticate refused it' };
  if (typeof answer === 'object' && answer !== null) {
    const { refuse, status, userId, metadata } = answer as Partial<Refusal & Acceptance>;
    if (typeof refuse === 'string') {
      return { allowed: false, status: status === 300 || status === 500 ? status : 400, reason: refuse };
    }
    if (typeof userId === 'string' && refuse === undefined) return accepted(userId, metadata);
  }
  return broken('neither true, nor false, nor an object with userId or refuse');
}

function accepted(userId: string, metadata: unknown): Verdict {
  if (textLength(userId) > LONGEST_USER_ID) return broken('a userId of more than 255 bytes');
  if (metadata === undefined) return { allowed: true, userId, metadata: NO_METADATA };
  if (typeof metadata !== 'object' || metadata === null) return broken('metadata that is not an object');
  const entries = Object.entries(metadata);
  for (const [name, value] of entries) {
    if (!NAME.test(name) || typeof value !== 'string') {
      return broken('metadata with an invalid property name, or with a value that is not a string');
    }
  }
  return { allowed: true, userId, metadata: new Map(entries as [string, string][]) };
}

function broken(what: string): Verdict {
  return { allowed: false, status: 500, reason: `authenticate returned ${what}` };
}

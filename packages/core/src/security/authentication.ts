import type { HandshakeRule } from '../events/handshake-rule.js';
import { textLength } from '../runtime/bytes.js';
import { isAbortSignal } from '../runtime/environment.js';
import { clearTimeout, setTimeout, unref } from '../runtime/timers.js';
import type { MechanismKinds } from './mechanism-kinds.js';

/** The name of a security mechanism. */
export type MechanismName = keyof MechanismKinds;

/** The credentials of a peer, passed to an authenticator. */
export interface AuthenticationRequest {
  /** The mechanism of the connection. With `'NULL'`, only the address is known. */
  readonly mechanism: MechanismName;
  /** The option `securityDomain` of the socket, as text; empty when it has none. */
  readonly domain: string;
  /** The IP address of the peer, without port; empty over ipc. */
  readonly address: string;
  /** CURVE: the public key of the peer as Z85 text. The peer has proved that it has the secret key. */
  readonly publicKey?: string | undefined;
  /** PLAIN: the user name sent by the peer. */
  readonly username?: string | undefined;
  /** PLAIN: the password sent by the peer. Not enumerable, so that a printed request does not show it. */
  readonly password?: string | undefined;
}

/** Admits the peer. */
export interface Acceptance {
  /** The identity of the peer: `peer.userId` of events and messages (the ZAP user id). */
  readonly userId: string;
  /** Further data: `peer.metadata`. Names are those of ZMTP properties: letters, digits, `- _ . +`. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * Ends the connection when it is aborted: the peer is admitted no longer. Messages queued for the peer are dropped; messages that
   * have arrived from it can still be received. No effect on the engine `libzmq`.
   */
  readonly signal?: AbortSignal | undefined;
}

/** Refuses the peer. */
export interface Refusal {
  /** The reason, for the event `handshake-failed` on this side. Only the status is sent to the peer. */
  readonly refuse: string;
  /** 300: try again later. 400 (default): credentials not accepted. 500: internal error. */
  readonly status?: 300 | 400 | 500 | undefined;
}

/**
 * `true` admits the peer without a user id; `false` refuses it. Any other value also refuses it, and so does an object
 * with both a `userId` and a `refuse` that is not `undefined`.
 */
export type AuthenticationAnswer = boolean | Acceptance | Refusal;

/** Decides whether a peer may connect. May be asynchronous; if it throws or rejects, the peer is refused. */
export type AuthenticateCallback = (
  request: AuthenticationRequest,
) => AuthenticationAnswer | Promise<AuthenticationAnswer>;

/** Decides which peers may connect: a `CertificateStore`, a `PasswordTable`, an `AddressList`, or your own. */
export interface Authenticator {
  authenticate(request: AuthenticationRequest): AuthenticationAnswer | Promise<AuthenticationAnswer>;
}

/** The option `authenticate`: a callback, an authenticator, or the public keys of the peers that may connect. */
export type AuthenticateOption = AuthenticateCallback | Authenticator | Iterable<string | Uint8Array>;

/** The result of authentication. */
export type AuthenticationResult =
  | {
      readonly allowed: true;
      readonly userId: string;
      readonly metadata: ReadonlyMap<string, string>;
      /** Ends the connection when it is aborted. */
      readonly signal?: AbortSignal | undefined;
    }
  | {
      readonly allowed: false;
      readonly status: 300 | 400 | 500;
      readonly reason: string;
      readonly cause?: unknown;
      /** What a ZAP handler has broken. */
      readonly rule?: HandshakeRule;
    };

/** A property name of ZMTP (RFC 37, "Connection Metadata"). */
const NAME = /^[A-Za-z0-9\-_.+]{1,255}$/;
const MAX_USER_ID_BYTES = 255;
const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** Calls an authenticator. Never rejects: any failure is a refusal. */
export async function judge(
  callback: AuthenticateCallback,
  request: AuthenticationRequest,
  timeout: number,
): Promise<AuthenticationResult> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<AuthenticationResult>((resolve) => {
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

async function answerOf(callback: AuthenticateCallback, request: AuthenticationRequest): Promise<AuthenticationResult> {
  return authenticationResultOf(await callback(request));
}

/**
 * Interprets the answer of an authenticator. Only `true`, and an object with a `userId` and without `refuse`, admit a
 * peer; an answer with both refuses, and so does any other value.
 */
export function authenticationResultOf(answer: unknown): AuthenticationResult {
  if (answer === true) return { allowed: true, userId: '', metadata: NO_METADATA };
  if (answer === false) return { allowed: false, status: 400, reason: 'authenticate refused it' };
  if (typeof answer === 'object' && answer !== null) {
    const { refuse, status, userId, metadata, signal } = answer as Partial<Refusal & Acceptance>;
    if (typeof refuse === 'string') {
      return { allowed: false, status: status === 300 || status === 500 ? status : 400, reason: refuse };
    }
    if (typeof userId === 'string' && refuse === undefined) return accepted(userId, metadata, signal);
  }
  return broken('neither true, nor false, nor an object with userId or refuse');
}

function accepted(userId: string, metadata: unknown, signal: unknown): AuthenticationResult {
  if (textLength(userId) > MAX_USER_ID_BYTES) return broken('a userId of more than 255 bytes');
  if (signal !== undefined && !isAbortSignal(signal)) return broken('a signal that is not an AbortSignal');
  const ended = signal === undefined ? {} : { signal };
  if (metadata === undefined) return { allowed: true, userId, metadata: NO_METADATA, ...ended };
  if (typeof metadata !== 'object' || metadata === null) return broken('metadata that is not an object');
  const entries = Object.entries(metadata);
  for (const [name, value] of entries) {
    if (!NAME.test(name) || typeof value !== 'string') {
      return broken('metadata with an invalid property name, or with a value that is not a string');
    }
  }
  return { allowed: true, userId, metadata: new Map(entries as [string, string][]), ...ended };
}

function broken(what: string): AuthenticationResult {
  return { allowed: false, status: 500, reason: `authenticate returned ${what}` };
}

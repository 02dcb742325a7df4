import { createHash, timingSafeEqual } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { ZMQError } from '@zeromq-ts/core';
import type { DashboardAuth, DashboardRequest } from './dashboard-options.js';

const MIN_TOKEN_LENGTH = 16;

/** On every response: no script but that of the page, in no frame, nothing to other origins. */
const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** Sets the headers that every response has. */
export function setHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/** An answer instead of what was asked for. */
export interface Refusal {
  readonly status: number;
  readonly reason: string;
}

/**
 * Why a request is refused before its token is looked at: its `Host` is a name that leads here by DNS rebinding, a page of another
 * origin has made it, or it has a query, which this server has no use for, and which would be a place for tokens that
 * ends in logs.
 */
export function refusalOf(request: DashboardRequest, allowHosts: readonly string[]): Refusal | undefined {
  const { host, origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const name = hostName(host);
  if (name === undefined || !(isLoopback(name) || allowHosts.some((each) => each.toLowerCase() === name))) {
    return { status: 421, reason: 'The Host of the request is not one of this server; allow it by its name.' };
  }
  if (origin !== undefined && !isSameOrigin(origin, host ?? '', request)) {
    return { status: 403, reason: 'The request is from a page of another origin.' };
  }
  if ((site === 'cross-site' || site === 'same-site') && request.headers['sec-fetch-mode'] !== 'navigate') {
    return { status: 403, reason: 'The request is from a page of another site.' };
  }
  if ((request.originalUrl ?? request.url ?? '').includes('?')) {
    return { status: 400, reason: 'There is no query here: a token goes into the header Authorization.' };
  }
  return undefined;
}

/** Whether a request may see figures. @throws ZMQError for a token that is too short, at once. */
export function authorizer(auth: DashboardAuth): (request: DashboardRequest) => boolean | Promise<boolean> {
  if (auth === false) return () => true;
  if (typeof auth === 'function') return auth;
  if (typeof auth?.token !== 'string' || auth.token.length < MIN_TOKEN_LENGTH) {
    throw new ZMQError(
      'EINVAL',
      `The option auth of dashboard is a token of at least ${MIN_TOKEN_LENGTH} characters, a function, or false.`,
    );
  }
  const expected = digest(auth.token);
  return ({ headers }) => {
    const given = /^Bearer +(\S+)$/iu.exec(headers.authorization ?? '')?.[1] ?? '';
    // Of the same length whatever was given, in a time that does not depend on where they differ.
    return timingSafeEqual(digest(given), expected);
  };
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** Without the port; in lower case. */
function hostName(host: string | undefined): string | undefined {
  return /^(?<name>\[[\da-f:.]+\]|[^:[\]@/\\?#\s]+)(?::\d{1,5})?$/iu.exec(host ?? '')?.groups?.['name']?.toLowerCase();
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(name);
}

/** Whether the page of an origin is the one from this host. A proxy may speak TLS for a server that does not. */
function isSameOrigin(origin: string, host: string, request: DashboardRequest): boolean {
  const isSecure = (request.socket as Partial<TLSSocket>).encrypted === true;
  return origin === `https://${host}` || (!isSecure && origin === `http://${host}`);
}

import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { UpgradeRequest } from '../options/web-socket-options.js';
import { printable } from './http-refusal.js';

/** The most characters of a header that are remembered. */
const MAX_CLAIM_CHARACTERS = 512;

/** The path of a request, and its query. */
export function targetOf({ url = '/' }: IncomingMessage): { readonly path: string; readonly query: string } {
  // A request may name the whole URL (RFC 9112, section 3.2.2).
  const target = url.startsWith('/') ? url : url.replace(/^[a-z]+:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  return { path: path === '' ? '/' : path, query: mark === -1 ? '' : target.slice(mark + 1) };
}

/** The IP address of the client. */
export function clientAddress({ headers }: IncomingMessage, socket: Socket, trustProxy: boolean): string | undefined {
  const forwarded = headers['x-forwarded-for'];
  if (trustProxy && typeof forwarded === 'string') {
    const last = forwarded.split(',').at(-1)?.trim();
    if (last !== undefined && last !== '') return printable(last);
  }
  return socket.remoteAddress?.replace(/^::ffff:/i, '');
}

/** What `verify` is asked with. */
export function upgradeRequest(request: IncomingMessage, remoteAddress: string | undefined): UpgradeRequest {
  const { headers } = request;
  return { ...targetOf(request), origin: headers.origin, headers, remoteAddress };
}

/** What is remembered of the request, as what the peer claims of itself. */
export function claimsOf(request: IncomingMessage): ReadonlyMap<string, string> {
  const { origin, 'user-agent': userAgent } = request.headers;
  const claims = new Map<string, string>();
  const claim = (name: string, value: string | undefined): void => {
    if (value !== undefined) claims.set(name, printable(value.slice(0, MAX_CLAIM_CHARACTERS)));
  };
  claim('x-origin', origin);
  claim('x-user-agent', userAgent);
  return claims;
}

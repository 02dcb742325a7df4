import { isIP } from 'node:net';
import type { WebSocketSettings } from '../options/web-socket-options.js';
import { printable, type HttpRefusal } from './http-refusal.js';

/**
 * Whether the page that connects may: by default, pages of the host that the request is for. Anything else would let a
 * page of any site connect with the cookies of its visitors. Clients that are no browsers send no origin.
 */
export function checkOrigin(
  origin: string | undefined,
  host: string | undefined,
  { allowedOrigins }: WebSocketSettings,
): HttpRefusal | undefined {
  if (origin === undefined || allowedOrigins === '*') return undefined;
  if (isAllowed(origin, host, allowedOrigins)) return undefined;
  return {
    status: 403,
    text: `Pages of the origin ${printable(origin)} may not connect here.`,
    detail: 'webSocket.allowedOrigins lists the origins that may.',
  };
}

/** Whether a function of the application allows an origin. One that throws does not, nor one that returns a promise. */
function isConsent(allows: (origin: string) => unknown, origin: string): boolean {
  try {
    const answer = allows(origin);
    if (answer instanceof Promise) answer.catch(() => {});
    return answer === true;
  } catch {
    return false;
  }
}

function isAllowed(
  origin: string,
  host: string | undefined,
  allowed: Exclude<WebSocketSettings['allowedOrigins'], '*'>,
): boolean {
  if (typeof allowed === 'function') return isConsent(allowed, origin);
  if (allowed !== undefined) return allowed.some((each) => each.toLowerCase() === origin.toLowerCase());
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: from } = new URL(origin);
  if (from === '' || !/^https?:$/.test(protocol)) return false;
  // The default port of the page's scheme may be written in Host, or left out.
  const to = `${protocol}//${host}`;
  return URL.canParse(to) && new URL(to).host === from;
}

/**
 * Whether the request is for a name of this server. A server on a loopback address is for programs of this machine, so
 * that a page must not reach it under a name of its own that resolves there (DNS rebinding).
 */
export function checkHost(
  host: string | undefined,
  localAddress: string | undefined,
  { allowedHosts }: WebSocketSettings,
): HttpRefusal | undefined {
  const name = hostName(host);
  if (
    allowedHosts !== undefined ? allowedHosts.some((each) => each.toLowerCase() === name) : isFine(name, localAddress)
  ) {
    return undefined;
  }
  return {
    status: 403,
    text: 'This server is not to be addressed by that host name.',
    detail: `The host name is ${JSON.stringify(printable(name))}; webSocket.allowedHosts lists those that are.`,
  };
}

function hostName(host: string | undefined): string {
  return (host ?? '')
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1');
}

function isFine(name: string, localAddress: string | undefined): boolean {
  if (localAddress === undefined || !/^(?:127\.|::1$|::ffff:127\.)/.test(localAddress)) return true;
  return name === '' || isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost');
}

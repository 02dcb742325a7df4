import { showValue } from '../errors/show-value.js';
import { isIpv4 } from './ipv4.js';
import { canonicalIpv6 } from './ipv6.js';
import type { Malformed } from './malformed.js';
import type { TcpHost } from './types.js';

const ACCEPTED =
  'a host is a name, an IPv4 address, an IPv6 address in brackets, an interface name, or * to bind to all interfaces';

/**
 * Parses the host of a tcp endpoint.
 *
 * @param text - The host, with its brackets if it has any. Brackets round something else than an IPv6 address are
 * dropped, as libzmq does (`unittests/unittest_ip_resolver.cpp`).
 * @throws ZMQError `EINVAL`.
 *
 * @example
 * ```ts
 * parseHost('[::1]', malformedIn('tcp://[::1]:5555')); // { kind: 'ipv6', address: '::1' }
 * ```
 */
export function parseHost(text: string, malformed: Malformed): TcpHost {
  const host = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  if (host === '') throw malformed('host', host, 'is missing', ACCEPTED);
  if (host === '*') return { kind: 'any' };
  if (host.includes(':')) return parseIpv6(host, malformed);
  if (/^[\d.]+$/.test(host)) return parseIpv4(host, malformed);
  return parseName(host, malformed);
}

function parseIpv4(host: string, malformed: Malformed): TcpHost {
  if (isIpv4(host)) return { kind: 'ipv4', address: host };
  throw malformed(
    'host',
    host,
    'is not an IPv4 address',
    'it has four numbers from 0 to 255 without leading zeros, as in 192.168.1.17',
  );
}

function parseIpv6(host: string, malformed: Malformed): TcpHost {
  const percent = host.indexOf('%');
  const written = percent === -1 ? host : host.slice(0, percent);
  const address = canonicalIpv6(written);
  if (address === undefined) {
    throw malformed(
      'host',
      host,
      'is not an IPv6 address',
      'it has up to eight groups of hexadecimal digits, as in [2001:db8::1]',
    );
  }
  if (percent === -1) return { kind: 'ipv6', address };
  return { kind: 'ipv6', address, zone: parseZone(host.slice(percent + 1), host, malformed) };
}

/** RFC 4007 section 11: an interface name, or its number, which libzmq wants above 0 (`src/ip_resolver.cpp`). */
function parseZone(zone: string, host: string, malformed: Malformed): string {
  if (/^(?:[1-9]\d{0,9}|[A-Za-z][\w.-]*)$/.test(zone)) return zone;
  const remedy = zone.startsWith('25')
    ? 'the % is not escaped in an endpoint: write % and not %25'
    : 'after the % comes the name of an interface or its number, as in [fe80::1%eth0] or [fe80::1%2]';
  throw malformed('host', host, `has the wrong zone ${showValue(zone)}`, remedy);
}

/**
 * Letters, digits, `-`, `_` and dots, which is what libzmq's connect lets pass (`src/socket_base.cpp`); the lengths are
 * those of RFC 1035 section 2.3.4. Case is kept: it does not matter to the DNS, but it does in the name of an interface.
 */
function parseName(host: string, malformed: Malformed): TcpHost {
  const wrong = /[^A-Za-z0-9._-]/u.exec(host)?.[0];
  if (wrong !== undefined) throw malformed('host', host, `has the character ${showValue(wrong)}`, remedyFor(wrong));
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).split('.');
  if (labels.includes('')) throw malformed('host', host, 'has nothing before or after one of its dots', ACCEPTED);
  if (host.startsWith('-')) throw malformed('host', host, 'starts with a hyphen', ACCEPTED);
  if (host.length > 254 || labels.some((label) => label.length > 63)) {
    throw malformed('host', host, 'is too long', 'a name has at most 253 characters, 63 between two dots');
  }
  return { kind: 'name', name: host };
}

function remedyFor(wrong: string): string {
  if (wrong === '[' || wrong === ']') return 'brackets go round the whole of an IPv6 address, as in [::1]';
  if (wrong === '*') return '* stands alone, for all interfaces';
  if (wrong === '%') return 'only an IPv6 address has a zone, as in [fe80::1%eth0]';
  if (wrong === '/') return 'a tcp endpoint has no path: it ends with its port';
  if (wrong === '@') return 'a tcp endpoint has no user name';
  if (wrong > '\u007f') return 'write a name outside ASCII as the DNS has it, as in xn--bcher-kva.example';
  return ACCEPTED;
}

import type { Malformed } from './malformed.js';
import { DYNAMIC_PORTS } from './ports.js';
import type { TcpPort } from './types.js';

const ACCEPTED =
  'a port is a number from 1 to 65535; to bind, also * or 0 (first free), ! (random), or a range such as *[6000-6100]';
const MAX_PORT = 65_535;
/** The first port that needs no privileges. */
const MIN_UNPRIVILEGED_PORT = 1024;

/**
 * Parses the port of a tcp endpoint.
 *
 * An open end of a range is as in CZMQ: `[60000-]` goes to 65535 and `[-60000]` starts at 49152. Where that would be
 * past the end, as in `[-6100]` (for which CZMQ loops endlessly), it starts at 1024.
 *
 * Numbers are decimal and without leading zeros; libzmq stops reading at the first wrong character, so that `567bad` is
 * 567 there (`unittests/unittest_ip_resolver.cpp`) and an error here.
 *
 * @throws ZMQError `EINVAL`.
 *
 * @example
 * ```ts
 * parsePort('*[6000-6100]', malformedIn('tcp://*:*[6000-6100]'));
 * // { kind: 'range', first: 6000, last: 6100, order: 'ascending' }
 * ```
 */
export function parsePort(text: string, malformed: Malformed): TcpPort {
  if (text === '') throw malformed('port', text, 'is missing', ACCEPTED);
  if (text === '*' || text === '0') return { kind: 'any' };
  if (text === '!') return { kind: 'random' };
  if (text.startsWith('*') || text.startsWith('!')) return parseRange(text, malformed);
  return { kind: 'fixed', number: parseNumber(text, text, malformed) };
}

function parseRange(text: string, malformed: Malformed): TcpPort {
  const [, start, end] = /^.\[(\d*)-(\d*)\]$/.exec(text) ?? [];
  if (start === undefined || end === undefined) {
    throw malformed(
      'port',
      text,
      'is not a range',
      'a range has two ends in brackets, either of which may be left out, as in *[6000-6100], ![6000-] or *[-6100]',
    );
  }
  const last = end === '' ? MAX_PORT : parseNumber(end, text, malformed);
  const first = start === '' ? openStart(last) : parseNumber(start, text, malformed);
  if (first > last) {
    throw malformed('port', text, `is an empty range, ${first} to ${last}`, 'the lower end comes first');
  }
  return { kind: 'range', first, last, order: text.startsWith('!') ? 'random' : 'ascending' };
}

function openStart(last: number): number {
  return last >= DYNAMIC_PORTS.first ? DYNAMIC_PORTS.first : MIN_UNPRIVILEGED_PORT;
}

/** @param port - The whole port that `digits` is or stands in, to show. */
function parseNumber(digits: string, port: string, malformed: Malformed): number {
  if (!/^\d+$/.test(digits)) throw malformed('port', port, 'is not a decimal number', remedyFor(port));
  const number = Number(digits);
  if (number === 0) throw malformed('port', port, 'has the number 0', ACCEPTED);
  if (number > MAX_PORT) throw malformed('port', port, `is above ${MAX_PORT}`, ACCEPTED);
  if (digits.startsWith('0')) throw malformed('port', port, 'has a leading zero', `write ${number}`);
  return number;
}

function remedyFor(port: string): string {
  if (port.includes(',')) return 'in a list, each endpoint has its own protocol, as in "tcp://a:1,tcp://b:2"';
  if (port.includes('/')) return 'a tcp endpoint has no path: it ends with its port';
  return ACCEPTED;
}

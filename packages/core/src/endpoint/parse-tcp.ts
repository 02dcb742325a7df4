import { showValue } from '../errors/show-value.js';
import type { ZMQError } from '../errors/zmq-error.js';
import { canonicalIpv6 } from './ipv6.js';
import type { Malformed } from './malformed.js';
import { parseHost } from './parse-host.js';
import { parsePort } from './parse-port.js';
import type { TcpEndpoint, TcpSource } from './types.js';

/**
 * Parses what follows `tcp://`.
 *
 * @throws ZMQError `EINVAL`.
 *
 * @example
 * ```ts
 * parseTcp('localhost:5555', malformedIn('tcp://localhost:5555'));
 * // { protocol: 'tcp', host: { kind: 'name', name: 'localhost' }, port: { kind: 'fixed', number: 5555 } }
 * ```
 */
export function parseTcp(address: string, malformed: Malformed): TcpEndpoint {
  if (address === '') {
    throw malformed('host', address, 'is missing', 'write "tcp://host:port", as in "tcp://localhost:5555"');
  }
  const [first = '', second, ...more] = address.split(';', 3);
  if (more.length > 0) {
    throw malformed('source', address, 'has a second semicolon', 'write "tcp://source;host:port" with one source');
  }
  const { host, port } = splitPort(second ?? first, malformed);
  const parsedHost = parseHost(host, malformed);
  if (port === undefined) {
    throw malformed('port', '', 'is missing', `write it after a colon, as in ${showValue(`tcp://${address}:5555`)}`);
  }
  const target = { protocol: 'tcp', host: parsedHost, port: parsePort(port, malformed) } as const;
  return second === undefined ? target : { ...target, source: parseSource(first, malformed) };
}

function parseSource(text: string, malformed: Malformed): TcpSource {
  if (text === '') {
    throw malformed(
      'source',
      text,
      'is missing before the semicolon',
      'write "tcp://source;host:port" or drop the semicolon',
    );
  }
  const ofSource: Malformed = (part, ...rest) => malformed(`source ${part}`, ...rest);
  const { host: hostText, port: portText } = splitPort(text, ofSource);
  const host = parseHost(hostText, ofSource);
  const port = portText === undefined ? ({ kind: 'any' } as const) : parsePort(portText, ofSource);
  if (port.kind === 'fixed' || port.kind === 'any') return { host, port };
  throw ofSource(
    'port',
    portText ?? '',
    'is not one port',
    'leave it out, or write 0 or * for a free one, or a number from 1 to 65535',
  );
}

/** Cuts `host:port` at its colon: the one after the brackets, or the only one. Neither part is looked at yet. */
function splitPort(text: string, malformed: Malformed): { host: string; port: string | undefined } {
  const bracket = text.startsWith('[') ? text.indexOf(']') : -1;
  if (text.startsWith('[') && bracket === -1) {
    throw malformed('host', text, 'has no closing bracket', 'write an IPv6 address as in [::1]');
  }
  const colon = text.indexOf(':', bracket + 1);
  if (bracket !== -1 && colon !== bracket + 1 && bracket !== text.length - 1) {
    throw malformed(
      'host',
      text,
      'goes on after its closing bracket',
      'after the bracket comes the port, as in [::1]:5555',
    );
  }
  if (colon === -1) return { host: text, port: undefined };
  if (text.includes(':', colon + 1) && bracket === -1) throw tooManyColons(text, malformed);
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** libzmq takes the last colon for the port's; whether `::1:5555` has a port at all is anyone's guess. */
function tooManyColons(text: string, malformed: Malformed): ZMQError {
  if (text.includes(',')) {
    return malformed(
      'address',
      text,
      'has a comma',
      'in a list, each endpoint has its own protocol, as in "tcp://a:1,tcp://b:2"',
    );
  }
  const colon = text.lastIndexOf(':');
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)];
  if (isIpv6(host)) return malformed('host', text, 'has no brackets', `write ${showValue(`tcp://[${host}]:${port}`)}`);
  if (isIpv6(text)) return malformed('host', text, 'has no brackets', `write ${showValue(`tcp://[${text}]:5555`)}`);
  return malformed('host', text, 'has too many colons', 'write "host:port", and an IPv6 address in brackets');
}

/** Whether it would be an IPv6 address in brackets, with or without a zone. */
function isIpv6(text: string): boolean {
  return canonicalIpv6(text.replace(/%.*$/s, '')) !== undefined;
}

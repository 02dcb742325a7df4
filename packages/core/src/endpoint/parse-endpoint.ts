import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import type { Grammars } from './grammars.js';
import { KNOWN_GRAMMARS } from './grammars.js';
import { type Malformed, malformedIn } from './malformed.js';
import { SEPARATOR } from './separator.js';
import type { Endpoint } from './types.js';
import { unknownProtocol } from './unknown-protocol.js';

/**
 * Parses an endpoint.
 *
 * | endpoint | |
 * | --- | --- |
 * | `tcp://host:port` | host: a name, an IPv4 address, `[IPv6]`, an interface or `*`; port: a number, `*` or `0`, `!`, `*[6000-6100]`, `![6000-]` |
 * | `tcp://source;host:port` | connect from the local address `source`, an address or interface with or without a port |
 * | `ipc://path`, `ipc://@abstract`, `ipc://*` | at most 107 bytes after `ipc://` |
 * | `inproc://name` | 1 to 255 bytes |
 *
 * Names are not resolved. A valid endpoint may still be invalid for binding or for connecting: see {@link forBind} and
 * {@link forConnect}. For the prefixes `@` and `>` and for lists, see {@link parseEndpointList}.
 *
 * @throws ZMQError `EINVAL` with the malformed part; `EPROTONOSUPPORT` for a protocol other than `tcp`, `ipc`,
 * `inproc` and those that packages have registered; `ENAMETOOLONG` for an ipc path that is too long.
 *
 * @example
 * ```ts
 * import { parseEndpoint } from '@zeromq-ts/core';
 *
 * const endpoint = parseEndpoint('tcp://127.0.0.1:5555');
 * if (endpoint.protocol === 'tcp') console.log(endpoint.host, endpoint.port);
 * // { kind: 'ipv4', address: '127.0.0.1' } { kind: 'fixed', number: 5555 }
 * ```
 */
export function parseEndpoint(text: string): Endpoint {
  return parseWith(KNOWN_GRAMMARS, text);
}

/** The same with other grammars. */
export function parseWith(grammars: Grammars, text: string): Endpoint {
  if (typeof text !== 'string') {
    throw new ZMQError('EINVAL', `An endpoint is a string such as "tcp://localhost:5555", not ${showValue(text)}.`);
  }
  const malformed = malformedIn(text);
  const mark = text.indexOf('://');
  checkWhole(text, mark, malformed, grammars.protocols);
  const protocol = text.slice(0, mark);
  const grammar = grammars.of(protocol);
  if (grammar === undefined) throw unknownProtocol(protocol, text, grammars.protocols);
  return grammar.parse(text.slice(mark + 3), malformed);
}

/** What is wrong with the text as a whole, before any part of it is looked at. */
function checkWhole(text: string, mark: number, malformed: Malformed, protocols: readonly string[]): void {
  if (text === '') throw malformed('text', text, 'is empty', 'write one such as "tcp://localhost:5555"');
  if (text !== text.trim()) throw malformed('text', text, 'starts or ends with whitespace', 'trim it');
  if (mark > 0 && (text.startsWith('@') || text.startsWith('>'))) {
    throw malformed(
      'prefix',
      text.slice(0, 1),
      'is out of place',
      `@ (bind) and > (connect) are for the endpoints given to the constructor of a socket, one each: write ${showValue(text.slice(1))}`,
    );
  }
  if (mark === 0) throw malformed('protocol', '', 'is missing', `write ${showValue(`tcp${text}`)}`);
  if (mark === -1) throw missingProtocol(text, malformed, protocols);
  if (SEPARATOR.test(text)) {
    throw malformed(
      'text',
      text,
      'is a list of endpoints',
      'a list is for the constructor of a socket: here give one at a time',
    );
  }
}

function missingProtocol(text: string, malformed: Malformed, protocols: readonly string[]): ZMQError {
  const started = protocols.find((protocol) => text.startsWith(`${protocol}:`));
  if (started !== undefined) {
    return malformed('protocol', started, 'has no "://" after it', `write "${started}://" and then the rest`);
  }
  const there = protocols.map((protocol) => `${protocol}://`).join(', ');
  // What looks like host:port gets its answer spelled out.
  const guess = /^[\w*[][^/\s]*:[^/\s:]+$/.test(text) ? `: write ${showValue(`tcp://${text}`)}` : '';
  return malformed('protocol', '', 'is missing', `an endpoint starts with ${there}${guess}`);
}

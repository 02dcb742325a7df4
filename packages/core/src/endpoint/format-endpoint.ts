import { showValue } from '../errors/show-value.js';
import type { Grammars } from './grammars.js';
import { KNOWN_GRAMMARS } from './grammars.js';
import type { Endpoint } from './types.js';

/**
 * Formats an endpoint as text; the inverse of {@link parseEndpoint}.
 *
 * The text is canonical: `tcp://[0:0::1]:0`, for example, becomes `tcp://[::1]:*`. The parts of an endpoint are not
 * validated.
 *
 * @example
 * ```ts
 * import { formatEndpoint, parseEndpoint } from '@zeromq-ts/core';
 *
 * console.log(formatEndpoint(parseEndpoint('tcp://[2001:DB8:0::1]:*[6000-]'))); // tcp://[2001:db8::1]:*[6000-65535]
 * ```
 *
 * @throws TypeError when its protocol is none of tcp, ipc and inproc, and no imported package has registered it.
 */
export function formatEndpoint(endpoint: Endpoint): string {
  return formatWith(KNOWN_GRAMMARS, endpoint);
}

/** The same with other grammars. */
export function formatWith(grammars: Grammars, endpoint: Endpoint): string {
  const { protocol } = endpoint;
  const grammar = grammars.of(protocol);
  if (grammar === undefined) throw new TypeError(`An endpoint cannot have the protocol ${showValue(protocol)}.`);
  return `${protocol}://${grammar.format(endpoint)}`;
}

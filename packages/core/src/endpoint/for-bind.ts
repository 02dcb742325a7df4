import { formatEndpoint } from './format-endpoint.js';
import type { Grammars } from './grammars.js';
import { KNOWN_GRAMMARS } from './grammars.js';
import type { Endpoint, TcpEndpoint } from './types.js';

/**
 * An endpoint that fits a bind: what {@link forBind} lets through.
 *
 * @example
 * ```ts
 * import type { BindEndpoint } from '@zeromq-ts/core/spi';
 *
 * const endpoint: BindEndpoint = { protocol: 'tcp', host: { kind: 'any' }, port: { kind: 'any' } };
 * ```
 */
export type BindEndpoint = (TcpEndpoint & { readonly source?: never }) | Exclude<Endpoint, TcpEndpoint>;

/**
 * The same endpoint, when it can be bound.
 *
 * @param text - How the caller wrote it, for the error.
 * @throws ZMQError `EINVAL` when it has a source address, which is for connections.
 *
 * @example
 * ```ts
 * import { forBind, parseEndpoint } from '@zeromq-ts/core/spi';
 *
 * const endpoint = forBind(parseEndpoint('tcp://*:*'));
 * ```
 */
export function forBind(endpoint: Endpoint, text: string = formatEndpoint(endpoint)): BindEndpoint {
  return forBindWith(KNOWN_GRAMMARS, endpoint, text);
}

/** The same with other grammars. */
export function forBindWith(grammars: Grammars, endpoint: Endpoint, text: string): BindEndpoint {
  return (grammars.of(endpoint.protocol)?.forBind?.(endpoint, text) ?? endpoint) as BindEndpoint;
}

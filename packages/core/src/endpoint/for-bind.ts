import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import { formatEndpoint } from './format-endpoint.js';
import type { Endpoint, InprocEndpoint, IpcEndpoint, TcpEndpoint } from './types.js';

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
export type BindEndpoint = (TcpEndpoint & { readonly source?: never }) | IpcEndpoint | InprocEndpoint;

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
  if (endpoint.protocol !== 'tcp') return endpoint;
  const { source, ...bare } = endpoint;
  if (source === undefined) return bare;
  throw new ZMQError(
    'EINVAL',
    `Cannot bind to ${describe(text)}: a source address is for connect; to bind, write ${describe(formatEndpoint(bare))}.`,
    { endpoint: text },
  );
}

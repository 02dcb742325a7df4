import { formatEndpoint } from './format-endpoint.js';
import type { Grammars } from './grammars.js';
import { KNOWN_GRAMMARS } from './grammars.js';
import type { Endpoint, FixedPort, IpcAddress, IpcEndpoint, TcpEndpoint, TcpHost, TcpSource } from './types.js';

/**
 * An endpoint that fits a connect: what {@link forConnect} lets through. It has one host and one port, or one path.
 *
 * @example
 * ```ts
 * import { type ConnectEndpoint, forConnect, parseEndpoint } from '@zeromq-ts/core/spi';
 *
 * const endpoint: ConnectEndpoint = forConnect(parseEndpoint('tcp://localhost:5555'));
 * if (endpoint.protocol === 'tcp') console.log(endpoint.port.number); // 5555
 * ```
 */
export type ConnectEndpoint = ConnectTcpEndpoint | ConnectIpcEndpoint | Exclude<Endpoint, TcpEndpoint | IpcEndpoint>;

/**
 * A tcp endpoint that fits a connect.
 *
 * @example
 * ```ts
 * import type { ConnectTcpEndpoint } from '@zeromq-ts/core/spi';
 *
 * const port = (endpoint: ConnectTcpEndpoint): number => endpoint.port.number;
 * ```
 */
export interface ConnectTcpEndpoint {
  readonly protocol: 'tcp';
  readonly host: Exclude<TcpHost, { kind: 'any' }>;
  readonly port: FixedPort;
  readonly source?: TcpSource;
}

/**
 * An ipc endpoint that fits a connect.
 *
 * @example
 * ```ts
 * import type { ConnectIpcEndpoint } from '@zeromq-ts/core/spi';
 *
 * const endpoint: ConnectIpcEndpoint = { protocol: 'ipc', address: { kind: 'pathname', path: '/tmp/feed' } };
 * ```
 */
export interface ConnectIpcEndpoint {
  readonly protocol: 'ipc';
  readonly address: Exclude<IpcAddress, { kind: 'wildcard' }>;
}

/**
 * The same endpoint, when it can be connected to.
 *
 * @param text - How the caller wrote it, for the error.
 * @throws ZMQError `EINVAL` when its host, port or path is a wildcard, which only bind can fill in.
 *
 * @example
 * ```ts
 * import { forConnect, parseEndpoint } from '@zeromq-ts/core/spi';
 *
 * const endpoint = forConnect(parseEndpoint('tcp://localhost:5555'));
 * ```
 */
export function forConnect(endpoint: Endpoint, text: string = formatEndpoint(endpoint)): ConnectEndpoint {
  return forConnectWith(KNOWN_GRAMMARS, endpoint, text);
}

/** The same with other grammars. */
export function forConnectWith(grammars: Grammars, endpoint: Endpoint, text: string): ConnectEndpoint {
  return (grammars.of(endpoint.protocol)?.forConnect?.(endpoint, text) ?? endpoint) as ConnectEndpoint;
}

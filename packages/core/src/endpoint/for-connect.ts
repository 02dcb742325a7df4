import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';
import { formatEndpoint } from './format-endpoint.js';
import type {
  Endpoint,
  FixedPort,
  InprocEndpoint,
  IpcAddress,
  TcpEndpoint,
  TcpHost,
  TcpPort,
  TcpSource,
} from './types.js';

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
export type ConnectEndpoint = ConnectTcpEndpoint | ConnectIpcEndpoint | InprocEndpoint;

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
  const refuse = (what: string, remedy: string): ZMQError =>
    new ZMQError('EINVAL', `Cannot connect to ${describe(text)}: ${what} is for bind; ${remedy}.`, { endpoint: text });

  switch (endpoint.protocol) {
    case 'tcp': {
      const { host, port } = endpoint;
      const example = describe(formatEndpoint(exampleFor(endpoint)));
      if (host.kind === 'any') throw refuse('the host *', `write the host to connect to, as in ${example}`);
      if (port.kind !== 'fixed') {
        throw refuse(`the port ${NAMES[port.kind]}`, `write the number that bind resolved to, as in ${example}`);
      }
      return { ...endpoint, host, port };
    }
    case 'ipc': {
      const { address } = endpoint;
      if (address.kind === 'wildcard') throw refuse('the path *', 'write the path that bind resolved to');
      return { ...endpoint, address };
    }
    case 'inproc':
      return endpoint;
  }
}

const NAMES: Record<Exclude<TcpPort['kind'], 'fixed'>, string> = { any: '* or 0', random: '!', range: 'range' };

/** The same endpoint with its wildcards filled in. */
function exampleFor({ host, port, ...rest }: TcpEndpoint): TcpEndpoint {
  return {
    ...rest,
    host: host.kind === 'any' ? { kind: 'name', name: 'localhost' } : host,
    port: port.kind === 'fixed' ? port : { kind: 'fixed', number: port.kind === 'range' ? port.first : 5555 },
  };
}

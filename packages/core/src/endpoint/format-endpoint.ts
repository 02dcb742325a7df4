import type { Endpoint, IpcAddress, TcpEndpoint, TcpHost, TcpPort, TcpSource } from './types.js';

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
 */
export function formatEndpoint(endpoint: Endpoint): string {
  switch (endpoint.protocol) {
    case 'tcp':
      return `tcp://${formatTcp(endpoint)}`;
    case 'ipc':
      return `ipc://${formatIpc(endpoint.address)}`;
    case 'inproc':
      return `inproc://${endpoint.name}`;
  }
}

function formatTcp({ host, port, source }: TcpEndpoint): string {
  return `${source === undefined ? '' : `${formatSource(source)};`}${formatHost(host)}:${formatPort(port)}`;
}

/** libzmq requires a port in a source; 0 means a free one (zmq_tcp(7)). */
function formatSource({ host, port }: TcpSource): string {
  return `${formatHost(host)}:${port.kind === 'any' ? '0' : port.number}`;
}

function formatHost(host: TcpHost): string {
  switch (host.kind) {
    case 'any':
      return '*';
    case 'ipv4':
      return host.address;
    case 'ipv6':
      return `[${host.address}${host.zone === undefined ? '' : `%${host.zone}`}]`;
    case 'name':
      return host.name;
  }
}

function formatPort(port: TcpPort): string {
  switch (port.kind) {
    case 'fixed':
      return String(port.number);
    case 'any':
      return '*';
    case 'random':
      return '!';
    case 'range':
      return `${port.order === 'random' ? '!' : '*'}[${port.first}-${port.last}]`;
  }
}

function formatIpc(address: IpcAddress): string {
  switch (address.kind) {
    case 'pathname':
      return address.path;
    case 'abstract':
      return `@${address.name}`;
    case 'wildcard':
      return '*';
  }
}

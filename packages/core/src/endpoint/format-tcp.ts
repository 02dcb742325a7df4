import type { TcpEndpoint, TcpHost, TcpPort, TcpSource } from './types.js';

/** What stands behind `tcp://`. */
export function formatTcp({ host, port, source }: TcpEndpoint): string {
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

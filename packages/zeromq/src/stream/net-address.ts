import type { AddressInfo, Server } from 'node:net';
import { parseEndpoint } from '@zeromq-ts/core';
import { type TcpEndpoint, ZMQError } from '@zeromq-ts/core/spi';

/** Where to listen, or to connect to, as Node takes it. */
export type NetAddress = { readonly path: string } | { readonly host: string; readonly port: number };

/** @throws ZMQError `EINVAL`, `EPROTONOSUPPORT`; `ENOCOMPATPROTO` for what is neither tcp nor a pathname. */
export function netAddress(text: string, anyHost: string): NetAddress {
  const endpoint = parseEndpoint(text);
  if (endpoint.protocol === 'tcp') return { host: hostOf(endpoint, anyHost), port: portOf(endpoint) };
  if (endpoint.protocol === 'ipc' && endpoint.address.kind === 'pathname') return { path: endpoint.address.path };
  throw new ZMQError('ENOCOMPATPROTO', `A STREAM speaks tcp and ipc, not ${text}.`, { endpoint: text });
}

/** The endpoint that a server really has. */
export function boundEndpoint(server: Server): string {
  const address = server.address() as AddressInfo | string;
  if (typeof address === 'string') return `ipc://${address}`;
  return `tcp://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
}

function hostOf({ host }: TcpEndpoint, anyHost: string): string {
  switch (host.kind) {
    case 'any':
      return anyHost;
    case 'ipv4':
      return host.address;
    case 'ipv6':
      return host.zone === undefined ? host.address : `${host.address}%${host.zone}`;
    case 'name':
      return host.name;
  }
}

function portOf({ port }: TcpEndpoint): number {
  return port.kind === 'fixed' ? port.number : 0;
}

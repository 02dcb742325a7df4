import { networkInterfaces } from 'node:os';
import type { TcpHost } from '@zeromq-ts/core';
import { forConnect, parseEndpoint, ZMQError } from '@zeromq-ts/core/spi';
import type { ConnectIpcEndpoint, ConnectTcpEndpoint } from '@zeromq-ts/core/spi';

/** Where a probe connects to. */
export type Target = TcpTarget | { readonly via: 'ipc'; readonly path: string } | WebTarget;

/** An endpoint `tcp`. */
export interface TcpTarget {
  readonly via: 'tcp';
  readonly host: string;
  readonly port: number;
  /** The address to connect from, if one was chosen. */
  readonly localAddress?: string | undefined;
}

/** An endpoint `ws` or `wss`. */
export interface WebTarget {
  readonly via: 'ws' | 'wss';
  readonly host: string;
  readonly port: number;
  /** The value of the header `Host`. */
  readonly authority: string;
  /** Path and query, encoded. */
  readonly path: string;
}

/**
 * Where to connect for an endpoint.
 *
 * @throws ZMQError `EINVAL` for text that is no endpoint, or names no peer; `EPROTONOSUPPORT` for one that cannot be probed.
 */
export function targetOf(endpoint: string): Target {
  if (/^wss?:\/\//i.test(endpoint)) return webTarget(endpoint);
  if (/^(?:udp|e?pgm|norm|tipc|vmci|vsock):\/\//i.test(endpoint)) {
    throw new ZMQError('EPROTONOSUPPORT', `${endpoint} cannot be probed: nobody answers a greeting there.`);
  }
  const parsed = forConnect(parseEndpoint(endpoint), endpoint);
  if (parsed.protocol === 'ipc') return { via: 'ipc', path: pathOf(parsed.address) };
  if (parsed.protocol === 'tcp') {
    const localAddress = parsed.source === undefined ? undefined : sourceAddress(parsed.source.host, endpoint);
    return { via: 'tcp', host: hostOf(parsed.host), port: parsed.port.number, localAddress };
  }
  const why = parsed.protocol === 'inproc' ? 'nobody else is in this process' : 'only tcp, ipc, ws and wss can';
  throw new ZMQError('EPROTONOSUPPORT', `${endpoint} cannot be probed: ${why}.`);
}

function pathOf(address: ConnectIpcEndpoint['address']): string {
  return address.kind === 'abstract' ? `\0${address.name}` : address.path;
}

function hostOf(host: ConnectTcpEndpoint['host']): string {
  if (host.kind === 'name') return host.name;
  return host.kind === 'ipv6' && host.zone !== undefined ? `${host.address}%${host.zone}` : host.address;
}

/** A name is that of an interface there. */
function sourceAddress(host: TcpHost, endpoint: string): string | undefined {
  if (host.kind === 'any') return undefined;
  if (host.kind !== 'name') return hostOf(host);
  const address = networkInterfaces()[host.name]?.[0]?.address;
  if (address !== undefined) return address;
  throw new ZMQError('ENODEV', `There is no network interface ${host.name}, which ${endpoint} names.`);
}

function webTarget(endpoint: string): WebTarget {
  if (!URL.canParse(endpoint)) throw new ZMQError('EINVAL', `${endpoint} is not a valid URL.`);
  const url = new URL(endpoint);
  const via = url.protocol === 'wss:' ? 'wss' : 'ws';
  const port = url.port === '' ? (via === 'ws' ? 80 : 443) : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { via, host, port, authority: url.host, path: `${url.pathname}${url.search}` };
}

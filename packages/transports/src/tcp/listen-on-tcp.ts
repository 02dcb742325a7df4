import type { AddressInfo } from 'node:net';
import type { Listener, ListenerEvents, LocalSocket, ParsedEndpoint, TcpEndpoint, ZMQError } from '@zeromq-ts/core/spi';
import { onlyBind } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { boundTcpHandle } from '../node/bound-handles.js';
import { listenOnHandle, listenOnStream, type ListenSpec } from '../node/stream-listener.js';
import { hostAddress } from './host-address.js';
import { interfaceAddress } from './interface-address.js';
import { socketOptions, tcpFamily } from './tcp-protocol.js';

/** All addresses of this machine: of IPv4, or of both families. */
const ANY_IPV4 = '0.0.0.0';
const ANY_IPV6 = '::';

/**
 * Listens before it returns.
 *
 * @throws ZMQError when the system refuses; `ENOTSUP` for a host name, and where the runtime cannot do it.
 */
export function listenOnTcpSync(
  at: ParsedEndpoint<TcpEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Listener {
  const { parsed: endpoint } = at;
  const host = knownAddress(endpoint, local.options.ipv6);
  if (host === undefined) throw onlyBind(at);
  const spec = listenSpec(host, endpoint, local, watcher);
  try {
    const handle = boundTcpHandle(host, endpoint.port.kind === 'fixed' ? endpoint.port.number : 0);
    if (handle !== undefined) return listenOnHandle(spec, handle);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'EINVAL';
    if (lacksIpv6(endpoint.host, host, code)) {
      return listenOnTcpSync(at, { ...local, options: { ...local.options, ipv6: false } }, watcher);
    }
    throw listenError(code, at, cause);
  }
  throw onlyBind(at);
}

/** @throws ZMQError when the system refuses. */
export async function listenOnTcp(
  at: ParsedEndpoint<TcpEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Promise<Listener> {
  const { parsed: endpoint } = at;
  const { ipv6 } = local.options;
  const host = await addressToListenOn(at, ipv6);
  try {
    return await listenOnStream(listenSpec(host, endpoint, local, watcher));
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'EINVAL';
    if (lacksIpv6(endpoint.host, host, code)) {
      return listenOnTcp(at, { ...local, options: { ...local.options, ipv6: false } }, watcher);
    }
    throw listenError(code, at, cause);
  }
}

function listenError(code: string, { parsed: { host }, text }: ParsedEndpoint<TcpEndpoint>, cause: unknown): ZMQError {
  // The system does not know the zone of a link-local address.
  const isZoneUnknown = code === 'EINVAL' && host.kind === 'ipv6' && host.zone !== undefined;
  return bindError(isZoneUnknown ? 'ENODEV' : code, text, cause);
}

const NO_IPV6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL'];

/**
 * Whether to bind all addresses of IPv4 instead, as the machine has no others.
 *
 * @param address - The one that could not be listened on.
 */
export function lacksIpv6(host: TcpEndpoint['host'], address: string, code: string): boolean {
  return host.kind === 'any' && address === ANY_IPV6 && NO_IPV6.includes(code);
}

function listenSpec(host: string, { port }: TcpEndpoint, local: LocalSocket, watcher: ListenerEvents): ListenSpec {
  const { options } = local;
  return {
    family: tcpFamily,
    accept: socketOptions(options),
    // In a cluster, every worker has its own: a port that several share would deal out their peers.
    listen: { host, port: port.kind === 'fixed' ? port.number : 0, backlog: options.backlog, exclusive: true },
    local,
    watcher,
    endpointOf: (server) => {
      const { address, port: real } = server.address() as AddressInfo;
      return `tcp://${address.includes(':') ? `[${address}]` : address}:${real}`;
    },
  };
}

/**
 * The address to listen on, as far as no resolver is needed. An interface of a name comes before a host of that name, as in
 * libzmq (ip_resolver_t::resolve).
 */
function knownAddress({ host }: TcpEndpoint, ipv6: boolean): string | undefined {
  if (host.kind === 'any') return ipv6 ? ANY_IPV6 : ANY_IPV4;
  if (host.kind !== 'name') return hostAddress(host);
  const known = interfaceAddress(host.name, ipv6);
  return known === undefined ? undefined : hostAddress(known);
}

/** @throws ZMQError `ENODEV` when a name is neither an interface nor resolves. */
export async function addressToListenOn({ parsed, text }: ParsedEndpoint<TcpEndpoint>, ipv6: boolean): Promise<string> {
  const known = knownAddress(parsed, ipv6);
  const { host } = parsed;
  if (known !== undefined || host.kind !== 'name') return known ?? ANY_IPV4;
  try {
    // Loaded here, so that it costs nothing without a name to resolve.
    const { lookup } = await import('node:dns/promises');
    return (await lookup(host.name, { family: ipv6 ? 0 : 4 })).address;
  } catch (cause) {
    throw bindError('ENODEV', text, cause);
  }
}

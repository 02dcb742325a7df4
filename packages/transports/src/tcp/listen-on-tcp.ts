import type { AddressInfo } from 'node:net';
import type { Listener, ListenerEvents, LocalSocket, ParsedEndpoint, TcpEndpoint } from '@zeromq-ts/core/spi';
import { bindError } from '../stream/bind-errors.js';
import { listenOnStream } from '../node/stream-listener.js';
import { hostAddress } from './host-address.js';
import { interfaceAddress } from './interface-address.js';
import { socketOptions, tcpFamily } from './tcp-protocol.js';

/** All addresses of this machine: of IPv4, or of both families. */
const ANY_IPV4 = '0.0.0.0';
const ANY_IPV6 = '::';

/** @throws ZMQError when the system refuses. */
export async function listenOnTcp(
  at: ParsedEndpoint<TcpEndpoint>,
  local: LocalSocket,
  watcher: ListenerEvents,
): Promise<Listener> {
  const { parsed: endpoint, text } = at;
  const { ipv6 } = local.options;
  const host = await addressToListenOn(at, ipv6);
  try {
    return await listenOn(host, endpoint, local, watcher);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'EINVAL';
    // A machine without IPv6 has all its addresses in IPv4.
    if (host === ANY_IPV6 && endpoint.host.kind === 'any' && NO_IPV6.includes(code)) {
      return listenOnTcp(at, { ...local, options: { ...local.options, ipv6: false } }, watcher);
    }
    // The system does not know the zone of a link-local address.
    const isZoneUnknown = code === 'EINVAL' && endpoint.host.kind === 'ipv6' && endpoint.host.zone !== undefined;
    throw bindError(isZoneUnknown ? 'ENODEV' : code, text, cause);
  }
}

const NO_IPV6 = ['EAFNOSUPPORT', 'EADDRNOTAVAIL'];

function listenOn(host: string, { port }: TcpEndpoint, local: LocalSocket, watcher: ListenerEvents): Promise<Listener> {
  const { options } = local;
  return listenOnStream({
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
  });
}

/** An interface of that name comes before a host of that name, as in libzmq (ip_resolver_t::resolve). */
export async function addressToListenOn(
  { parsed: { host }, text }: ParsedEndpoint<TcpEndpoint>,
  ipv6: boolean,
): Promise<string> {
  if (host.kind === 'any') return ipv6 ? ANY_IPV6 : ANY_IPV4;
  if (host.kind !== 'name') return hostAddress(host) as string;
  const known = interfaceAddress(host.name, ipv6);
  if (known !== undefined) return hostAddress(known) as string;
  try {
    // Loaded here, so that it costs nothing without a name to resolve.
    const { lookup } = await import('node:dns/promises');
    return (await lookup(host.name, { family: ipv6 ? 0 : 4 })).address;
  } catch (cause) {
    throw bindError('ENODEV', text, cause);
  }
}

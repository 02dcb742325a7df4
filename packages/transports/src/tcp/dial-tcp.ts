import { connect } from 'node:net';
import type {
  Attempt,
  ConnectTcpEndpoint,
  ConnectionEvents,
  LocalSocket,
  ParsedEndpoint,
  TcpEndpoint,
} from '@zeromq-ts/core/spi';
import { ZMQError } from '@zeromq-ts/core/spi';
import { nameError } from '../stream/connection-errors.js';
import type { OpenConnection } from '../node/connection-race.js';
import { dialStream } from '../node/dial-stream.js';
import { othersFirst } from '../node/failed-handshakes.js';
import { addressesOf } from './addresses-of.js';
import { hostAddress } from './host-address.js';
import { firstAddress, isInterface } from './interface-address.js';
import { socketOptions, tcpFamily } from './tcp-protocol.js';

/**
 * Starts one attempt. A host name is resolved each time, and its addresses are tried in turn: those of IPv4, and with
 * `ipv6` those of both families.
 */
export function dialTcp(
  { parsed, text }: ParsedEndpoint<TcpEndpoint>,
  local: LocalSocket,
  watcher: ConnectionEvents,
): Attempt {
  // What is connected to has one host and one port (`TCP_ENDPOINTS.forConnect`).
  const target = parsed as ConnectTcpEndpoint;
  const { host } = target;
  return dialStream(
    {
      endpoint: text,
      family: tcpFamily,
      candidates: () =>
        host.kind === 'name'
          ? candidatesOf(host.name, target, local, text, watcher)
          : [opener(hostAddress(host) as string, target, local, text)],
      explain: (cause) => {
        const { syscall, code } = cause as NodeJS.ErrnoException;
        if (host.kind === 'name' && syscall === 'getaddrinfo') return nameError(host.name, text, cause);
        if (host.kind === 'ipv6' && host.zone !== undefined && code === 'EINVAL')
          return zoneError(host.zone, text, cause);
        return undefined;
      },
    },
    local,
    watcher,
  );
}

async function candidatesOf(
  name: string,
  target: ConnectTcpEndpoint,
  local: LocalSocket,
  endpoint: string,
  watcher: ConnectionEvents,
): Promise<readonly OpenConnection[]> {
  const { ipv6 } = local.options;
  const addresses = await addressesOf(name, sourceFamily(target.source) ?? (ipv6 ? 0 : 4));
  return othersFirst(
    addresses.map(({ address }) => address),
    watcher,
  ).map((address) => opener(address, target, local, endpoint));
}

function opener(
  address: string,
  { port, source }: ConnectTcpEndpoint,
  { options }: LocalSocket,
  endpoint: string,
): OpenConnection {
  return (read) => {
    const from = source === undefined ? undefined : sourceAddress(source.host, address.includes(':'), endpoint);
    return connect({
      ...socketOptions(options),
      ...read,
      host: address,
      port: port.number,
      allowHalfOpen: true,
      ...(from === undefined ? {} : { localAddress: from }),
      ...(source?.port.kind === 'fixed' ? { localPort: source.port.number } : {}),
    });
  };
}

/** From an address of one family there is no way to one of the other. */
function sourceFamily(source: TcpEndpoint['source']): 4 | 6 | undefined {
  if (source?.host.kind === 'ipv4') return 4;
  return source?.host.kind === 'ipv6' ? 6 : undefined;
}

/**
 * @param toIpv6 Whether an IPv6 address is connected to: an interface may have addresses of both families.
 * @returns the address to connect from; `undefined` when the system is to choose one.
 */
function sourceAddress(
  host: NonNullable<TcpEndpoint['source']>['host'],
  toIpv6: boolean,
  endpoint: string,
): string | undefined {
  if (host.kind !== 'name') return hostAddress(host);
  const address = firstAddress(host.name, toIpv6 ? 'IPv6' : 'IPv4');
  if (address !== undefined) return hostAddress(address);
  const name = JSON.stringify(host.name);
  const why = isInterface(host.name)
    ? `the network interface ${name} has no ${toIpv6 ? 'IPv6' : 'IPv4'} address.`
    : `its source ${name} is neither an address nor a network interface of this machine.`;
  throw new ZMQError('ENODEV', `Cannot connect to ${endpoint} yet: ${why}`, { endpoint });
}

function zoneError(zone: string, endpoint: string, cause: Error): ZMQError {
  return new ZMQError(
    'ENODEV',
    `Cannot connect to ${endpoint} yet: this machine has no network interface ${JSON.stringify(zone)}. It is tried again; check what is behind the %.`,
    { endpoint, cause },
  );
}
